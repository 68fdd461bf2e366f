"""Which clause of a plan lives in which room: rooms declare it, the plan office shows it.

Declared in a room's `coverage.py`; the registry stands in the kernel because every storey serves
clauses. A clause nobody declares is "not yet". A test opens every page that is named here.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class State(StrEnum):
    """How much of a clause lives in the system."""

    WORKING = "working"
    PARTLY = "partly"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Coverage:
    """A room serves a clause: since it says so itself, it says what is missing too.

    `page` is a URL name without arguments; `says` is one honest sentence.
    """

    plan: str
    clause: str
    room: str
    state: State
    page: str
    says: str | Promise


_declared: dict[tuple[str, str], list[Coverage]] = {}


def declare(
    *, plan: str, clause: str, room: str, state: State, page: str, says: str | Promise
) -> Coverage:
    """Declare that a room serves a clause. Raises ValueError when it did so before."""
    found = _declared.setdefault((plan, clause), [])
    if any(c.room == room for c in found):
        raise ValueError(f"{room} declares clause {clause} of {plan} twice")
    found.append(coverage := Coverage(plan, clause, room, state, page, says))
    return coverage


def coverage_of(plan: str) -> dict[str, list[Coverage]]:
    """All declarations for a plan, by clause."""
    return {clause: found for (code, clause), found in _declared.items() if code == plan}
