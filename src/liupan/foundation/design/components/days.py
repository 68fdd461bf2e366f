"""Days and moments as people read them, always in the city's time."""

from datetime import date, datetime

from django.utils import dateformat
from django.utils.translation import pgettext

from liupan.kernel import clock


def city_day(value: date | datetime | None) -> str:
    """The whole day: 2017年11月15日."""
    if value is None:
        return ""
    return dateformat.format(_local(value), pgettext("format of a day", "j F Y"))


def short_day(value: date | datetime | None) -> str:
    """The day without its year when that is the current one: 11月15日."""
    if value is None:
        return ""
    if _local(value).year != clock.today().year:
        return city_day(value)
    return dateformat.format(_local(value), pgettext("format of a day in this year", "j M"))


def city_moment(value: datetime | None) -> str:
    """The moment to the minute: 11月15日9:40, with its year when that is not the current one."""
    if value is None:
        return ""
    time = dateformat.format(_local(value), "G:i")
    return pgettext("day and time", "%(day)s, %(time)s") % {"day": short_day(value), "time": time}


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime):
        return value.astimezone(clock.CITY)
    return value
