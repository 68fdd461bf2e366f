"""The role of leaders (领导)."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.kernel.authority import Duty
from liupan.surfaces.cockpit.policies import VIEW_COCKPIT

LEADER = BuiltInRole("leader", _("Leader"), Duty.BUSINESS)

declare_role(LEADER, VIEW_COCKPIT)
