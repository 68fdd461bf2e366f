"""The source of an official document (公文): only what is on paper, no process.

After 党政机关公文处理工作条例 (中办发〔2012〕14号) and GB/T 9704-2012.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class DocumentType(StrEnum):
    """The fifteen types (文种), by the word that titles end with."""

    RESOLUTION = "决议"
    DECISION = "决定"
    ORDER = "命令"
    COMMUNIQUE = "公报"
    PROCLAMATION = "公告"
    ANNOUNCEMENT = "通告"
    OPINION = "意见"
    NOTICE = "通知"
    CIRCULAR = "通报"
    REPORT = "报告"
    REQUEST = "请示"
    REPLY = "批复"
    MOTION = "议案"
    LETTER = "函"
    MINUTES = "纪要"


class Form(StrEnum):
    """The layouts: the common one, and the three special formats (特定格式)."""

    COMMON = "common"
    LETTER = "letter"
    ORDER = "order"
    MINUTES = "minutes"


class Level(StrEnum):
    """Secret levels as printed (密级)."""

    SECRET = "秘密"  # noqa: S105  the mark's word
    CONFIDENTIAL = "机密"
    TOP_SECRET = "绝密"  # noqa: S105


class Urgency(StrEnum):
    """How urgent, as printed (紧急程度)."""

    EXPRESS = "加急"
    FLASH = "特急"


class Role(StrEnum):
    """What a piece of text is printed in."""

    FANGSONG = "fangsong"
    KAI = "kai"
    HEI = "hei"
    TITLE = "title"
    """小标宋: mark and title."""
    SONG = "song"
    """Page numbers."""

    @property
    def label(self) -> str:
        """The style's Chinese name."""
        return {
            "fangsong": "仿宋",
            "kai": "楷体",
            "hei": "黑体",
            "title": "小标宋",
            "song": "宋体",
        }[self]


@dataclass(frozen=True, slots=True)
class SecretMark:
    """密级和保密期限: level ★ period, a date or a condition; without a period the level alone."""

    level: Level
    period: str = ""

    def __str__(self) -> str:
        return f"{self.level}★{self.period}" if self.period else str(self.level)


@dataclass(frozen=True, slots=True)
class Number:
    """发文字号. Without `code` it is an order's or a meeting's: 第3号."""

    serial: int
    code: str = ""
    year: int = 0

    def __str__(self) -> str:
        if not self.code and not self.year:
            return f"第{self.serial}号"
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; `strong` is printed bolder."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """自然段."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """结构层次: level 1 一、 2 （一） 3 1. 4 （1）. Numbers are counted, never typed.

    Attributes:
        runs: text that goes on in the same paragraph.
    """

    level: Literal[1, 2, 3, 4]
    text: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """表格. Every row has as many cells as the head.

    Attributes:
        widths: shares of the width, one for each column; alike when empty.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """发文机关署名 and the room for its seal.

    Attributes:
        seal: diameter of the seal in mm; 0 for a document that is not sealed.
    """

    name: str
    seal: float = 42.0


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signs an order: post and name, under the name a signature stamp (签名章)."""

    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件, on pages of its own."""

    title: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there, excused or sat in at a meeting (出席, 请假, 列席)."""

    word: str
    people: str


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One official document.

    Attributes:
        issuers: 发文机关, as in the mark; several for a joint issue, the host first.
        word: what follows the issuers in the mark; by default as the form wants it.
        adopted: 题注, when and by whom it was adopted; printed under the title, in brackets.
        signers: 签发人, for documents to superiors.
        addressees: 主送机关 by groups, without the colon.
        copies_to: 抄送机关 by groups, without the full stop.
        attendance: of a meeting.
        printer, printed_on: 印发机关 and 印发日期.
    """

    type: DocumentType
    issuers: tuple[str, ...]
    title: str
    body: tuple[Block, ...]
    form: Form = Form.COMMON
    word: str | None = None
    number: Number | None = None
    copy_number: int | None = None
    secrecy: SecretMark | None = None
    urgency: Urgency | None = None
    signers: tuple[str, ...] = ()
    adopted: str = ""
    addressees: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signed_by: SignedBy | None = None
    date: datetime.date | None = None
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    copies_to: tuple[str, ...] = ()
    printer: str = ""
    printed_on: datetime.date | None = None

    @property
    def mark_word(self) -> str:
        """What follows the issuers in the mark."""
        return MARK_WORDS[self.form] if self.word is None else self.word

    @property
    def is_joint(self) -> bool:
        """Whether several units issue it (联合行文)."""
        return len(self.issuers) > 1

    @property
    def is_upward(self) -> bool:
        """Whether it goes to a superior (上行文): then who signed it is printed."""
        return bool(self.signers)

    @property
    def is_sealed(self) -> bool:
        """Whether room for seals is kept."""
        return any(signature.seal for signature in self.signatures)


MARK_WORDS = {Form.COMMON: "文件", Form.LETTER: "", Form.ORDER: "令", Form.MINUTES: "纪要"}


def written(day: datetime.date) -> str:
    """A day in Arabic figures without leading zeros (成文日期)."""
    return f"{day.year}年{day.month}月{day.day}日"


# --- Numbers of headings -----------------------------------------------------------------------
FIGURES = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number up to 99 in Chinese figures; larger ones stay Arabic."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    lead = "" if tens == 0 else "十" if tens == 1 else FIGURES[tens] + "十"
    return lead + (FIGURES[ones] if ones or not tens else "")


@dataclass(slots=True)
class Counter:
    """Counts headings as they come; a heading begins the deeper levels anew."""

    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def next(self, level: int) -> str:
        """The number that a heading of this level begins with."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        number = self.counts[level - 1]
        return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[
            level - 1
        ]
