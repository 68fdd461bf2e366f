"""Who cares for secrecy marks: one asks, another decides."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.documents.policies import CHANGE_MARKS, DECIDE_MARKS
from liupan.kernel.authority import Duty

SECRECY_OFFICER = BuiltInRole("secrecy-officer", _("Secrecy officer"), Duty.BUSINESS)
SECRECY_CHIEF = BuiltInRole(
    "secrecy-chief", _("Person responsible for determining secrets"), Duty.BUSINESS
)

declare_role(SECRECY_OFFICER, CHANGE_MARKS)
declare_role(SECRECY_CHIEF, CHANGE_MARKS, DECIDE_MARKS)
