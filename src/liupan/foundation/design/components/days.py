"""Days and moments as people read them, always in the city's time."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import dateformat
from django.utils.translation import get_language, pgettext

from liupan.kernel import clock


def city_day(value: date | datetime | None) -> str:
    """The whole day: 2017年11月15日."""
    if value is None:
        return ""
    return _formatted(_day(value), pgettext("format of a day", "j F Y"), get_language())


def short_day(value: date | datetime | None) -> str:
    """The day without its year when that is the current one: 11月15日."""
    if value is None:
        return ""
    day = _day(value)
    if day.year != clock.today().year:
        return city_day(day)
    return _formatted(day, pgettext("format of a day in this year", "j M"), get_language())


def city_moment(value: datetime | None) -> str:
    """The moment to the minute: 11月15日9:40, with its year when that is not the current one."""
    if value is None:
        return ""
    local = value.astimezone(clock.CITY)
    time = f"{local.hour}:{local.minute:02}"
    return pgettext("day and time", "%(day)s, %(time)s") % {"day": short_day(value), "time": time}


def _day(value: date | datetime) -> date:
    return value.astimezone(clock.CITY).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _formatted(day: date, shape: str, _language: str | None) -> str:
    """Written once: lists show the same few hundred days again and again."""
    return dateformat.format(day, shape)
