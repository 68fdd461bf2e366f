"""The roles every installation has: the three administrators, staff, a unit's administrator.

Their names are data of the city, and so Chinese.
"""

from liupan.foundation.access.built_in import BuiltInRole, declare_role
from liupan.foundation.organisations.facade import STAFF_UNIT
from liupan.kernel.authority import Duty

SYSTEM_ADMINISTRATOR = BuiltInRole(
    "system-administrator",
    "系统管理员",
    Duty.SYSTEM,
    needs_second_factor=True,
    holds_whole_duty=True,
)
SECURITY_ADMINISTRATOR = BuiltInRole(
    "security-administrator",
    "安全保密管理员",
    Duty.SECURITY,
    needs_second_factor=True,
    holds_whole_duty=True,
)
AUDIT_ADMINISTRATOR = BuiltInRole(
    "audit-administrator",
    "安全审计员",
    Duty.AUDIT,
    needs_second_factor=True,
    holds_whole_duty=True,
)
STAFF = BuiltInRole("staff", "工作人员", Duty.BUSINESS)
UNIT_ADMINISTRATOR = BuiltInRole("unit-administrator", "单位管理员", Duty.BUSINESS)

ADMINISTRATORS = {
    role.code: role.name
    for role in (SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR)
}
"""Names of the three administrators' roles by code."""

for role in (SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR, STAFF):
    declare_role(role)
declare_role(UNIT_ADMINISTRATOR, STAFF_UNIT)
