"""Codes of resources (信息资源代码): the category, a stroke, a running number within it.

Taken from `numbering`, so they have no gap and no double, and what was given out once is given to
nothing else.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from liupan.foundation.numbering.facade import ensure_prefix, take_number
from liupan.foundation.organisations.facade import By

SERIES = "catalogue.resource"
TITLE = "信息资源代码"
PATTERN = "{prefix}/{n:06d}"


def take_code(category: str, resource_id: UUID, by: By) -> str:
    """The next code of a category, in the caller's transaction."""
    return take_codes([(category, resource_id)], by)[0]


def take_codes(wanted: Sequence[tuple[str, UUID]], by: By) -> list[str]:
    """The next codes for these categories and resources, in their order."""
    common: dict[str, Any] = {"series": SERIES, "actor": by.actor, "now": by.now}
    for category in dict.fromkeys(category for category, _user in wanted):
        ensure_prefix(scope=category, prefix=category, **common)
    return [take_number(scope=category, user_id=user, **common) for category, user in wanted]
