"""Codes of resources (信息资源代码): the category, a stroke, a running number within it.

Taken from `numbering`, so they have no gap and no double, and what was given out once is given to
nothing else.
"""

from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.operations.keeping import By
from liupan.foundation.numbering.facade import ensure_prefix, take_number

SERIES = "catalogue.resource"
TITLE = "信息资源代码"
PATTERN = "{prefix}/{n:06d}"


def take_code(category: str, resource_id: UUID, by: By) -> str:
    """The next code of a category, in the caller's transaction."""
    common: dict[str, Any] = {"series": SERIES, "scope": category, "actor": by.actor, "now": by.now}
    ensure_prefix(prefix=category, **common)
    return take_number(user_id=resource_id, **common)
