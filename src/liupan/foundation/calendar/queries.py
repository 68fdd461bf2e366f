"""Reads of `calendar`: the working calendar of a division, remembered while nothing changes."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from django.db import connection

from liupan.foundation.calendar.models import Clock, OfficialDay, OfficialYear, Stamp
from liupan.foundation.calendar.rules.badges import ClockState, Dial
from liupan.foundation.calendar.rules.scales import (
    DEFAULT_HOURS,
    Calendar,
    Hours,
    LimitUnit,
    seconds_of,
)
from liupan.foundation.calendar.rules.terms import Counting
from liupan.foundation.changes.facade import of_the_moment
from liupan.foundation.journal.facade import sole_writer
from liupan.foundation.organisations.facade import find_installation
from liupan.foundation.rulesets.facade import (
    NATION,
    list_editions,
    list_rules,
    rules_state,
    scopes,
)
from liupan.kernel.ids import uuid7

HOURS = "calendar.hours"
COUNTING = "calendar.counting"
PAUSES = "calendar.pauses"
NEVER = UUID(int=0)


@dataclass(slots=True)
class _Memory:
    state: UUID | None = None
    calendars: dict[str, Calendar] = field(default_factory=dict)


_memory = _Memory()


_held: tuple[object | None, UUID] = (None, NEVER)
"""The days as a sole writer read them."""


def state() -> UUID:
    """A token of the days and the rules as they stand now. Two tiny queries."""
    global _held
    writer, held = sole_writer(), _held
    if writer is not None and held[0] is writer:
        return uuid5(held[1], str(rules_state()))
    days = of_the_moment("calendar", _token)
    if writer is not None:
        _held = (writer, days)
    return uuid5(days, str(rules_state()))


def _token() -> UUID:
    with connection.cursor() as cursor:  # asked so often that building a query would be felt
        cursor.execute("SELECT token FROM calendar_stamp")
        found = cursor.fetchone()
    return found[0] if found else NEVER


def touch() -> None:
    """Say, in a writer's transaction, that what others remember is no longer so."""
    global _held
    _held = (None, NEVER)
    Stamp.objects.update_or_create(id=1, defaults={"token": uuid7()})


def calendar_of(division: str | None = None) -> Calendar:
    """The working calendar of a division; of the installation's city when None."""
    return calendars([own_division() if division is None else division])[1][0]


def calendars(divisions: list[str]) -> tuple[UUID, list[Calendar]]:
    """The state, and the calendars of several divisions. Two tiny queries when remembered."""
    global _memory
    now = state()
    memory = _memory
    if memory.state != now:
        memory = _memory = _Memory(now)
    for division in divisions:
        if division not in memory.calendars:
            memory.calendars[division] = _read(division)
    return now, [memory.calendars[division] for division in divisions]


def own_division() -> str:
    """The division code of the installation's city; the nation before it is founded."""
    found = find_installation()
    return found.city_code if found else NATION


def counting_on(day: date, division: str) -> tuple[Counting, str]:
    """How terms are counted by the law of a day, and the law's citation."""
    rules = list_rules(COUNTING, on=day, division=division)
    flags = {key: rule.value == 1 for key, rule in rules.items()}
    default = Counting()
    counting = Counting(
        event_day_counts=flags.get("event_day_counts", default.event_day_counts),
        rolls=flags.get("rolls", default.rolls),
        until_closing=flags.get("until_closing", default.until_closing),
    )
    return counting, "；".join(dict.fromkeys(rule.citation for rule in rules.values()))


def dial_of(row: Clock) -> Dial:
    """The row as the pure rules see it."""
    return Dial(
        state=ClockState(row.state),
        unit=LimitUnit(row.limit_unit),
        counted_from=row.counted_from,
        due_at=row.due_at,
        due_on=row.due_on,
        total=row.total_ticks,
        paused=row.paused_ticks,
        paused_at=row.paused_at,
        stopped_at=row.stopped_at,
        is_late=row.is_late,
        late_by=row.late_by,
    )


def _read(division: str) -> Calendar:
    chain = scopes(division)
    rows = OfficialDay.objects.filter(division__in=chain).values_list(
        "division", "on", "is_working"
    )
    # The more local word comes later and so replaces the other.
    by_place = sorted(rows, key=lambda row: chain.index(row[0]))
    days = {on: is_working for _place, on, is_working in by_place}
    published = OfficialYear.objects.filter(division=NATION).values_list("year", flat=True)
    return Calendar(days, frozenset(published), _hours(division))


def _hours(division: str) -> tuple[Hours, ...]:
    found = [_hours_on(day, division) for day in list_editions(HOURS)]
    return tuple(hours for hours in found if hours) or (DEFAULT_HOURS,)


def _hours_on(day: date, division: str) -> Hours | None:
    said = {
        key: seconds_of(rule.text)
        for key, rule in list_rules(HOURS, on=day, division=division).items()
    }
    times = [
        said.get(f"{half}_{what}")
        for half in ("morning", "afternoon")
        for what in ("opens", "closes")
    ]
    opens, noon, again, closes = times
    if opens is None or noon is None or again is None or closes is None:
        return None
    if not opens < noon <= again < closes:
        return None
    return Hours(day, ((opens, noon), (again, closes)))
