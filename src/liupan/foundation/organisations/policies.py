"""Who may look after units, posts and appointments."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

MANAGE_INSTALLATION = declare(
    "organisations.installation.manage", _("set up the installation"), duty=Duty.SYSTEM
)
MANAGE_UNITS = declare(
    "organisations.unit.manage", _("look after units and posts"), duty=Duty.SYSTEM
)
APPOINT = declare(
    "organisations.appointment.manage", _("appoint people to posts"), duty=Duty.SYSTEM
)
