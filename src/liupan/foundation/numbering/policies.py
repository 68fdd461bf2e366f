"""Who may define series and who may set numbers aside."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

MANAGE_SERIES = declare("numbering.series.manage", _("define series of numbers"), duty=Duty.SYSTEM)
RESERVE_NUMBERS = declare("numbering.number.reserve", _("reserve and void numbers"))
