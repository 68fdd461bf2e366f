"""Doubts and corrections for list pages: what can be chosen, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    MultipleChoiceFilter,
)

from liupan.capabilities.catalogue.models import Correction, Doubt
from liupan.capabilities.catalogue.policies import sides, visible_corrections, visible_doubts
from liupan.capabilities.catalogue.queries.doubts.shapes import CorrectionLine, DoubtLine
from liupan.capabilities.catalogue.queries.doubts.showing import correction_lines, doubt_lines
from liupan.capabilities.catalogue.rules.doubts import OPEN, RUNNING, Side
from liupan.foundation.design.facade import DayFilter, FilterSet, Page, QueryRows
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel import clock
from liupan.kernel.authority import Actor

CHUNK = 500
GROUPS = (("open", pgettext_lazy("doubts", "open")),)
SIDE_WORDS = (
    (Side.FLAGGER.value, pgettext_lazy("doubts", "raised by my unit")),
    (Side.PROVIDER.value, pgettext_lazy("doubts", "about my unit's records")),
    (Side.AUTHORITY.value, pgettext_lazy("doubts", "brought to the data authority")),
)


@dataclass(frozen=True)
class DoubtRows(QueryRows[DoubtLine]):
    """Rows that are shaped a page at once: names and clocks come for many."""

    def filtered(self, choices: QueryDict) -> "DoubtRows":
        found = super().filtered(choices)
        return DoubtRows(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[DoubtLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        rows = doubt_lines(found.rows, clock.now())
        return Page(rows, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[DoubtLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from doubt_lines(chunk, clock.now())


@dataclass(frozen=True)
class CorrectionRows(QueryRows[CorrectionLine]):
    """The same of corrections."""

    def filtered(self, choices: QueryDict) -> "CorrectionRows":
        found = super().filtered(choices)
        return CorrectionRows(found.queryset, found.filters, found.shape, found.bound)

    def page(self, *, sort: str, before: str, after: str, size: int) -> Page[CorrectionLine]:
        found: Page[Any] = super().page(sort=sort, before=before, after=after, size=size)
        rows = correction_lines(found.rows)
        return Page(rows, found.start, before=found.before, after=found.after)

    def every(self, *, sort: str) -> Iterator[CorrectionLine]:
        rows: Iterator[Any] = super().every(sort=sort)
        while chunk := list(islice(rows, CHUNK)):
            yield from correction_lines(chunk)


def list_doubts(actor: Actor) -> DoubtRows:
    """The doubts of which the actor stands on a side, for a list page.

    Choices by name in the address: q (number, code or name of the resource), state (many; "open"
    is a group), side, unit and flagger (many), since and until (days of the answer), late.
    Five queries a page.
    """
    rows = Doubt.objects.filter(visible_doubts(actor))
    filters: type[DoubtFilters] = type("DoubtFiltersOf", (DoubtFilters,), {"actor": actor})
    return DoubtRows(rows, filters)


def list_corrections(actor: Actor) -> CorrectionRows:
    """The corrections that the actor's units hear of, for a list page. Two queries a page."""
    rows = Correction.objects.filter(visible_corrections(actor)).select_related("doubt")
    return CorrectionRows(rows, CorrectionFilters)


def is_late() -> Q:
    """An answer came late, or the limit of one that is waited for has passed."""
    over = Q(state__in=sorted(RUNNING), due_on__lt=clock.today())
    return Q(is_late=True) | over


class DoubtFilters(FilterSet):
    """What can be chosen of doubts. Nothing of the record: it is not looked for."""

    actor: Actor
    q = CharFilter(label=_("Number, code or name of the resource"), method="by_words")
    state = MultipleChoiceFilter(
        label=_("State"), choices=[*GROUPS, *Doubt.State.choices], method="by_state",
        distinct=False,
    )  # fmt: skip
    side = ChoiceFilter(label=pgettext_lazy("doubts", "Side"), choices=SIDE_WORDS, method="by_side")
    unit = UnitsFilter(label=pgettext_lazy("catalogue", "Provider"), field_name="unit_id")
    flagger = UnitsFilter(label=pgettext_lazy("doubt", "Raised by"), field_name="flagger_unit_id")
    since = DayFilter(label=pgettext_lazy("doubts", "Answered from"), method="by_since")
    until = DayFilter(label=pgettext_lazy("doubts", "Answered until"), method="by_until")
    late = BooleanFilter(label=pgettext_lazy("doubts", "Late"), method="by_late")

    class Meta:
        model = Doubt
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Doubt], _name: str, value: str) -> QuerySet[Doubt]:
        return _containing(rows, value, "")

    def by_state(self, rows: QuerySet[Doubt], _name: str, values: list[str]) -> QuerySet[Doubt]:
        wanted = {one for value in values for one in (OPEN if value == "open" else (value,))}
        return rows.filter(state__in=sorted(wanted)) if wanted else rows

    def by_side(self, rows: QuerySet[Doubt], _name: str, value: str) -> QuerySet[Doubt]:
        return rows.filter(sides(self.actor)[Side(value)]) if value else rows

    def by_since(self, rows: QuerySet[Doubt], _name: str, value: date | None) -> QuerySet[Doubt]:
        return rows.filter(answered_at__gte=clock.start_of(value)) if value else rows

    def by_until(self, rows: QuerySet[Doubt], _name: str, value: date | None) -> QuerySet[Doubt]:
        if not value:
            return rows
        return rows.filter(answered_at__lt=clock.start_of(value + timedelta(days=1)))

    def by_late(self, rows: QuerySet[Doubt], _name: str, value: bool | None) -> QuerySet[Doubt]:
        if value is None:
            return rows
        return rows.filter(is_late()) if value else rows.exclude(is_late())


class CorrectionFilters(FilterSet):
    """What can be chosen of corrections."""

    q = CharFilter(label=_("Number, code or name of the resource"), method="by_words")
    unit = UnitsFilter(label=pgettext_lazy("catalogue", "Provider"), field_name="doubt__unit_id")
    open = BooleanFilter(label=_("To be taken over"), method="by_open")

    class Meta:
        model = Correction
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Correction], _name: str, value: str) -> QuerySet[Correction]:
        return _containing(rows, value, "doubt__")

    def by_open(
        self, rows: QuerySet[Correction], _name: str, value: bool | None
    ) -> QuerySet[Correction]:
        return rows if value is None else rows.filter(taken_at__isnull=value)


def _containing(rows: QuerySet[Any], words: str, to: str) -> QuerySet[Any]:
    for word in words.replace("\0", "").split():
        names = ("number", "code", "title")
        found = Q(pk__in=[])
        for name in names:
            found |= Q(**{f"{to}{name}__icontains": word})
        rows = rows.filter(found)
    return rows
