"""Reads of `access`: what an account may do today."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from liupan.foundation.access.models import Binding, Clearance
from liupan.foundation.organisations.facade import list_holders, list_posts_held
from liupan.kernel.secrecy import Secrecy


def rights_of(account_id: UUID, day: date) -> dict[str, frozenset[UUID]]:
    """Permission code to the units at the top of its reach, on `day`. Two queries."""
    posts = [held.post_id for held in list_posts_held(account_id, day)]
    rows = (
        Binding.objects.filter(
            Q(account_id=account_id) | Q(post_id__in=posts),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
            valid_from__lte=day,
        )
        .values_list("role__permissions__permission", "unit_id")
        .distinct()
    )
    reach: dict[str, set[UUID]] = defaultdict(set)
    for permission, unit_id in rows:
        if permission:
            reach[permission].add(unit_id)
    return {permission: frozenset(units) for permission, units in reach.items()}


def holders_of(permission: str, day: date) -> set[UUID]:
    """Accounts that hold the permission over any unit on `day`, by themselves or by a post."""
    rows = Binding.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        valid_from__lte=day,
        role__permissions__permission=permission,
    ).values_list("account_id", "post_id")
    direct = {account for account, _post in rows if account}
    by_post = list_holders({post for _account, post in rows if post}, day)
    return direct | {holder.account_id for holder in by_post}


def clearance_of(account_id: UUID) -> Secrecy:
    """The person's own clearance; internal until said otherwise."""
    row = Clearance.objects.filter(account_id=account_id).only("level").first()
    return Secrecy(row.level) if row else Secrecy.INTERNAL
