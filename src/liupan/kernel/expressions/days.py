"""Dates, moments and durations. Moments are the city's wall clock (UTC+8), to the second."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal

from liupan.kernel.expressions.limits import MONTHS as MOST_MONTHS
from liupan.kernel.expressions.limits import SECONDS
from liupan.kernel.expressions.refusals import ExpressionRefused

CITY = timezone(timedelta(hours=8))
_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?"
_DAY = re.compile(_DATE)
_MOMENT = re.compile(rf"{_DATE}T{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?")
_MONTHS = re.compile(r"(-?)P(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?")
_DAYS = re.compile(
    r"(-?)P(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A duration of years and months (年月)."""

    count: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.count), 12)
        sign = "-" if self.count < 0 else ""
        return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months or not years else ''}"


def _bad(text: str, at: int) -> ExpressionRefused:
    return ExpressionRefused("bad_date", at, text=text[:40])


def read_date(text: str, at: int = 0) -> date:
    """A day from `2017-11-03`. Raises `ExpressionRefused` (`bad_date`)."""
    found = _DAY.fullmatch(text)
    if not found:
        raise _bad(text, at)
    return make_date(*(int(n) for n in found.groups()), at=at)


def make_date(year: int, month: int, day: int, *, at: int = 0) -> date:
    """Raises `ExpressionRefused` (`bad_date`)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise _bad(f"{year}-{month}-{day}", at) from None


def read_moment(text: str, at: int = 0) -> datetime:
    """A moment from `2017-11-03T08:30:00`, with `Z` or `+08:00` where it is not the city's.

    Raises `ExpressionRefused` (`bad_date`).
    """
    found = _MOMENT.fullmatch(text)
    if not found:
        raise _bad(text, at)
    year, month, day, hour, minute, second = (int(n or 0) for n in found.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  wall clock
        return moment if found[7] is None else moment - _offset(found[7]) + timedelta(hours=8)
    except (ValueError, OverflowError):
        raise _bad(text, at) from None


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return timedelta(minutes=(hours * 60 + minutes) * (-1 if text[0] == "-" else 1))


def city_moment(moment: datetime) -> datetime:
    """The wall clock of a moment: as it is, or in the city where it knows its zone."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).astimezone(CITY).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def read_duration(text: str, at: int = 0) -> timedelta | Months:
    """`P5D`, `PT8H`, `P1Y6M`. Raises `ExpressionRefused` (`bad_date`)."""
    if text[-1:] in {"P", "T", "-", ""}:
        raise _bad(text, at)
    if found := _MONTHS.fullmatch(text):
        count = int(found[2] or 0) * 12 + int(found[3] or 0)
        return make_months(-count if found[1] else count, at)
    if found := _DAYS.fullmatch(text):
        days, hours, minutes, seconds = (int(n or 0) for n in found.groups()[1:])
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return make_days(-total if found[1] else total, at)
    raise _bad(text, at)


def make_days(seconds: int, at: int) -> timedelta:
    """Raises `ExpressionRefused` (`date_out_of_range`)."""
    if abs(seconds) > SECONDS:
        raise ExpressionRefused("date_out_of_range", at)
    return timedelta(seconds=seconds)


def make_months(count: int, at: int) -> Months:
    """Raises `ExpressionRefused` (`date_out_of_range`)."""
    if abs(count) > MOST_MONTHS:
        raise ExpressionRefused("date_out_of_range", at)
    return Months(count)


def seconds_of(days: timedelta) -> int:
    return days.days * 86400 + days.seconds


def rounded(number: Decimal) -> int:
    """Half to even, as every number here."""
    return int(number.to_integral_value(ROUND_HALF_EVEN))


def later(day: date, seconds: int, at: int) -> date:
    """A day, or a moment, so many seconds later; a day begins at midnight and stays a day.

    Raises `ExpressionRefused` (`date_out_of_range`).
    """
    passed = timedelta(seconds=seconds)
    try:
        return day + (passed if isinstance(day, datetime) else timedelta(days=passed.days))
    except OverflowError:
        raise ExpressionRefused("date_out_of_range", at) from None


def months_later(day: date, count: int, at: int) -> date:
    """The same day of a later month, or that month's last. Raises `date_out_of_range`."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise ExpressionRefused("date_out_of_range", at)
    return day.replace(year=year, month=month + 1, day=min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another, towards zero."""
    if last < first:
        return -months_between(last, first)
    count = (last.year - first.year) * 12 + last.month - first.month
    return count - 1 if last.day < first.day else count


def written_days(days: timedelta) -> str:
    """ISO 8601: `P5D`, `-P1DT2H`, `PT0S`."""
    total = abs(seconds_of(days))
    whole, rest = divmod(total, 86400)
    hours, minutes, seconds = rest // 3600, rest // 60 % 60, rest % 60
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    time = "".join(f"{n}{unit}" for n, unit in parts if n)
    if not whole and not time:
        return "PT0S"
    sign = "-" if seconds_of(days) < 0 else ""
    return f"{sign}P{f'{whole}D' if whole else ''}{f'T{time}' if time else ''}"
