"""The door of `catalogue`: what is published and what is granted, for the offices that stand on
it."""

from liupan.capabilities.catalogue.queries.granted import (
    GrantRef,
    ItemGranted,
    MainItems,
    find_grant,
    find_grant_of,
    find_grants,
    list_grants,
    list_main_items_granted,
)
from liupan.capabilities.catalogue.queries.published import Published, list_published
from liupan.capabilities.catalogue.rules.granting import Standing
from liupan.capabilities.catalogue.rules.permits import Mask, MaskPolicy, Mode, PurposeKind
from liupan.capabilities.catalogue.rules.scopes import Condition, Operator, Rows

__all__ = [
    "Condition",
    "GrantRef",
    "ItemGranted",
    "MainItems",
    "Mask",
    "MaskPolicy",
    "Mode",
    "Operator",
    "Published",
    "PurposeKind",
    "Rows",
    "Standing",
    "find_grant",
    "find_grant_of",
    "find_grants",
    "list_grants",
    "list_main_items_granted",
    "list_published",
]
