"""Grants as they hold on a day, and the duties they give to whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.db.models import F, Q

from liupan.foundation.access.models import Binding, Role
from liupan.foundation.access.rules import Span, overlap
from liupan.foundation.changes.facade import remembered_alone
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_holders
from liupan.kernel.authority import Duty


def on_day(day: date) -> Q:
    """Grants that hold on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def find_role_row(code: str) -> Role | None:
    """The role of this code."""
    return Role.objects.filter(code=code).first()


def spans_of_people(account_ids: Collection[UUID]) -> dict[UUID, list[Span]]:
    """The duties these people hold in person or by post, past and to come. Two queries."""
    return dict(_spans_of(frozenset(account_ids)))


@remembered_alone("access.rights", "organisations.posts", most=64)
def _spans_of(account_ids: frozenset[UUID]) -> Mapping[UUID, list[Span]]:
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for binding in Binding.objects.filter(account_id__in=account_ids).select_related("role"):
        if binding.account_id and not _is_void(binding):
            spans[binding.account_id].append(_span(binding))
    through_posts = (
        Binding.objects.filter(post__appointments__account_id__in=account_ids)
        .select_related("role", "post")
        .annotate(
            holder=F("post__appointments__account_id"),
            held_from=F("post__appointments__valid_from"),
            held_to=F("post__appointments__valid_to"),
        )
    )
    for row in through_posts:
        both = overlap(row.valid_from, row.valid_to, row.held_from, row.held_to)
        if both and row.holder in account_ids:
            through = f"{row.role.name}（{row.post.title}）" if row.post else row.role.name
            spans[row.holder].append(Span(Duty(row.role.duty), *both, through))
    return MappingProxyType(spans)


def spans_of_post(post_id: UUID) -> list[Span]:
    """The duties bound to a post, past and to come. One query."""
    rows = Binding.objects.filter(post_id=post_id).select_related("role")
    return [_span(row) for row in rows if not _is_void(row)]


def _span(binding: Binding) -> Span:
    role = binding.role
    return Span(Duty(role.duty), binding.valid_from, binding.valid_to, role.name)


def _is_void(binding: Binding) -> bool:
    return binding.valid_to is not None and binding.valid_to <= binding.valid_from


def duties_filled(day: date) -> set[Duty]:
    """The duties that somebody with an open account holds on `day`. Three queries."""
    rows = Binding.objects.filter(on_day(day)).exclude(everyone_in__isnull=False)
    pairs = [
        (row.account_id, row.post_id, Duty(row.role.duty)) for row in rows.select_related("role")
    ]
    holders = {h.post_id: h.account_id for h in list_holders({p for _a, p, _d in pairs if p}, day)}
    people = [(a or (holders.get(p) if p else None), duty) for a, p, duty in pairs]
    accounts = list_accounts({person for person, _duty in people if person})
    return {duty for person, duty in people if person in accounts and accounts[person].is_open}
