"""When a provider's database is read (定时抽取): each hour, each day, each working day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKED_AHEAD = 60
"""Days among which a working day is looked for."""


class Rhythm(StrEnum):
    """How often."""

    HOURLY = "hourly"
    DAILY = "daily"
    WORKDAYS = "workdays"


class Tls(StrEnum):
    """How the way to the database is guarded."""

    VERIFIED = "verify-full"
    REQUIRED = "require"
    NONE = "disable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where a provider's database stands and what is read there."""

    host: str
    port: int
    database: str
    username: str
    password: str = field(repr=False)
    tls: Tls
    schema: str
    relation: str


def next_due(
    rhythm: Rhythm, minute: int, after: datetime, is_worked: Callable[[date], bool]
) -> datetime:
    """The first moment after `after`, which is in the city's time zone.

    Args:
        minute: of the hour when hourly, else of the day.
    """
    if rhythm is Rhythm.HOURLY:
        first = after.replace(minute=minute % 60, second=0, microsecond=0)
        return first if first > after else first + HOUR
    first = after.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    first = first if first > after else first + DAY
    if rhythm is Rhythm.WORKDAYS:
        days = (first + n * DAY for n in range(LOOKED_AHEAD))
        return next((one for one in days if is_worked(one.date())), first)
    return first
