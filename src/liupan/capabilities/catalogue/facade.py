"""The door of `catalogue`: what is published and what is granted, for the offices that stand on
it."""

from liupan.capabilities.catalogue.queries.delivered import (
    asking_grant,
    list_grants_between,
)
from liupan.capabilities.catalogue.queries.granted import (
    GrantIssued,
    GrantRef,
    ItemGranted,
    MainItems,
    find_grant,
    find_grant_of,
    find_grants,
    list_grants,
    list_grants_issued,
    list_grants_seen,
    list_main_items_granted,
    list_purposes_of,
)
from liupan.capabilities.catalogue.queries.published import (
    Published,
    PublishedTitle,
    list_opened,
    list_published,
    list_published_of,
)
from liupan.capabilities.catalogue.rules.granting import Standing
from liupan.capabilities.catalogue.rules.permits import Mask, MaskPolicy, Mode, PurposeKind
from liupan.capabilities.catalogue.rules.scopes import Condition, Operator, Rows

__all__ = [
    "Condition",
    "GrantIssued",
    "GrantRef",
    "ItemGranted",
    "MainItems",
    "Mask",
    "MaskPolicy",
    "Mode",
    "Operator",
    "Published",
    "PublishedTitle",
    "PurposeKind",
    "Rows",
    "Standing",
    "asking_grant",
    "find_grant",
    "find_grant_of",
    "find_grants",
    "list_grants",
    "list_grants_between",
    "list_grants_issued",
    "list_grants_seen",
    "list_main_items_granted",
    "list_opened",
    "list_published",
    "list_published_of",
    "list_purposes_of",
]
