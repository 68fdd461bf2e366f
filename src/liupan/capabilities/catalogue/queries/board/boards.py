"""The board as its pages show it: units ranked, the months behind them, all units together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.queries.board.delivered import NOTHING as NO_DELIVERY
from liupan.capabilities.catalogue.queries.board.delivered import (
    Delivered,
    delivered_in,
    together,
)
from liupan.capabilities.catalogue.queries.board.figures import Counted, count_figures
from liupan.capabilities.catalogue.queries.listing import groundless
from liupan.capabilities.catalogue.rules.board import (
    COUNTED,
    NOTHING,
    By,
    Figures,
    Month,
    Placed,
    months_until,
    placed,
    total,
)
from liupan.foundation.organisations.facade import UnitRef, list_units, list_units_on
from liupan.kernel.errors import Missing

SHOWN = 12
"""So many months are behind each figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit on the board."""

    unit: UnitRef
    placed: Placed
    groundless: int
    delivered: Delivered = NO_DELIVERY

    @property
    def figures(self) -> Figures:
        return self.placed.figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All units in a month, with the months before."""

    month: Month
    months: Sequence[Month]
    rows: Sequence[UnitRow]
    counted: Counted

    @property
    def total(self) -> Figures:
        return total(row.figures for row in self.rows)

    @property
    def delivered(self) -> Delivered:
        return together(row.delivered for row in self.rows)

    @property
    def without(self) -> int:
        """Units that should hold a catalogue and have nothing published."""
        return sum(1 for row in self.rows if not row.figures.published)

    @property
    def groundless(self) -> int:
        return sum(row.groundless for row in self.rows)

    def totals(self) -> Mapping[Month, Figures]:
        """All shown units together, by month."""
        ids = [row.unit.id for row in self.rows]
        return {m: total(by.get(one, NOTHING) for one in ids) for m, by in self.counted.items()}


def find_month(key: str, today: date) -> Month:
    """The month of this key among those shown; without one the last that is over. Raises
    `Missing`."""
    known = months_until(today, SHOWN + 1)
    if not key:
        return known[-2]
    for month in known:
        if month.key == key:
            return month
    raise Missing(_("There is no such month."))


def months_to(month: Month, today: date) -> list[Month]:
    """The months until this one, which is the last."""
    known = months_until(today, 2 * SHOWN + 1)
    at = known.index(month)
    return known[max(at - SHOWN + 1, 0) : at + 1]


def supervision_board(month: Month, by: By, *, today: date, is_city: bool | None = None) -> Board:
    """Offices and departments that existed, and whoever has figures. `is_city`: the city's own
    units or those of its counties alone. A query for each source, three,
    and what the figures of the exchange ask."""
    months = months_to(month, today)
    counted = count_figures(months)
    units = _units(month, counted)
    if is_city is not None:
        units = {k: u for k, u in units.items() if (not u.county_code) is is_city}
    own = {unit: counted[month].get(unit, NOTHING) for unit in units}
    lacking, delivered = _groundless(), delivered_in(month)
    rows = [
        UnitRow(
            unit=units[p.unit_id], placed=p, groundless=lacking.get(p.unit_id, 0),
            delivered=delivered.get(p.unit_id, NO_DELIVERY),
        )
        for p in placed(own, by)
    ]  # fmt: skip
    return Board(month=month, months=months, rows=rows, counted=counted)


def unit_board(unit_id: UUID, month: Month, *, today: date) -> tuple[UnitRow, Counted]:
    """One unit's figures with the months before. Raises `Missing`."""
    months = months_to(month, today)
    counted = count_figures(months)
    units = _units(month, counted)
    if unit_id not in units:
        raise Missing(_("There is no such unit on the board."))
    ranked = placed({one: counted[month].get(one, NOTHING) for one in units}, By.IN_TIME)
    own = next(one for one in ranked if one.unit_id == unit_id)
    row = UnitRow(
        unit=units[unit_id], placed=own, groundless=_groundless().get(unit_id, 0),
        delivered=delivered_in(month).get(unit_id, NO_DELIVERY),
    )  # fmt: skip
    return row, {m: {unit_id: by.get(unit_id, NOTHING)} for m, by in counted.items()}


def _units(month: Month, counted: Counted) -> dict[UUID, UnitRef]:
    by_duty = {unit.id: unit for unit in list_units_on(month.last) if unit.category in COUNTED}
    more = counted[month].keys() - by_duty.keys()
    return by_duty | (list_units(more) if more else {})


def _groundless() -> dict[UUID, int]:
    """Entries on the way whose ground is missing, by unit, as they stand now."""
    found: dict[UUID, int] = {}
    for unit in Edition.objects.filter(groundless()).values_list("unit_id", flat=True):
        found[unit] = found.get(unit, 0) + 1
    return found
