"""Who may look after units, posts and appointments."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.installation import find_installation
from liupan.kernel.authority import Actor, Duty, declare, may, require

MANAGE_INSTALLATION = declare(
    "organisations.installation.manage", _("set up the installation"), duty=Duty.SYSTEM
)
MANAGE_UNITS = declare(
    "organisations.unit.manage", _("look after units and posts"), duty=Duty.SYSTEM
)
APPOINT = declare(
    "organisations.appointment.manage", _("appoint people to posts"), duty=Duty.SYSTEM
)
STAFF_UNIT = declare(
    "organisations.unit.staff", _("look after the posts and people of one's own unit")
)
AUDIT_UNITS = declare(
    "organisations.unit.audit", _("read units, posts and who held them"), duty=Duty.AUDIT
)


def require_city_wide(actor: Actor) -> None:
    """Refuse unless the actor looks after all units of the city."""
    found = find_installation()
    require(actor, MANAGE_UNITS, unit_id=found.root_unit_id if found else None)


def require_over_posts(actor: Actor, unit_id: UUID) -> None:
    """Refuse unless the actor looks after posts and people of the unit, as its own administrator
    or as the system's."""
    if may(actor, APPOINT, unit_id=unit_id):
        return require(actor, APPOINT, unit_id=unit_id)
    own = STAFF_UNIT if actor.rights.get(STAFF_UNIT.code) else APPOINT
    return require(actor, own, unit_id=unit_id)
