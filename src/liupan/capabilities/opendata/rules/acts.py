"""What the public does, and where it stands."""

from collections.abc import Mapping
from enum import StrEnum


class ApplicationState(StrEnum):
    """What became of an application for conditional data."""

    WAITING = "waiting"  # 待答复
    ACCEPTED = "accepted"  # 同意
    REFUSED = "refused"  # 不同意
    REVOKED = "revoked"  # 撤销许可
    TAKEN_BACK = "taken_back"  # 申请人撤回


class Kind(StrEnum):
    """What was sent in."""

    REQUEST = "request"  # 数据需求
    QUESTION = "question"  # 提问
    ERROR = "error"  # 数据纠错
    REUSE = "reuse"  # 应用成果


class State(StrEnum):
    """How far the answer is."""

    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"


class Visibility(StrEnum):
    """Whether everybody sees it."""

    CHECKING = "checking"
    SHOWN = "shown"
    HIDDEN = "hidden"


LIMIT: Mapping[Kind, str] = {
    Kind.REQUEST: "request",
    Kind.QUESTION: "question",
    Kind.ERROR: "error",
    Kind.REUSE: "moderate",
}
"""Key of the limit in `opendata.limits`."""
RATE: Mapping[Kind, str] = {
    Kind.REQUEST: "day.request",
    Kind.QUESTION: "day.question",
    Kind.ERROR: "day.error",
    Kind.REUSE: "day.gallery",
}
"""Key in `opendata.rates`: how many an account may send in a day."""
SHOWABLE = frozenset({Kind.REQUEST, Kind.QUESTION, Kind.REUSE})
"""What may be shown to everybody once it was checked; a report of an error concerns two."""
LONGEST: Mapping[str, int] = {
    "title": 80,
    "text": 2000,
    "purpose": 2000,
    "address": 300,
    "picture_words": 200,
    "reason": 300,
}


def is_plain(text: str) -> bool:
    """Whether a text is plain: no marks of a page's language, no signs that are not seen."""
    return not any(sign in text for sign in "<>\0") and all(
        sign.isprintable() or sign in "\n\r\t" for sign in text
    )
