"""Grants as they hold on a day, and the duties they give to whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from liupan.foundation.access.models import Binding, Role
from liupan.foundation.access.rules import Span, overlap
from liupan.foundation.changes.facade import remembered_alone
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_holders
from liupan.kernel.authority import Duty
from liupan.kernel.statements import asked


def on_day(day: date) -> Q:
    """Grants that hold on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def find_role_row(code: str) -> Role | None:
    """The role of this code."""
    return _by_code.first(code)


@asked
def _by_code(code: str) -> QuerySet[Role]:
    return Role.objects.filter(code=code)


def spans_of_people(account_ids: Collection[UUID]) -> dict[UUID, list[Span]]:
    """The duties these people hold in person or by post, past and to come. Two queries."""
    return dict(_spans_of(frozenset(account_ids)))


@remembered_alone("access.rights", "organisations.posts", most=64)
def _spans_of(account_ids: frozenset[UUID]) -> Mapping[UUID, list[Span]]:
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for binding in _in_person(list(account_ids)):
        if binding.account_id and not _is_void(binding):
            spans[binding.account_id].append(_span(binding))
    for holder, role, duty, post, *limits in _through_posts(list(account_ids)):
        if both := overlap(*limits):
            spans[holder].append(Span(Duty(duty), *both, f"{role}（{post}）"))
    return MappingProxyType(spans)


@asked
def _in_person(account_ids: list[UUID]) -> QuerySet[Binding]:
    return Binding.objects.filter(account_id__any_of=account_ids).select_related("role")


@asked
def _through_posts(account_ids: list[UUID]) -> QuerySet[Binding, tuple[Any, ...]]:
    """Who holds a post with a role, the role and the post, from when to when each of both."""
    rows = Binding.objects.filter(post__appointments__account_id__any_of=account_ids)
    return rows.values_list(
        "post__appointments__account_id", "role__name", "role__duty", "post__title",
        "valid_from", "valid_to",
        "post__appointments__valid_from", "post__appointments__valid_to",
    )  # fmt: skip


def spans_of_post(post_id: UUID) -> list[Span]:
    """The duties bound to a post, past and to come. One query."""
    return [_span(row) for row in _of_post(post_id) if not _is_void(row)]


def spans_of_posts(post_ids: Collection[UUID]) -> defaultdict[UUID, list[Span]]:
    """The duties bound to each of these posts, past and to come. One query."""
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    for row in _of_posts(list(post_ids)):
        if row.post_id and not _is_void(row):
            found[row.post_id].append(_span(row))
    return found


@asked
def _of_posts(post_ids: list[UUID]) -> QuerySet[Binding]:
    return Binding.objects.filter(post_id__any_of=post_ids).select_related("role")


@asked
def _of_post(post_id: UUID) -> QuerySet[Binding]:
    return Binding.objects.filter(post_id=post_id).select_related("role")


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
