"""The leaders' page in data: where the plan stands, what moved, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.facade import Board, Standing, TargetView, find_board, gap
from liupan.foundation.design.facade import County, Trend, TrendForecast, TrendPoint, amount
from liupan.foundation.measures.facade import CITY, Direction, Figure, Scope, breakdowns, latest
from liupan.foundation.organisations.facade import (
    UnitRef,
    county_of,
    list_divisions,
    list_units_on,
)

MONTH = timedelta(days=30)
CITY_LEVEL, COUNTY_LEVEL = 2, 3

STATES: Mapping[Standing, tuple[str, str | Promise]] = {
    Standing.ON_TRACK: ("run", _("on track")),
    Standing.AT_RISK: ("risk", _("at risk")),
    Standing.REACHED: ("done", _("reached")),
    Standing.MISSED: ("late", _("missed")),
    Standing.NOT_MEASURED: ("none", _("not yet measured")),
}
HEAT = ((Decimal(30), "is-3"), (Decimal(10), "is-2"), (Decimal(0), "is-1"))
"""How far a value stands from the target, in points, and how strongly it is coloured."""


@dataclass(frozen=True, slots=True)
class Card:
    """A target with its value, line and state."""

    target: TargetView
    name: str
    url: str
    values: tuple[Decimal, ...]
    change: Decimal | None

    @property
    def mark(self) -> str:
        return STATES[self.target.verdict.standing][0]

    @property
    def word(self) -> str | Promise:
        return STATES[self.target.verdict.standing][1]

    @property
    def is_worse(self) -> bool:
        """Whether it moved the wrong way since last month."""
        return bool(self.change) and not self.is_better

    @property
    def is_better(self) -> bool:
        """Whether it moved the right way since last month."""
        if not self.change:
            return False
        measure = self.target.measure
        return (self.change < 0) == (measure is not None and measure.direction is Direction.DOWN)


@dataclass(frozen=True, slots=True)
class Cell:
    """One county's value of one target."""

    value: Decimal | None
    heat: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A county's or a unit's line for the chosen figure."""

    key: str
    name: str
    figure: Figure
    url: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A target's line in the table of counties."""

    name: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything on the page. `chosen` is the figure of map, order and trend."""

    board: Board
    cards: tuple[Card, ...]
    unmeasured: int
    chosen: Card | None
    counties: Mapping[str, str]
    county: str
    map: Mapping[str, County]
    places: tuple[PlaceRow, ...]
    heat: tuple[HeatRow, ...]
    trend: Trend | None
    as_of: date | None

    @property
    def scope_name(self) -> str | Promise:
        """What the page is about."""
        return self.counties.get(self.county) or _("Whole city")

    def count(self, *standings: Standing) -> int:
        """How many targets stand so."""
        return sum(self.board.count(standing) for standing in standings)

    @property
    def worried(self) -> tuple[Card, ...]:
        """Targets at risk or missed, the furthest from their target first."""
        found = [
            c
            for c in self.cards
            if c.target.verdict.standing in (Standing.AT_RISK, Standing.MISSED)
        ]
        return tuple(sorted(found, key=lambda card: -distance(card.target)))

    @property
    def moved(self) -> tuple[Card, ...]:
        """Targets that moved since last month, the most first."""
        return tuple(
            sorted(
                (c for c in self.cards if c.change),
                key=lambda card: -abs(card.change or Decimal(0)),
            )
        )


def find_cockpit(today: date, *, county: str = "", figure: str = "") -> Cockpit | None:
    """The page as of `today`; None when no plan is in force. About ten queries, always."""
    counties = county_names(today)
    county = county if county in counties else ""
    scope = Scope.county(county) if county else CITY
    board = find_board(today, scope=scope)
    if board is None:
        return None
    codes = {t.measure.code for t in board.targets if t.measure}
    before = latest(codes, scope, by=today - MONTH)
    by_county = breakdowns(codes, "county")
    cards = tuple(_card(t, before) for t in board.targets if t.value is not None)
    chosen = next((c for c in cards if c.target.code == figure), cards[0] if cards else None)
    return Cockpit(
        board=board,
        cards=cards,
        unmeasured=len(board.targets) - len(cards),
        chosen=chosen,
        counties=counties,
        county=county,
        map=_map(chosen, counties, by_county),
        places=_places(chosen, counties, county, by_county, today),
        heat=tuple(_heat(card, counties, by_county) for card in cards),
        trend=_trend(chosen, board) if chosen else None,
        as_of=max((c.target.as_of for c in cards if c.target.as_of), default=None),
    )


def county_names(day: date) -> dict[str, str]:
    """Division code to name, the city's own units last."""
    names = {d.code: d.name for d in list_divisions(day, level=COUNTY_LEVEL)}
    own = {
        d.code: str(_("Units of the city itself")) for d in list_divisions(day, level=CITY_LEVEL)
    }
    return names | own


def distance(target: TargetView) -> Decimal:
    """How far a value stands from its target, in its own unit; 0 when reached or unknown."""
    if target.value is None or target.threshold is None:
        return Decimal(0)
    return max(gap(target.comparison, target.value, target.threshold), Decimal(0))


def name_of(target: TargetView) -> str:
    """A target's name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return target.name_en if english and target.name_en else target.name


def address(*, county: str = "", figure: str = "") -> str:
    """This page for a county and a figure."""
    asked = [f"{key}={value}" for key, value in (("county", county), ("figure", figure)) if value]
    return reverse("cockpit:page") + (f"?{'&'.join(asked)}" if asked else "")


def _card(target: TargetView, before: Mapping[str, Figure]) -> Card:
    assert target.measure is not None
    was = before.get(target.measure.code)
    change = None
    if target.value is not None and was is not None and was.value is not None:
        change = target.value - was.value
    return Card(
        target=target,
        name=name_of(target),
        url=reverse("plan:target", args=[target.code]),
        values=tuple(point.value for point in target.trend),
        change=change,
    )


def _of(card: Card, by_county: Mapping[str, Mapping[str, Figure]]) -> Mapping[str, Figure]:
    measure = card.target.measure
    return by_county.get(measure.code, {}) if measure else {}


def _map(
    chosen: Card | None,
    counties: Mapping[str, str],
    by_county: Mapping[str, Mapping[str, Figure]],
) -> dict[str, County]:
    found = _of(chosen, by_county) if chosen else {}
    return {
        code: County(
            name=name,
            value=found[code].value if code in found else None,
            url=address(county=code, figure=chosen.target.code if chosen else ""),
        )
        for code, name in counties.items()
    }


def _places(
    chosen: Card | None,
    counties: Mapping[str, str],
    county: str,
    by_county: Mapping[str, Mapping[str, Figure]],
    today: date,
) -> tuple[PlaceRow, ...]:
    """Counties in order of the figure; within a county its units, the furthest behind first."""
    if chosen is None or chosen.target.measure is None:
        return ()
    if not county:
        found = _of(chosen, by_county)
        code = chosen.target.code
        rows = [
            _place(chosen, key, name, found[key], address(county=key, figure=code))
            for key, name in counties.items()
            if key in found
        ]
        return tuple(sorted(rows, key=lambda row: -(row.figure.value or Decimal(-1))))
    units = _units(county, today)
    figures = breakdowns([chosen.target.measure.code], "unit").get(chosen.target.measure.code, {})
    records = reverse("plan:records", args=[chosen.target.code])
    rows = [
        _place(chosen, key, unit.name, figures[key], f"{records}?county={county}")
        for key, unit in units.items()
        if key in figures
    ]
    return tuple(sorted(rows, key=lambda row: (row.figure.value or Decimal(-1), row.name)))


def _units(county: str, today: date) -> dict[str, UnitRef]:
    """The units of a county, or the city's own, by id."""
    wanted = county_of(county)
    return {
        str(unit.id): unit
        for unit in list_units_on(today)
        if county_of(unit.division_code) == wanted
    }


def _place(chosen: Card, key: str, name: str, figure: Figure, url: str) -> PlaceRow:
    step = chosen.target.step
    goal = step.figure if step else chosen.target.threshold
    return PlaceRow(key, name, figure, url, _is_behind(chosen.target, figure.value, goal))


def _is_behind(target: TargetView, value: Decimal | None, goal: Decimal | None) -> bool:
    return value is not None and goal is not None and gap(target.comparison, value, goal) > 0


def _heat(
    card: Card, counties: Mapping[str, str], by_county: Mapping[str, Mapping[str, Figure]]
) -> HeatRow:
    found = _of(card, by_county)
    values = [found[code].value if code in found else None for code in counties]
    cells = tuple(Cell(value, _heat_of(card.target, value)) for value in values)
    return HeatRow(card.name, address(figure=card.target.code), cells)


def _heat_of(target: TargetView, value: Decimal | None) -> str:
    if value is None or target.threshold is None:
        return ""
    lacks = gap(target.comparison, value, target.threshold)
    return next((name for least, name in HEAT if lacks > least), "")


def _trend(chosen: Card, board: Board) -> Trend | None:
    """The chosen figure over the plan's time; None without two points."""
    target = chosen.target
    if len(target.trend) < 2:
        return None
    label = ""
    if target.threshold is not None:
        label = str(_("target %(figure)s")) % {"figure": amount(target.threshold, target.unit)}
    return Trend(
        name=chosen.name,
        unit=target.unit,
        first=min(board.edition.starts_on, target.trend[0].day),
        last=board.edition.ends_on,
        points=tuple(TrendPoint(p.day, p.value) for p in target.trend),
        target=target.threshold,
        target_label=label,
        steps=tuple(TrendPoint(s.day, s.figure) for s in target.steps),
        forecast=tuple(TrendForecast(f.day, f.low, f.expected, f.high) for f in target.forecast),
    )
