"""Who may define and grant roles."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.facade import find_installation
from liupan.kernel.authority import Actor, Duty, Permission, declare, require

DEFINE_ROLES = declare("access.role.define", _("define roles"), duty=Duty.SECURITY)
GRANT_ROLES = declare("access.role.grant", _("grant and revoke roles"), duty=Duty.SECURITY)
CLEAR_PEOPLE = declare("access.clearance.manage", _("set people's clearance"), duty=Duty.SECURITY)
AUDIT_ROLES = declare("access.role.audit", _("read roles, grants and clearances"), duty=Duty.AUDIT)
CLOSE_SETUP = declare("access.setup.close", _("end the setting-up"), duty=Duty.SYSTEM)


def require_city_wide(actor: Actor, permission: Permission) -> None:
    """Refuse unless the actor holds `permission` over the whole city."""
    found = find_installation()
    require(actor, permission, unit_id=found.root_unit_id if found else None)
