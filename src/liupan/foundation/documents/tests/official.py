"""Official documents for tests: invented units, one of each type and form."""

from dataclasses import replace
from datetime import date
from typing import Any

from liupan.foundation.documents.layout.source import (
    Attachment,
    Attendance,
    Block,
    DocumentType,
    Form,
    Heading,
    Level,
    Number,
    OfficialDocument,
    Paragraph,
    Run,
    SecretMark,
    Signature,
    SignedBy,
    Table,
    Urgency,
)

T = DocumentType
WORDS = (
    "各县（区）、各部门要高度重视电子政务建设工作，按照“统一规划、统一标准、资源共享、安全可靠”的要求，"
    "切实加强组织领导，健全工作机制，落实工作责任，确保各项目标任务如期完成。"
)
TABLE = Table(
    head=("序号", "任务", "牵头单位"),
    rows=(("1", "建设电子政务外网平台", "市政府办公室"), ("2", "编制信息资源目录", "市发展改革委")),
    widths=(1, 4, 2),
    caption="任务分解表",
)
ATTACHMENTS = (
    Attachment("电子政务建设工作任务分解表", (paragraph := Paragraph((Run(WORDS),)), TABLE)),
    Attachment("电子政务建设工作领导小组成员名单", (paragraph,)),
)


def body(parts: int) -> tuple[Block, ...]:
    """A text of one paragraph and so many parts with headings of all four levels."""
    part = (
        Heading(1, "加强组织领导"),
        Heading(2, "明确目标任务。", (Run(WORDS),)),
        Heading(3, "完善基础设施。", (Run(WORDS), Run("接入率达到100%", strong=True), Run("。"))),
        Heading(4, "落实经费。", (Run(WORDS),)),
        paragraph,
    )
    return (paragraph, *part * parts)


def document(parts: int = 0, **changes: Any) -> OfficialDocument:
    """A notice of a city's government, as it would be issued."""
    plain = OfficialDocument(
        type=T.NOTICE,
        issuers=("固原市人民政府",),
        title="固原市人民政府关于印发电子政务建设工作规划实施方案的通知",
        body=body(parts),
        number=Number(12, "固政发", 2017),
        addressees=("各县（区）人民政府", "市直各部门、各单位"),
        signatures=(Signature("固原市人民政府", 45),),
        date=date(2017, 11, 20),
        note="此件公开发布",
        copies_to=("市委办公室", "市人大常委会办公室", "市政协办公室", "市中级人民法院"),
        printer="固原市人民政府办公室",
        printed_on=date(2017, 11, 21),
    )
    return replace(plain, **changes)


def joint(parts: int = 0, seals: int = 3, **changes: Any) -> OfficialDocument:
    """Issued by several departments, the first of them in charge."""
    names = (
        "固原市发展和改革委员会",
        "固原市财政局",
        "固原市水务局",
        "固原市审计局",
        "固原市林业局",
    )
    signatures = tuple(Signature(name) for name in names[:seals])
    changes = {"title": "关于做好电子政务项目申报工作的通知", **changes}
    return document(parts, issuers=names[:seals], signatures=signatures, **changes)


def _titled(type_: DocumentType) -> str:
    return f"固原市人民政府关于电子政务建设工作有关事项的{type_}"


SPECIAL: dict[DocumentType, dict[str, Any]] = {
    T.RESOLUTION: {
        "adopted": "2017年11月20日固原市第四届人民代表大会第一次会议通过",
        "issuers": ("固原市人民代表大会",), "number": None, "signatures": (), "date": None,
        "addressees": (), "note": "",
    },
    T.ORDER: {
        "form": Form.ORDER, "number": Number(3), "title": "", "addressees": (), "signatures": (),
        "signed_by": SignedBy("市　长", "马守正"), "note": "",
    },
    T.REPORT: {"signers": ("马守正",), "addressees": ("自治区人民政府",), "note": ""},
    T.REQUEST: {
        "signers": ("马守正", "李思远", "王力行"), "addressees": ("自治区人民政府",), "note": "",
    },
    T.LETTER: {
        "form": Form.LETTER, "issuers": ("固原市人民政府办公室",), "addressees": ("市电信公司",),
        "signatures": (Signature("固原市人民政府办公室"),),
    },
    T.MINUTES: {
        "form": Form.MINUTES, "issuers": ("固原市人民政府常务会议",), "number": Number(12),
        "title": "", "addressees": (), "signatures": (), "date": None, "note": "",
        "attendance": (
            Attendance("出席", "　".join(["马守正", "李思远", "王力行", "周知礼", "郑守信"] * 2)),
            Attendance("列席", "市发展改革委　卫国安"),
        ),
    },
}  # fmt: skip


def of_type(type_: DocumentType, parts: int = 0, **changes: Any) -> OfficialDocument:
    """A complete document of a type, in the format that is its own."""
    own = SPECIAL.get(type_, {})
    return document(parts, **{"type": type_, "title": _titled(type_), **own, **changes})


CASES: dict[str, OfficialDocument] = {
    **{f"{type_.name.lower()}-short": of_type(type_) for type_ in T},
    **{f"{type_.name.lower()}-long": of_type(type_, 3) for type_ in T},
    "attachments": document(1, attachments=ATTACHMENTS),
    "one-attachment": document(0, attachments=ATTACHMENTS[:1]),
    "table": document(0, body=(paragraph, TABLE, paragraph)),
    "joint-2": joint(1, 2),
    "joint-3-attachments": joint(1, 3, attachments=ATTACHMENTS),
    "joint-5": joint(2, 5),
    "secret": document(
        1, copy_number=7, secrecy=SecretMark(Level.SECRET, "5年"), urgency=Urgency.FLASH
    ),
    "secret-letter": of_type(
        T.LETTER,
        copy_number=7,
        secrecy=SecretMark(Level.CONFIDENTIAL, "10年"),
        urgency=Urgency.FLASH,
    ),
    "long-title": document(
        0,
        title="固原市人民政府关于贯彻落实自治区人民政府加快推进互联网与政务服务深度融合"
        "建设人民满意的服务型政府实施意见的通知",
    ),
    "unsealed": document(0, signatures=(Signature("固原市人民政府办公室", 0),)),
    "unsealed-short-name": document(0, signatures=(Signature("市府办", 0),)),
    "two-signers": of_type(T.REPORT, signers=("马守正", "李思远")),
    "no-imprint": document(0, copies_to=(), printer="", printed_on=None),
    "bare": document(0, note="", copies_to=(), number=None, addressees=()),
}
