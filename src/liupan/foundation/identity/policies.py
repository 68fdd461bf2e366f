"""Who may look after accounts and tokens."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

MANAGE_ACCOUNTS = declare("identity.account.manage", _("look after accounts"), duty=Duty.SYSTEM)
ERASE_PEOPLE = declare("identity.account.erase", _("erase people's data"), duty=Duty.SYSTEM)
ISSUE_TOKENS = declare(
    "identity.token.manage", _("issue and revoke tokens of machines"), duty=Duty.SYSTEM
)
