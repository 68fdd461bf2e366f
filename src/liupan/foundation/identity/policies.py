"""Who may look after accounts."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

MANAGE_ACCOUNTS = declare("identity.account.manage", _("look after accounts"), duty=Duty.SYSTEM)
