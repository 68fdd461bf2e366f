"""The roles every installation has: the three administrators, staff, a unit's administrator."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.built_in import BuiltInRole, declare_role
from liupan.foundation.organisations.facade import STAFF_UNIT
from liupan.kernel.authority import Duty

SYSTEM_ADMINISTRATOR = BuiltInRole(
    "system-administrator",
    _("System administrator"),
    Duty.SYSTEM,
    needs_second_factor=True,
    holds_whole_duty=True,
)
SECURITY_ADMINISTRATOR = BuiltInRole(
    "security-administrator",
    _("Security and secrecy administrator"),
    Duty.SECURITY,
    needs_second_factor=True,
    holds_whole_duty=True,
)
AUDIT_ADMINISTRATOR = BuiltInRole(
    "audit-administrator",
    _("Security auditor"),
    Duty.AUDIT,
    needs_second_factor=True,
    holds_whole_duty=True,
)
STAFF = BuiltInRole("staff", _("Staff"), Duty.BUSINESS)
UNIT_ADMINISTRATOR = BuiltInRole("unit-administrator", _("Unit administrator"), Duty.BUSINESS)

for role in (SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR, STAFF):
    declare_role(role)
declare_role(UNIT_ADMINISTRATOR, STAFF_UNIT)
