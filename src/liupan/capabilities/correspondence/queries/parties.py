"""Units that take part in an outgoing document, and who acts for them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.correspondence.models import Party
from liupan.foundation.access.facade import list_holders
from liupan.foundation.organisations.facade import list_holders as holders_of_posts
from liupan.foundation.organisations.facade import list_posts
from liupan.foundation.seals.facade import keepers_of
from liupan.kernel import clock
from liupan.kernel.authority import Permission
from liupan.kernel.statements import asked

LEADING = ("leader", "chief")
"""Kinds of posts that sign for a unit, the first before the second."""


def units_of(document_id: UUID, part: Party.Part) -> list[UUID]:
    """The units with this part, in their order. One query."""
    return _units(document_id, part)


@asked
def _units(document_id: UUID, part: Party.Part) -> QuerySet[Party, UUID]:
    rows = Party.objects.filter(document_id=document_id, part=part).order_by("order", "id")
    return rows.values_list("unit_id", flat=True)


def holders(permission: Permission, unit_id: UUID) -> list[UUID]:
    """People who hold the right over the unit today, in a lasting order."""
    return sorted(list_holders(permission, clock.today(), unit_id=unit_id))


def leading_posts(unit_ids: Sequence[UUID]) -> list[UUID]:
    """For each unit the first leading post that somebody holds; the unit where none is."""
    today = clock.today()
    posts = [one for one in list_posts(unit_ids, today) if one.kind in LEADING]
    held = {one.post_id for one in holders_of_posts([one.id for one in posts], today)}
    posts.sort(key=lambda one: LEADING.index(one.kind))  # stable: within a kind their own order
    first: dict[UUID, UUID] = {}
    for post in posts:
        if post.id in held:
            first.setdefault(post.unit_id, post.id)
    return [first.get(unit, unit) for unit in unit_ids]


def keeper_posts(unit_ids: Sequence[UUID]) -> list[UUID]:
    """For each issuer the post that keeps its seal; the unit where it has none yet."""
    found = keepers_of(unit_ids)
    return [found.get(unit, unit) for unit in unit_ids]
