"""What limits say in words."""

from datetime import date
from decimal import Decimal

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

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
