"""The roles that come with the supervision office."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    ENDORSE,
    ESCALATE,
    HANDLE,
    NOTE,
    READ,
    SUPERVISE,
)
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.kernel.authority import Duty

SUPERVISION_OFFICER = BuiltInRole("supervision-officer", _("Supervision officer"), Duty.BUSINESS)
SUPERVISION_CHIEF = BuiltInRole("supervision-chief", _("Head of supervision"), Duty.BUSINESS)
UNIT_HANDLER = BuiltInRole("unit-handler", _("Handler of supervised items"), Duty.BUSINESS)
UNIT_LEADER = BuiltInRole("unit-leader", _("Leader of a unit"), Duty.BUSINESS)
CITY_LEADER = BuiltInRole("city-leader", _("Leader of the city"), Duty.BUSINESS)

declare_role(SUPERVISION_OFFICER, READ, SUPERVISE)
declare_role(SUPERVISION_CHIEF, READ, SUPERVISE, ESCALATE, DECIDE_REQUESTS)
declare_role(UNIT_HANDLER, READ, HANDLE)
declare_role(UNIT_LEADER, READ, HANDLE, ENDORSE)
declare_role(CITY_LEADER, READ, NOTE)
