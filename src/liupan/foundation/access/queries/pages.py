"""Grants as a list page reads them: page by page, however many there are."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from liupan.foundation.access.models import Binding, Role
from liupan.foundation.access.queries.bindings import on_day
from liupan.foundation.access.queries.lists import GrantRef, grant, named, within
from liupan.foundation.design.facade import FilterSet, QueryRows
from liupan.kernel import clock

NAMES = (
    "role__name", "account__name", "post__title", "post__unit__name", "everyone_in__name",
    "unit__name",
)  # fmt: skip


class GrantFilters(FilterSet):
    """By what grants can be found."""

    q = CharFilter(method="by_words", label=_("Find"))
    duty = MultipleChoiceFilter(
        field_name="role__duty",
        label=_("Duty"),
        choices=Role.DutyChoice.choices,
        distinct=False,
    )
    state = ChoiceFilter(
        method="by_state",
        label=_("State"),
        choices=[
            ("now", _("holds today")),
            ("over", _("over or to come")),
            ("vacant", _("reaches nobody")),
        ],
    )

    class Meta:
        model = Binding
        fields: ClassVar[list[str]] = []

    def by_words(self, rows: QuerySet[Binding], _name: str, value: str) -> QuerySet[Binding]:
        for word in value.split():
            hit = Q()
            for name in NAMES:
                hit |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(hit)
        return rows

    def by_state(self, rows: QuerySet[Binding], _name: str, value: str) -> QuerySet[Binding]:
        holding = on_day(clock.today())
        if value == "over":
            return rows.exclude(holding)
        rows = rows.filter(holding)
        return rows.filter(_is_vacant()) if value == "vacant" else rows


def grant_rows(*, tops: Collection[UUID]) -> QueryRows[GrantRef]:
    """All grants within `tops`, for a list page: one query a page."""
    return QueryRows(named(within(tops)), GrantFilters, grant)


def _is_vacant() -> Q:
    """To a post that nobody holds today."""
    today = clock.today()
    held = Binding.objects.filter(
        Q(post__appointments__valid_to=None) | Q(post__appointments__valid_to__gt=today),
        pk=OuterRef("pk"),
        post__appointments__valid_from__lte=today,
    )
    return Q(post__isnull=False) & ~Q(Exists(held))
