"""Who may define and grant roles."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

DEFINE_ROLES = declare("access.role.define", _("define roles"), duty=Duty.SECURITY)
GRANT_ROLES = declare("access.role.grant", _("grant and revoke roles"), duty=Duty.SECURITY)
CLEAR_PEOPLE = declare("access.clearance.manage", _("set people's clearance"), duty=Duty.SECURITY)
