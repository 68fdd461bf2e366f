"""Who may keep the calendar, and who sees whose limits."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

KEEP_CALENDAR = declare(
    "calendar.day.keep", _("keep the calendar of working days"), duty=Duty.SYSTEM
)
OVERSEE_CLOCKS = declare("calendar.clock.oversee", _("see the limits of units"))
TEND_CLOCKS = declare(
    "calendar.clock.tend", _("warn of limits and follow the calendar, unattended"), duty=Duty.SYSTEM
)
