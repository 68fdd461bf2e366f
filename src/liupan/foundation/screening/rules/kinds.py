"""What can be found, for which purpose a text is looked at, and how much a finding weighs."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Purpose(StrEnum):
    """Where the text is to go: to other offices (公文), or to everybody (公开)."""

    DOCUMENT = "document"
    PUBLICATION = "publication"


class Severity(IntEnum):
    """What follows from a finding (提示, 警告, 拦截); UNASKED is not looked for (不查)."""

    UNASKED = 0
    NOTE = 1
    WARN = 2
    BLOCK = 3


class Kind(StrEnum):
    """What was found."""

    IDENTITY = "identity"
    OLD_IDENTITY = "old_identity"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PASSPORT = "passport"
    EMAIL = "email"
    CREDIT_CODE = "credit_code"
    SECRECY_MARK = "secrecy_mark"
    SECRECY = "secrecy"
    INTERNAL = "internal"
    BARRED = "barred"
    OUTDATED = "outdated"


SEVERITIES = {
    "不查": Severity.UNASKED,
    "提示": Severity.NOTE,
    "警告": Severity.WARN,
    "拦截": Severity.BLOCK,
}
WORD_KINDS = {
    "涉密用语": Kind.SECRECY,
    "内部用语": Kind.INTERNAL,
    "禁用词": Kind.BARRED,
    "过时用语": Kind.OUTDATED,
}
EXCEPTION = "例外"
"""A longer word that is harmless although a listed word stands in it."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a finding weighs in a text for each purpose."""

    document: Severity
    publication: Severity

    def for_(self, purpose: Purpose) -> Severity:
        return self.document if purpose is Purpose.DOCUMENT else self.publication


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the list: what it is, how much it weighs, what to write instead.

    `kind` None is an exception. `is_understood` is False where the row is not written as it must
    be: such a word warns, so that a slip of the pen lets nothing through.
    """

    kind: Kind | None
    weight: Weight
    replacement: str = ""
    is_understood: bool = True


def read_weight(text: str) -> Weight | None:
    """警告, or 提示/拦截: in documents, then on publication. None when it is not understood."""
    parts = [SEVERITIES.get(part.strip()) for part in text.replace("／", "/").split("/")]
    if not 1 <= len(parts) <= 2 or None in parts:
        return None
    first, last = parts[0], parts[-1]
    return Weight(first, last) if first is not None and last is not None else None


def read_entry(text: str) -> Entry:
    """过时用语｜提示/警告｜替换词, or 例外, as the list writes it."""
    kind, weight, replacement = (*text.replace("｜", "|").split("|", 2), "", "")[:3]
    if kind.strip() == EXCEPTION:
        return Entry(None, Weight(Severity.UNASKED, Severity.UNASKED))
    found, weighs = WORD_KINDS.get(kind.strip()), read_weight(weight)
    if found is None or weighs is None:
        return Entry(Kind.BARRED, Weight(Severity.WARN, Severity.WARN), is_understood=False)
    return Entry(found, weighs, replacement.strip())


def write_entry(kind: str, document: str, publication: str, replacement: str = "") -> str:
    """The row that `read_entry` reads; its words are the list's own, checked by the caller."""
    if kind == EXCEPTION:
        return EXCEPTION
    weight = document if document == publication else f"{document}/{publication}"
    return "｜".join(filter(None, (kind, weight, replacement.strip())))
