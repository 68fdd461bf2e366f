"""Reads of `measures`. Scopes are resolved in the database; no figure is computed in Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.foundation.measures.computing import COLUMNS
from liupan.foundation.measures.models import Snapshot
from liupan.foundation.measures.rules import Point, value_of
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.figures import find_measure, measures


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about: the city (default), a county (division code), a unit (id)."""

    kind: str = Snapshot.Scope.CITY.value
    key: str = ""

    @classmethod
    def county(cls, code: str) -> "Scope":
        return cls(Snapshot.Scope.COUNTY.value, code)

    @classmethod
    def unit(cls, unit_id: UUID) -> "Scope":
        return cls(Snapshot.Scope.UNIT.value, str(unit_id))


CITY = Scope()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure for a scope at the end of a day. `value` is None when not yet measured."""

    measure: str
    scope: Scope
    day: date
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    records: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure, and what it adds."""

    record_id: UUID
    unit_id: UUID
    unit_name: str
    label: str
    numerator: Decimal
    denominator: Decimal
    path: str
    county_code: str = ""
    """Of its unit; "" for units of the city itself."""

    reason: str = ""
    """Why it does not count; "" where it does or nothing is known."""

    @property
    def is_counted(self) -> bool:
        """Whether it adds to the numerator."""
        return self.numerator > 0


IN_SCOPE = (
    "unit_id IN (SELECT unit_id FROM organisations_scope_on(%s) WHERE scope = %s AND key = %s)"
)
"""The function is the door that `organisations` gives to set-based readers."""


MOST_POINTS = 60
"""Points of a trend; a picture shows no more, and a table of days would be read by nobody."""

_LATEST = """
SELECT found.* FROM unnest(%(codes)s::text[]) AS code CROSS JOIN LATERAL (
    SELECT * FROM measures_snapshot
    WHERE measure = code AND scope = %(scope)s AND key = %(key)s
        AND day <= coalesce(%(by)s::date, 'infinity')
    ORDER BY day DESC LIMIT 1
) found
"""

_SERIES = """
SELECT point.measure, point.key, point.day, point.numerator, point.denominator
FROM unnest(%(codes)s::text[]) AS code CROSS JOIN unnest(%(keys)s::text[]) AS place
CROSS JOIN LATERAL (
    SELECT day AS newest FROM measures_snapshot
    WHERE measure = code AND scope = %(scope)s AND key = place
        AND day <= coalesce(%(by)s::date, 'infinity')
    ORDER BY day DESC LIMIT 1
) AS last CROSS JOIN LATERAL (
    SELECT day AS oldest FROM measures_snapshot
    WHERE measure = code AND scope = %(scope)s AND key = place ORDER BY day LIMIT 1
) AS first CROSS JOIN LATERAL (
    SELECT greatest(1, ceil((newest - oldest) / %(most)s::numeric)::int) AS step
) AS pace CROSS JOIN LATERAL generate_series(0, (newest - oldest) / step) AS n
CROSS JOIN LATERAL (
    SELECT * FROM measures_snapshot
    WHERE measure = code AND scope = %(scope)s AND key = place
        AND day <= newest - n * step AND day > newest - (n + 1) * step
    ORDER BY day DESC LIMIT 1
) AS point
ORDER BY point.measure, point.key, point.day
"""

_BREAKDOWNS = """
SELECT every.* FROM unnest(%(codes)s::text[]) AS code CROSS JOIN LATERAL (
    SELECT max(day) AS day FROM measures_snapshot
    WHERE measure = code AND day <= coalesce(%(by)s::date, 'infinity')
) newest JOIN measures_snapshot every
    ON every.measure = code AND every.day = newest.day AND every.scope = %(scope)s
"""


def latest(codes: Iterable[str], scope: Scope = CITY, by: date | None = None) -> dict[str, Figure]:
    """The newest snapshot (not after `by`) of each figure for the scope; absent when there is
    none. One query."""
    given = {"codes": list(set(codes)), "scope": scope.kind, "key": scope.key, "by": by}
    return {row.measure: _figure(row) for row in Snapshot.objects.raw(_LATEST, given)}


def series(
    codes: Iterable[str], scope: Scope = CITY, by: date | None = None
) -> dict[str, list[Point]]:
    """Measured points of each figure for the scope, by day: the newest (not after `by`), and of a
    longer history one in as many days as leave `MOST_POINTS` of them. One query."""
    found = series_of(codes, scope.kind, [scope.key], by)
    return {code: by_key[scope.key] for code, by_key in found.items()}


def series_of(
    codes: Iterable[str], kind: str, keys: Iterable[str], by: date | None = None
) -> dict[str, dict[str, list[Point]]]:
    """The same for many counties or units at once: by figure, then by key. One query."""
    given: dict[str, Any] = {
        "codes": list(set(codes)),
        "scope": kind,
        "keys": list(set(keys)),
        "by": by,
        "most": MOST_POINTS,
    }
    found: dict[str, dict[str, list[Point]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SERIES, given)
        for code, key, day, numerator, denominator in cursor.fetchall():
            measure = find_measure(code)
            value = (
                value_of(measure.kind, numerator, denominator, measure.digits) if measure else None
            )
            if value is not None:
                found.setdefault(code, {}).setdefault(key, []).append(Point(day, value))
    return found


def breakdowns(
    codes: Iterable[str], kind: str, by: date | None = None
) -> dict[str, dict[str, Figure]]:
    """For each figure: the value of every county or unit, by its key, on the newest day (not after
    `by`) on which the figure was computed.

    Units of the city itself stand under the city's own division code. One query.
    """
    given = {"codes": list(set(codes)), "scope": kind, "by": by}
    found: dict[str, dict[str, Figure]] = {}
    for row in Snapshot.objects.raw(_BREAKDOWNS, given):
        found.setdefault(row.measure, {})[row.key] = _figure(row)
    return found


def records(
    code: str,
    day: date,
    scope: Scope = CITY,
    *,
    viewer: Actor = ANONYMOUS,
    counted: bool | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[Record]:
    """The very records behind the figure, those that are not counted first, with the reason, and
    the path of each whose page opens to the viewer. Three queries, and one of some figures."""
    measure = find_measure(code)
    if measure is None:
        return []
    sql, parameters = measure.records(day)
    wanted = {None: "", True: "AND numerator > 0", False: "AND numerator <= 0"}[counted]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT unit_id, record_id, label, numerator, denominator "  # noqa: S608
            f"FROM ({sql}) AS record {COLUMNS} WHERE {IN_SCOPE} {wanted} "
            f"ORDER BY numerator, label, record_id LIMIT %s OFFSET %s",
            (*parameters, day, scope.kind, scope.key, limit, offset),
        )
        found = cursor.fetchall()
    units = list_units(row[0] for row in found)
    uncounted = [row[1] for row in found if row[3] <= 0]
    reasons = measure.reasons(day, uncounted) if uncounted else {}
    opened = set(measure.opened([row[1] for row in found], viewer))
    return [
        Record(
            unit_id=unit_id,
            unit_name=units[unit_id].name,
            record_id=record_id,
            label=label,
            numerator=Decimal(numerator),
            denominator=Decimal(denominator),
            path=measure.record_path(record_id) if record_id in opened else "",
            county_code=units[unit_id].county_code,
            reason=reasons.get(record_id, ""),
        )
        for unit_id, record_id, label, numerator, denominator in found
    ]


def is_closed(day: date) -> bool:
    """Whether the day's figures were computed after it had ended. One query."""
    end = clock.start_of(day + timedelta(days=1))
    return Snapshot.objects.filter(day=day, computed_at__gte=end).exists()


def last_closed(before: date) -> date | None:
    """The last day before `before` whose figures were computed after it had ended. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT max(day) FROM measures_snapshot
            WHERE scope = 'city' AND key = '' AND measure = ANY(%s) AND day < %s
              AND computed_at >= (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
            """,
            [list(measures()), before],
        )
        found: date | None = cursor.fetchone()[0]
    return found


def city_values(day: date) -> dict[str, str | None]:
    """The city's value of every figure on a day, as text, for the journal."""
    rows = Snapshot.objects.filter(day=day, scope=Snapshot.Scope.CITY)
    return {row.measure: _text(_figure(row).value) for row in rows}


def _figure(row: Snapshot) -> Figure:
    measure = find_measure(row.measure)
    return Figure(
        measure=row.measure,
        scope=Scope(row.scope, row.key),
        day=row.day,
        value=value_of(measure.kind, row.numerator, row.denominator, measure.digits)
        if measure
        else None,
        numerator=row.numerator,
        denominator=row.denominator,
        records=row.records,
        computed_at=row.computed_at,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def sums_by_unit(code: str, day: date) -> Mapping[UUID, tuple[Decimal, Decimal]]:
    """Numerator and denominator of each unit on a day, reckoned anew from the figure's records, so
    of any day; nothing where no office declares it. One query, and what the figure asks."""
    measure = find_measure(code)
    if measure is None:
        return {}
    sql, values = measure.records(day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT unit_id, sum(numerator), sum(denominator) FROM ({sql}) AS record {COLUMNS}"  # noqa: S608  as the office wrote it
            " GROUP BY unit_id",
            values,
        )
        return {unit: (numerator, denominator) for unit, numerator, denominator in cursor}
