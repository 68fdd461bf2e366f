"""Who may define and grant roles."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.facade import find_installation
from liupan.kernel.authority import Actor, Duty, Permission, declare, may, require

DEFINE_ROLES = declare("access.role.define", _("define roles"), duty=Duty.SECURITY)
GRANT_ROLES = declare("access.role.grant", _("grant and revoke roles"), duty=Duty.SECURITY)
CLEAR_PEOPLE = declare("access.clearance.manage", _("set people's clearance"), duty=Duty.SECURITY)
AUDIT_ROLES = declare("access.role.audit", _("read roles, grants and clearances"), duty=Duty.AUDIT)
BE_SECOND = {
    Duty.SYSTEM: declare(
        "access.second.system", _("confirm as system administrator"), duty=Duty.SYSTEM
    ),
    Duty.SECURITY: declare(
        "access.second.security", _("confirm as security administrator"), duty=Duty.SECURITY
    ),
    Duty.AUDIT: declare("access.second.audit", _("confirm as auditor"), duty=Duty.AUDIT),
}
"""Who proposes acts on administrators and confirms those of another duty (双人复核)."""
CLOSE_SETUP = declare("access.setup.close", _("end the setting-up"), duty=Duty.SYSTEM)


def require_city_wide(actor: Actor, permission: Permission) -> None:
    """Refuse unless the actor holds `permission` over the whole city."""
    found = find_installation()
    require(actor, permission, unit_id=found.root_unit_id if found else None)


def duty_of(actor: Actor) -> Duty | None:
    """The administrator's duty the actor acts in, over the whole city; None for all others.

    Nobody holds two: the wall sees to that.
    """
    held = [duty for duty, permission in BE_SECOND.items() if _holds_city_wide(actor, permission)]
    return held[0] if len(held) == 1 else None


def _holds_city_wide(actor: Actor, permission: Permission) -> bool:
    found = find_installation()
    return may(actor, permission, unit_id=found.root_unit_id if found else None)
