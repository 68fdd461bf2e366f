"""How documents run: the office's figures for the city, a county, and each unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liupan.capabilities.correspondence.measures import ACTING, STEPS, SendingStep
from liupan.foundation.measures.facade import CITY, Figure, Scope, breakdowns, find_measure, latest
from liupan.foundation.organisations.facade import county_of, list_divisions, list_units_on
from liupan.kernel.figures import Measure, Text

MONTH = timedelta(days=30)
CITY_LEVEL, COUNTY_LEVEL = 2, 3
HANDLING = "correspondence.units_handling"
SENT, HANDLED = "correspondence.sent_on_time", "correspondence.handled_on_time"
SIGN_OFF, SIGN_FOR = "correspondence.hours_to_sign_off", "correspondence.hours_to_sign_for"
RATES = (HANDLING, SENT, HANDLED)
OF_UNITS = (SENT, HANDLED, SIGN_OFF, SIGN_FOR)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as it stands, and a month ago; None is "not yet measured"."""

    measure: Measure
    name: Text
    value: Decimal | None
    former: Decimal | None
    records: int
    day: date | None
    share: Decimal = Decimal(0)
    """Of the slowest in its table, in per cent."""

    @property
    def change(self) -> Decimal | None:
        """Against a month ago; None when there is nothing to compare, or nothing moved."""
        if self.value is None or self.former is None or self.value == self.former:
            return None
        return self.value - self.former

    @property
    def is_slowest(self) -> bool:
        """Whether it takes longest in its table."""
        return self.share == 100


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and its values of `OF_UNITS`, in that order."""

    name: str
    values: tuple[Decimal | None, ...]

    @property
    def values_of(self) -> list[tuple[Text, Decimal | None]]:
        """Each value behind the name of its figure."""
        return list(zip(_names(), self.values, strict=True))


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Everything on the page. `county` is the division code chosen, "" for the whole city."""

    counties: Mapping[str, str]
    county: str
    rates: tuple[Reading, ...]
    sending: tuple[Reading, ...]
    receiving: tuple[Reading, ...]
    units: tuple[UnitLine, ...]


def read_efficiency(today: date, county: str) -> Efficiency:
    """The figures as last computed. Seven queries, however many units there are."""
    counties = {one.code: one.name for one in list_divisions(today, level=COUNTY_LEVEL)}
    own = {one.code: one.name for one in list_divisions(today, level=CITY_LEVEL)}
    county = county if county in counties | own else ""
    scope = Scope.county(county) if county else CITY
    codes = (*RATES, SIGN_FOR, *STEPS)
    now, before = latest(codes, scope, by=today), latest(codes, scope, by=today - MONTH)
    sending = [code for code, (kind, *_) in STEPS.items() if kind is SendingStep]
    receiving = [code for code in STEPS if code not in sending]
    return Efficiency(
        counties=own | counties,
        county=county,
        rates=tuple(_reading(code, now, before) for code in RATES),
        sending=_compared(_reading(code, now, before) for code in sending),
        receiving=_compared(_reading(code, now, before) for code in (SIGN_FOR, *receiving)),
        units=tuple(_units(today, county)),
    )


def _reading(code: str, now: Mapping[str, Figure], before: Mapping[str, Figure]) -> Reading:
    measure, found, former = find_measure(code), now.get(code), before.get(code)
    assert measure
    return Reading(
        measure=measure,
        name=measure.name,
        value=found.value if found else None,
        former=former.value if former else None,
        records=found.records if found else 0,
        day=found.day if found else None,
    )


def _compared(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    found = list(readings)
    longest = max((one.value for one in found if one.value is not None), default=Decimal(0))
    return tuple(
        Reading(
            one.measure, one.name, one.value, one.former, one.records, one.day,
            100 * one.value / longest if one.value and longest else Decimal(0),
        )
        for one in found
    )  # fmt: skip


def _units(today: date, county: str) -> Sequence[UnitLine]:
    """Acting units that have any figure, the least punctual in handling first."""
    found = breakdowns(OF_UNITS, "unit", by=today)
    units = [
        unit
        for unit in list_units_on(today)
        if unit.category in ACTING and county in ("", county_of(unit.division_code))
    ]
    lines = [UnitLine(unit.name, _values(found, str(unit.id))) for unit in units]
    measured = [line for line in lines if any(value is not None for value in line.values)]
    return sorted(measured, key=lambda line: (_first(line.values[1]), _first(line.values[0])))


def _values(found: Mapping[str, Mapping[str, Figure]], unit: str) -> tuple[Decimal | None, ...]:
    figures = (found.get(code, {}).get(unit) for code in OF_UNITS)
    return tuple(one.value if one else None for one in figures)


def _first(value: Decimal | None) -> Decimal:
    """Units without a value come last."""
    return Decimal(101) if value is None else value


def _names() -> list[Text]:
    return [measure.name for code in OF_UNITS if (measure := find_measure(code))]
