"""Keeping the table of official days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from liupan.foundation.calendar.events import DayDecided, ShippedDaysLoaded, YearPublished
from liupan.foundation.calendar.models import OfficialDay, OfficialYear
from liupan.foundation.calendar.policies import KEEP_CALENDAR
from liupan.foundation.calendar.queries import touch
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, StaleVersion

TABLE = uuid5(UUID(int=0), "liupan.calendar.days")
"""The thing that facts about loading are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that differs from its weekday, as it comes in."""

    on: date
    is_working: bool
    name: str
    division: str = ""
    notice: str = ""
    note: str = ""
    source: str = ""
    sureness: str = "V"


@operation
def decide_day(
    *,
    on: date,
    is_working: bool | None,
    reason: str,
    actor: Actor,
    now: datetime,
    division: str = "",
    name: str = "",
    notice: str = "",
    version: int | None = None,
) -> None:
    """Make a day a working day or a day off in a division; None hands it back to its weekday.

    `version` is the one that was read (None: there was no row). Running limits follow by
    themselves. Raises `StaleVersion`.
    """
    require(actor, KEEP_CALENDAR)
    _require_reason(reason)
    row = OfficialDay.objects.select_for_update().filter(division=division, on=on).first()
    if (row.version if row else None) != version:
        raise StaleVersion(
            _("Somebody changed this day meanwhile."),
            theirs={"is_working": row.is_working, "name": row.name} if row else {},
        )
    if is_working is None:
        fact = _hand_back(row, reason)
    else:
        day = Day(on=on, is_working=is_working, name=name, division=division, notice=notice)
        fact = _put(row, day, reason)
    if fact is None:
        nothing_changed()
        return
    touch()
    record(fact, actor=actor, now=now)


@operation
def enter_days(*, days: Iterable[Day], reason: str, actor: Actor, now: datetime) -> int:
    """Enter many days at once, replacing what the table said of them; returns how many changed."""
    require(actor, KEEP_CALENDAR)
    _require_reason(reason)
    before = {(row.division, row.on): row for row in OfficialDay.objects.select_for_update()}
    facts = [_put(before.get((day.division, day.on)), day, reason) for day in days]
    changes = [fact for fact in facts if fact]
    if not changes:
        nothing_changed()
        return 0
    touch()
    for fact in changes:
        record(fact, actor=actor, now=now)
    return len(changes)


@operation
def publish_year(
    *, year: int, notice: str, source: str, actor: Actor, now: datetime, division: str = ""
) -> None:
    """Say that the days of a year are known for a division; until then ends are provisional."""
    require(actor, KEEP_CALENDAR)
    row, made = OfficialYear.objects.get_or_create(
        division=division, year=year, defaults={"notice": notice, "source": source}
    )
    if not made:
        nothing_changed()
        return
    touch()
    fact = YearPublished(thing_id=row.id, division=division, year=year, notice=notice)
    record(fact, actor=actor, now=now)


@operation
def load_days(
    *, days: Iterable[Day], years: Iterable[tuple[str, int, str]], actor: Actor, now: datetime
) -> int:
    """Enter the days and years (division, year, source) that came with the program.

    What the table says already stands. Repeatable; returns how many rows are new.
    """
    require(actor, KEEP_CALENDAR)
    known_years = set(OfficialYear.objects.values_list("division", "year"))
    new_years = [row for row in years if row[:2] not in known_years]
    known_days = set(OfficialDay.objects.values_list("division", "on"))
    # A year known already was perhaps edited: days taken out of it do not come back.
    new_days = [
        day
        for day in days
        if (day.division, day.on) not in known_days
        and (day.division, day.on.year) not in known_years
    ]
    if not new_years and not new_days:
        nothing_changed()
        return 0
    OfficialYear.objects.bulk_create(
        [OfficialYear(division=d, year=y, source=source) for d, y, source in new_years]
    )
    OfficialDay.objects.bulk_create(
        [
            OfficialDay(
                division=day.division, on=day.on, is_working=day.is_working, name=day.name,
                notice=day.notice, note=day.note, source=day.source, sureness=day.sureness,
            )
            for day in new_days
        ]
    )  # fmt: skip
    touch()
    record(ShippedDaysLoaded(thing_id=TABLE, loaded=len(new_days)), actor=actor, now=now)
    return len(new_days)


def _put(row: OfficialDay | None, day: Day, reason: str) -> DayDecided | None:
    """Let the table say `day`; None when it says so already."""
    if row and (row.is_working, row.name, row.notice) == (day.is_working, day.name, day.notice):
        return None
    was = row.is_working if row else None
    stored = row or OfficialDay(division=day.division, on=day.on, version=0)
    stored.is_working, stored.name, stored.notice = day.is_working, day.name, day.notice
    stored.source, stored.sureness, stored.note = day.source or day.notice, day.sureness, day.note
    stored.version += 1
    stored.save()
    return _decided(stored, day.is_working, was, reason)


def _hand_back(row: OfficialDay | None, reason: str) -> DayDecided | None:
    if row is None:
        return None
    fact = _decided(row, None, row.is_working, reason)
    row.delete()
    return fact


def _decided(
    row: OfficialDay, is_working: bool | None, was: bool | None, reason: str
) -> DayDecided:
    return DayDecided(
        thing_id=row.id,
        division=row.division,
        on=row.on,
        is_working=is_working,
        was=was,
        name=row.name,
        notice=row.notice,
        reason=reason,
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why, or by which notice.")]})
