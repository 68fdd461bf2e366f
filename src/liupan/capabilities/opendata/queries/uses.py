"""How the datasets of units are used, for the office: a list, the days, both for export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from liupan.capabilities.opendata.models import DailyUse, Dataset, Use
from liupan.capabilities.opendata.policies import visible
from liupan.capabilities.opendata.queries.public.seen import listed
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.rules.uses import RECENT_DAYS
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLine:
    """A dataset with how often it was used."""

    id: UUID
    title: str
    unit: str
    views: int
    downloads: int
    calls: int
    recent: int


Day = tuple[date, int, int, int]
"""A day with its views, downloads and calls."""


class UseFilters(FilterSet):
    """What can be chosen of the list."""

    q = CharFilter(label=_("Name"), field_name="title", lookup_expr="icontains")
    unit = UnitsFilter(label=_("Unit"), field_name="unit_id")

    class Meta:
        model = Dataset
        fields: tuple[str, ...] = ()


def list_uses(actor: Actor) -> ShapedRows[UseLine]:
    """Released datasets that the actor sees. Three queries a page."""
    return ShapedRows(Dataset.objects.filter(visible(actor) & listed()), UseFilters, many=_lines)


def list_days(actor: Actor, today: date) -> list[Day]:
    """The last ninety days of all of them together; a day without use is there with nothing."""
    since = today - timedelta(days=RECENT_DAYS - 1)
    shown = Dataset.objects.filter(visible(actor) & listed()).values("id")
    days = DailyUse.objects.filter(day__gte=since, dataset_id__in=shown).values("day")
    sums = days.order_by("day").annotate(v=Sum("views"), d=Sum("downloads"), c=Sum("calls"))
    found = {one["day"]: (one["v"], one["d"], one["c"]) for one in sums}
    every = (since + timedelta(days=n) for n in range(RECENT_DAYS))
    return [(day, *found.get(day, (0, 0, 0))) for day in every]


def _lines(rows: Sequence[Dataset]) -> list[UseLine]:
    used = Use.objects.in_bulk([row.id for row in rows])
    units = list_units({row.unit_id for row in rows})
    return [
        _line(row, units[row.unit_id].name if row.unit_id in units else "", used.get(row.id))
        for row in rows
    ]


def _line(row: Dataset, unit: str, used: Use | None) -> UseLine:
    return UseLine(
        id=row.id, title=row.title, unit=unit,
        views=used.views if used else 0, downloads=used.downloads if used else 0,
        calls=used.calls if used else 0, recent=used.recent if used else 0,
    )  # fmt: skip
