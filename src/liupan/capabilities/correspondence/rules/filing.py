"""Where a document is put on file, and how long it is kept (归档范围, 保管期限, 档号)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class of a filing plan. `retention`: permanent, 30 or 10 (years)."""

    code: str
    name: str
    scope: str
    retention: str


PLAN = (
    PlannedClass("ZC", "政策与规范性文件",
                 "本机关制发的命令、决定、规范性文件和重要政策文件", "permanent"),
    PlannedClass("JY", "会议纪要", "本机关会议纪要和议定事项", "permanent"),
    PlannedClass("QS", "请示、报告与批复", "与上级、下级之间的请示、报告、批复", "30"),
    PlannedClass("YW", "业务通知", "本机关制发的一般业务通知、通报、意见", "30"),
    PlannedClass("SJ", "上级来文", "上级机关制发、需要贯彻执行的文件", "30"),
    PlannedClass("HJ", "函件", "与不相隶属机关商洽、询问、答复的函", "10"),
    PlannedClass("QT", "其他来文", "供参阅的来文", "10"),
)  # fmt: skip
"""The plan that an installation begins with; a city or unit may have its own.

Retention after 机关文件材料归档范围和文书档案保管期限规定 (国家档案局令第8号), read second-hand.
"""
ISSUED = {"函": "HJ", "纪要": "JY", "请示": "QS", "报告": "QS", "批复": "QS"}
BINDING = frozenset({"决议", "决定", "命令", "公报", "公告", "通告", "议案"})
RECEIVED = {**ISSUED, "决定": "SJ", "命令": "SJ", "意见": "SJ", "通知": "SJ", "通报": "SJ"}
RETENTION = {"permanent": "Y", "30": "D30", "10": "D10"}
"""Codes of DA/T 22: 永久 Y, 定期 D with its years."""


def suggested(type_: str, *, is_outgoing: bool, is_normative: bool = False) -> str:
    """Code of the class a document of this type most likely belongs to."""
    if not is_outgoing:
        return RECEIVED.get(type_, "QT")
    if is_normative or type_ in BINDING:
        return "ZC"
    return ISSUED.get(type_, "YW")


def prefix_of(unit_code: str, year: int, class_code: str, retention: str) -> str:
    """What the archive numbers of a unit's class in a year begin with."""
    return f"{unit_code}·{year}-{RETENTION[retention]}-{class_code}-"


def number_of(prefix: str, n: int) -> str:
    """档号: unit, year, retention, class, running number of at least four digits."""
    return f"{prefix}{n:04d}"


def ends_on(year: int, retention: str) -> date | None:
    """The first day on which what was filed under `year` is to be appraised; None: kept for ever.

    A period is counted from the first of January after the year of the document.
    """
    return None if retention == "permanent" else date(year + 1 + int(retention), 1, 1)
