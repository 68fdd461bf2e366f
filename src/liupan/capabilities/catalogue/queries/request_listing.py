"""Requests and grants for list pages: what can be chosen, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.models import Grant, Request
from liupan.capabilities.catalogue.policies import (
    ASK,
    over_side,
    seen_grants,
    seen_requests,
)
from liupan.capabilities.catalogue.queries.request_offering import modes_briefly
from liupan.capabilities.catalogue.queries.request_rules import days_before_end
from liupan.capabilities.catalogue.queries.request_shapes import GrantLine, RequestLine
from liupan.capabilities.catalogue.queries.request_work import waiting_for
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.granting import Standing
from liupan.capabilities.catalogue.rules.requesting import LIVE, State
from liupan.foundation.design.facade import FilterSet, Page, QueryRows
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel.authority import Actor

CHUNK = 500
MARKS = {
    State.DRAFT: "none", State.RETURNED: "back", State.CHECKING: "check", State.REJECTED: "back",
    State.DECIDING: "check", State.ANSWERED: "run", State.NEGOTIATING: "run",
    State.REVIEWING: "check", State.NOT_PASSED: "back", State.GRANTED: "done",
    State.REFUSED: "back", State.WITHDRAWN: "none",
}  # fmt: skip
GRANT_MARKS = {
    Standing.NOT_YET: "run", Standing.IN_FORCE: "done", Standing.SUSPENDED: "risk",
    Standing.REVOKED: "back", Standing.ENDED: "none",
}  # fmt: skip
"""Kinds of mark for `{% state %}`."""
STANDINGS = {
    Standing.NOT_YET: pgettext_lazy("grant", "not yet in force"),
    Standing.IN_FORCE: pgettext_lazy("grant", "in force"),
    Standing.SUSPENDED: pgettext_lazy("grant", "suspended"),
    Standing.REVOKED: pgettext_lazy("grant", "revoked"),
    Standing.ENDED: pgettext_lazy("grant", "ended"),
}
"""What a grant is on a day, in words."""
SIDES = (
    ("gets", pgettext_lazy("grants", "what we get")),
    ("gives", pgettext_lazy("grants", "what we give")),
)


@dataclass(frozen=True)
class RequestRows(QueryRows[RequestLine]):
    """Rows that are shaped a page at once: names come for many."""

    def filtered(self, choices: QueryDict) -> "RequestRows":
        found = super().filtered(choices)
        return RequestRows(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[RequestLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        return Page(lines_of(found.rows), found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[RequestLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from lines_of(chunk)


@dataclass(frozen=True)
class GrantRows(QueryRows[GrantLine]):
    """The same of grants, as they stand on `today`."""

    today: date = date.min

    def filtered(self, choices: QueryDict) -> "GrantRows":
        found = super().filtered(choices)
        return GrantRows(found.queryset, found.filters, found.shape, found.bound, self.today)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[GrantLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        lines = grant_lines_of(found.rows, self.today)
        return Page(lines, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[GrantLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from grant_lines_of(chunk, self.today)


class _Filters(FilterSet):
    """What can be chosen of either list."""

    q = CharFilter(label=_("Number, resource or business"), method="by_words")
    consumer = UnitsFilter(label=pgettext_lazy("catalogue", "Requester"), field_name="consumer_id")
    provider = UnitsFilter(label=pgettext_lazy("catalogue", "Provider"), field_name="provider_id")

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(
                Q(number__icontains=word) | Q(title__icontains=word) | Q(business__icontains=word)
            )
        return rows


class RequestFilters(_Filters):
    """What can be chosen of requests."""

    class Meta:
        model = Request
        fields: tuple[str, ...] = ()


class GrantFilters(_Filters):
    """What can be chosen of grants."""

    class Meta:
        model = Grant
        fields: tuple[str, ...] = ()


def list_requests(actor: Actor) -> RequestRows:
    """The requests the actor sees, for a list page.

    Choices by name in the address: q, state (many; "live" is a group), consumer, provider (many),
    mine, todo. Three queries a page.
    """
    rows = Request.objects.filter(seen_requests(actor)).annotate(item_count=Count("items"))
    chosen = {
        "state": MultipleChoiceFilter(
            label=_("State"),
            choices=[("live", pgettext_lazy("requests", "on the way")), *Request.State.choices],
            method=_by_state, distinct=False,
        ),
        "mine": BooleanFilter(
            label=pgettext_lazy("requests", "My unit's"),
            method=_by(over_side(actor, ASK, "consumer_id")),
        ),
        "todo": BooleanFilter(
            label=pgettext_lazy("requests", "Waiting for me"), method=_by(waiting_for(actor))
        ),
    }  # fmt: skip
    filters: type[FilterSet] = type("RequestFiltersOfActor", (RequestFilters,), chosen)
    return RequestRows(rows, filters)


def list_grant_rows(actor: Actor, *, today: date, unit_ids: frozenset[UUID]) -> GrantRows:
    """The grants the actor sees, for a list page, as they stand today.

    `unit_ids`: the units of the actor's posts, to tell what they get and give. Choices: q,
    standing (many), side, consumer, provider, ending. Two queries a page.
    """
    soon = today + timedelta(days=days_before_end(today))
    ending = Q(valid_until__range=(today, soon)) & ~Q(state=Standing.REVOKED.value)
    chosen = {
        "standing": MultipleChoiceFilter(
            label=_("State"), choices=[(one.value, words) for one, words in STANDINGS.items()],
            method=partial(_by_standing, today), distinct=False,
        ),
        "side": ChoiceFilter(
            label=pgettext_lazy("grants", "Of my units"), choices=SIDES,
            method=partial(_by_side, unit_ids),
        ),
        "ending": BooleanFilter(label=_("Ending soon"), method=_by(ending)),
    }  # fmt: skip
    filters: type[FilterSet] = type("GrantFiltersOfActor", (GrantFilters,), chosen)
    return GrantRows(Grant.objects.filter(seen_grants(actor)), filters, today=today)


def lines_of(requests: Sequence[Request]) -> list[RequestLine]:
    """As a list shows them. One query at most; `item_count` is annotated."""
    called = unit_names({u for r in requests for u in (r.consumer_id, r.provider_id)})
    return [line_of(one, called, one.item_count) for one in requests]  # type: ignore[attr-defined]


def line_of(request: Request, called: dict[UUID, str], items: int) -> RequestLine:
    """One request. No query."""
    return RequestLine(
        id=request.id,
        number=request.number,
        title=request.title,
        resource_id=request.resource_id,
        consumer=called.get(request.consumer_id, ""),
        provider=called.get(request.provider_id, ""),
        purpose=str(request.get_purpose_kind_display()),
        business=request.business,
        items=items,
        modes=modes_briefly(request.modes),
        valid_until=request.valid_until,
        state=request.standing,
        state_label=str(request.get_state_display()),
        mark=MARKS[request.standing],
        begun_at=request.begun_at,
        stage_at=request.stage_at,
        due_on=request.due_on,
    )


def grant_lines_of(grants: Sequence[Grant], today: date) -> list[GrantLine]:
    """As a list shows them. One query at most."""
    called = unit_names({u for g in grants for u in (g.consumer_id, g.provider_id)})
    return [grant_line_of(grant, called, today) for grant in grants]


def grant_line_of(grant: Grant, called: dict[UUID, str], today: date) -> GrantLine:
    """One grant. No query."""
    standing = grant.standing(today)
    return GrantLine(
        id=grant.id,
        number=grant.number,
        title=grant.title,
        resource_id=grant.resource_id,
        consumer=called.get(grant.consumer_id, ""),
        provider=called.get(grant.provider_id, ""),
        purpose=str(grant.get_purpose_kind_display()),
        business=grant.business,
        modes=modes_briefly(grant.modes),
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        standing=standing,
        state_label=str(STANDINGS[standing]),
        mark=GRANT_MARKS[standing],
        issued_at=grant.issued_at,
    )


def _by(condition: Q) -> Any:
    return lambda rows, _name, value: rows.filter(condition) if value else rows


def _by_state(rows: QuerySet[Request], _name: str, values: list[str]) -> QuerySet[Request]:
    wanted = {one for v in values for one in ([s.value for s in LIVE] if v == "live" else [v])}
    return rows.filter(state__in=wanted) if wanted else rows


def _by_standing(
    today: date, rows: QuerySet[Grant], _name: str, values: list[str]
) -> QuerySet[Grant]:
    if not values:
        return rows
    revoked, in_force = Q(state=Standing.REVOKED.value), Q(state=Standing.IN_FORCE.value)
    lasts = Q(valid_until__gte=today)
    conditions = {
        Standing.REVOKED: revoked,
        Standing.ENDED: ~revoked & ~lasts,
        Standing.SUSPENDED: Q(state=Standing.SUSPENDED.value) & lasts,
        Standing.NOT_YET: in_force & lasts & Q(valid_from__gt=today),
        Standing.IN_FORCE: in_force & lasts & Q(valid_from__lte=today),
    }
    wanted = Q(pk__in=[])
    for value in values:
        wanted |= conditions[Standing(value)]
    return rows.filter(wanted)


def _by_side(
    unit_ids: frozenset[UUID], rows: QuerySet[Grant], _name: str, value: str
) -> QuerySet[Grant]:
    field = {"gets": "consumer_id__in", "gives": "provider_id__in"}.get(value)
    return rows.filter(**{field: unit_ids}) if field else rows
