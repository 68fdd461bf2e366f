"""Who may look after plans. A right over a plan is the right over the government that answers for
it: the city's planner reaches every plan, a county's planner the county's own.
"""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import rows
from liupan.kernel.authority import Actor, declare, may, require

MANAGE_PLAN = declare("plan.edition.manage", _("look after plans, targets and key tasks"))

NOBODYS = UUID(int=0)
"""Stands for the unit of a plan that no unit here answers for: only who may everywhere may."""


def may_keep(actor: Actor, unit_id: UUID | None) -> bool:
    """Whether the actor looks after the plans of this unit."""
    return may(actor, MANAGE_PLAN, unit_id=unit_id or NOBODYS)


def require_keeper(actor: Actor, unit_id: UUID | None) -> None:
    """Refuse unless `may_keep`. Raises `NotAuthorised`."""
    require(actor, MANAGE_PLAN, unit_id=unit_id or NOBODYS)


def kept_by(actor: Actor, *, unit: str = "plan__unit_id") -> Q:
    """Which rows: those whose plan the actor looks after. One indexed join, or none."""
    if not actor.rights.get(MANAGE_PLAN.code):
        return Q(pk__in=[])
    return rows(actor, MANAGE_PLAN, unit=unit)
