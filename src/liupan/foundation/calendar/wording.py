"""What limits and clocks say in words."""

from datetime import date
from decimal import Decimal

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liupan.foundation.calendar.rules.badges import Face, Reading
from liupan.foundation.calendar.rules.scales import LimitUnit


def limit_in_words(unit: LimitUnit, value: Decimal, until_on: date | None = None) -> str:
    """20个工作日, 30日, 2个月, or the day it runs until."""
    if unit is LimitUnit.DATE:
        day = dateformat.format(until_on, pgettext("format of a day", "j F Y")) if until_on else ""
        return _("until %(day)s") % {"day": day}
    count = int(value) if value == int(value) else float(value)
    words = {
        LimitUnit.WORKING_DAY: ngettext("%(n)s working day", "%(n)s working days", count),
        LimitUnit.DAY: ngettext("%(n)s day", "%(n)s days", count),
        LimitUnit.WORKING_HOUR: ngettext("%(n)s working hour", "%(n)s working hours", count),
        LimitUnit.HOUR: ngettext("%(n)s hour", "%(n)s hours", count),
        LimitUnit.MONTH: ngettext("%(n)s month", "%(n)s months", count),
        LimitUnit.YEAR: ngettext("%(n)s year", "%(n)s years", count),
    }
    return words[unit] % {"n": count}


def reading_in_words(reading: Reading, unit: LimitUnit, *, is_cancelled: bool) -> str:
    """The words of the badge: 剩8个工作日, 今日到期, 逾期9个工作日, 暂停第8日, 按期办结."""
    if is_cancelled:
        return pgettext("clock", "withdrawn")
    counted = limit_in_words(_counted_in(unit), Decimal(reading.late_by or reading.left))
    words = {
        Face.TODAY: pgettext("clock", "due today"),
        Face.LATE: pgettext("clock", "%(time)s late"),
        Face.PAUSED: pgettext("clock", "paused, day %(n)s"),
        Face.DONE: pgettext("clock", "done in time"),
        Face.DONE_LATE: pgettext("clock", "done %(time)s late"),
    }
    if not reading.late_by:  # late, but the first unit is not over yet
        words[Face.LATE] = pgettext("clock", "late")
        words[Face.DONE_LATE] = pgettext("clock", "done late")
    left = pgettext("clock", "%(time)s left")
    return words.get(reading.face, left) % {"time": counted, "n": reading.paused_day}


def _counted_in(unit: LimitUnit) -> LimitUnit:
    """Limits in months and until a day are read in days and working days."""
    if unit in (LimitUnit.MONTH, LimitUnit.YEAR):
        return LimitUnit.DAY
    return LimitUnit.WORKING_DAY if unit is LimitUnit.DATE else unit
