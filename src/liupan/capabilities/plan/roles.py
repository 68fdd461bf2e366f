"""The roles that come with the plan office."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.measures.facade import COMPUTE, SEE_RECORDS
from liupan.kernel.authority import Duty

PLAN_OFFICER = BuiltInRole("plan-officer", _("Plan officer"), Duty.BUSINESS)
COUNTY_PLANNER = BuiltInRole("county-planner", _("County's plan officer"), Duty.BUSINESS)
"""Granted over a county's government: reaches the county's plan and nothing above it."""

declare_role(PLAN_OFFICER, MANAGE_PLAN, COMPUTE, SEE_RECORDS)
declare_role(COUNTY_PLANNER, MANAGE_PLAN)
