"""The roles that come with seals."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import BuiltInRole, declare_role, permit
from liupan.foundation.seals.policies import APPLY, APPROVE, APPROVE_USE, KEEP, READ, REQUEST
from liupan.kernel.authority import Duty

SEAL_ADMINISTRATOR = BuiltInRole("seal-administrator", _("Administrator of seals"), Duty.BUSINESS)
SEAL_KEEPER = BuiltInRole("seal-keeper", _("Keeper of seals"), Duty.BUSINESS)
SEAL_APPROVER = BuiltInRole("seal-approver", _("Approver of uses of seals"), Duty.BUSINESS)

declare_role(SEAL_ADMINISTRATOR, READ, APPROVE)
declare_role(SEAL_KEEPER, READ, APPLY, KEEP, REQUEST)
declare_role(SEAL_APPROVER, READ, APPROVE_USE)
permit("staff", REQUEST)
