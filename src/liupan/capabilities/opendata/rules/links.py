"""Whether an address elsewhere is dead (失效链接): not at the first failure, and well at the first
answer."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

THERE = frozenset({200, 401, 403, 405, 406, 429})
"""Answers of a site that is there: more than is read, or it bars programs."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an address stood when it was last looked at. `dead_since`: it failed often enough."""

    failures: int = 0
    first_failed_at: datetime | None = None
    dead_since: datetime | None = None


def after_look(before: Standing, *, answers: bool, at: datetime, patience: int) -> Standing:
    """How it stands after another look; dead after so many failures one after the other."""
    if answers:
        return Standing()
    failures, first = before.failures + 1, before.first_failed_at or at
    return Standing(failures, first, first if failures >= max(1, patience) else None)


def is_elsewhere(address: str) -> bool:
    """Whether it is an address on the web that can be asked, not one of ours."""
    return address.startswith("https://")


def host_of(address: str) -> str:
    """The site of an address; "" where it names none or cannot be read."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # such as "https://["
        return ""
