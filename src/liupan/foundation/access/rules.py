"""Pure decisions of `access`: the wall between the three administrators and business (三员分立)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from liupan.kernel.authority import Duty


@dataclass(frozen=True, slots=True)
class Span:
    """A duty held from a day until the day before `valid_to`. `through` says how, for people."""

    duty: Duty
    valid_from: date
    valid_to: date | None
    through: str = ""


def overlap(
    one_from: date, one_to: date | None, other_from: date, other_to: date | None
) -> tuple[date, date | None] | None:
    """The days both hold, or None."""
    begins = max(one_from, other_from)
    ends = min(one_to or date.max, other_to or date.max)
    if begins >= ends:
        return None
    return begins, None if ends == date.max else ends


def find_clash(new: Span, held: Iterable[Span]) -> Span | None:
    """The first span of another duty that is held on a day on which `new` would be."""
    for span in held:
        if span.duty is not new.duty and overlap(
            new.valid_from, new.valid_to, span.valid_from, span.valid_to
        ):
            return span
    return None


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes by a duty: in person or by post (`is_personal`), or with everyone."""

    duty: Duty
    is_personal: bool


W = TypeVar("W", bound=Way)


def separated(ways: Iterable[W]) -> list[W]:
    """What a person may use of all that reaches them."""
    listed = list(ways)
    personal = {way.duty for way in listed if way.is_personal}
    return [way for way in listed if is_effective(way, personal)]


def is_effective(way: Way, personal: Collection[Duty]) -> bool:
    """Whether a way works for somebody who holds the `personal` duties in person or by post.

    Business roles given to everyone in a unit do not reach an administrator. Somebody who holds
    two duties in person nevertheless may use none: no operation allows it, so the rows are wrong.
    """
    if len(personal) > 1:
        return False
    return way.duty in personal if personal else way.duty is Duty.BUSINESS
