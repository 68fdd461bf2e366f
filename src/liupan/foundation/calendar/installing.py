"""What an installation gets when it is set up or upgraded: the official days."""

from collections.abc import Iterator
from datetime import datetime

import chinese_calendar

from liupan.foundation.calendar.facts import DayKind, DayScope, published_days
from liupan.foundation.calendar.operations.days import Day, load_days
from liupan.foundation.calendar.policies import KEEP_CALENDAR
from liupan.kernel.authority import Actor

REGION = {DayScope.NATIONAL: "", DayScope.NINGXIA: "640000"}
LIBRARY = "chinesecalendar"
PERMITS = (KEEP_CALENDAR,)


def install(actor: Actor, now: datetime) -> None:
    """Enter the days that are not there yet: ours, and what the library knows beyond them."""
    days = [*shipped_days(), *library_days()]
    load_days(days=days, years=_years(days), actor=actor, now=now)


def shipped_days() -> Iterator[Day]:
    """The days of our own table, with their notices."""
    for fact in published_days():
        yield Day(
            on=fact.date,
            is_working=fact.kind is DayKind.WORKDAY,
            name=fact.name,
            division=REGION[fact.scope],
            notice=fact.notice or "",
            note=fact.note or "",
            source=fact.source,
            sureness=str(fact.sureness),
        )


def library_days() -> Iterator[Day]:
    """National days of years that our table does not have and the library does."""
    ours = {fact.date.year for fact in published_days() if fact.scope is DayScope.NATIONAL}
    for table, is_working in (
        (chinese_calendar.constants.holidays, False),
        (chinese_calendar.constants.workdays, True),
    ):
        for on, name in sorted(table.items()):
            if on.year not in ours:
                yield Day(
                    on=on, is_working=is_working, name=_chinese(name), source=LIBRARY, sureness="S"
                )


def _years(days: list[Day]) -> list[tuple[str, int, str]]:
    """Years that are complete: Ningxia's only from 2019 on, see the README of the facts."""
    found = {(day.division, day.on.year): day.source for day in days}
    return [
        (division, year, source)
        for (division, year), source in sorted(found.items())
        if not division or year >= 2019
    ]


def _chinese(name: str) -> str:
    """The library names holidays in English; the enumeration knows the Chinese word."""
    known = {holiday.value: holiday.chinese for holiday in chinese_calendar.constants.Holiday}
    return str(known.get(name, name))
