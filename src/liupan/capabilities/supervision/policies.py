"""Who may do what with items, and which items somebody sees.

A right of the supervision office is asked over the supervising unit, a right of the unit that works
over the lead unit. An item is seen by who may read at its lead, assisting or supervising unit, as
far as the clearance goes; of its ancestors they see the headlines.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.supervision.models import Assisting, Item
from liupan.foundation.access.facade import rows
from liupan.kernel.authority import ANYWHERE, Actor, Duty, Permission, declare, may, require
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked

READ = declare("supervision.item.read", _("see the items of units"))
SUPERVISE = declare("supervision.item.supervise", _("register, hand over, verify and close items"))
ESCALATE = declare("supervision.sheet.escalate", _("issue orange and red sheets"))
DECIDE_REQUESTS = declare("supervision.request.decide", _("decide on extensions and pauses"))
HANDLE = declare("supervision.item.handle", _("sign for items of the unit and report on them"))
ENDORSE = declare("supervision.item.endorse", _("endorse reports of the unit"))
NOTE = declare("supervision.note.give", _("give leader's notes"))
TEND = declare(
    "supervision.item.tend", _("mark lateness and tend sheets, unattended"), duty=Duty.SYSTEM
)


def supervises(actor: Actor, item: Item, permission: Permission = SUPERVISE) -> bool:
    """Whether the actor has this right of the supervision office over the item."""
    return may(actor, permission, unit_id=item.supervising_unit_id, secrecy=Secrecy(item.secrecy))


def may_escalate(actor: Actor, unit_id: UUID, secrecy: Secrecy) -> bool:
    """Whether the actor may issue orange and red sheets for this supervising unit."""
    return may(actor, ESCALATE, unit_id=unit_id, secrecy=secrecy)


def handles(actor: Actor, item: Item, permission: Permission = HANDLE) -> bool:
    """Whether the actor has this right of the lead unit over the item."""
    return may(actor, permission, unit_id=item.lead_unit_id, secrecy=Secrecy(item.secrecy))


def require_supervising(actor: Actor, item: Item, permission: Permission = SUPERVISE) -> None:
    """Raises `NotAuthorised` unless `supervises`."""
    require(actor, permission, unit_id=item.supervising_unit_id, secrecy=Secrecy(item.secrecy))


def require_handling(actor: Actor, item: Item, permission: Permission = HANDLE) -> None:
    """Raises `NotAuthorised` unless `handles`."""
    require(actor, permission, unit_id=item.lead_unit_id, secrecy=Secrecy(item.secrecy))


def visible(actor: Actor) -> Q:
    """The items the actor sees whole. Whoever may read in the whole city joins nothing."""
    tops = actor.rights.get(READ.code)
    if not tops:
        return Q(pk__in=[])
    level = Q(secrecy__lte=actor.clearance)
    everywhere = rows(actor, READ)
    if not everywhere:
        return level
    assisted = Assisting.objects.filter(everywhere).values("item_id")
    return level & (
        rows(actor, READ, unit="lead_unit_id")
        | rows(actor, READ, unit="supervising_unit_id")
        | Q(id__in=assisted)
    )


def sees(actor: Actor, item: Item) -> bool:
    """Whether `visible` holds for this item. At most a query for each of its units, and one for
    those that assist: none for who may read in the whole city."""
    tops = actor.rights.get(READ.code)
    if not tops or item.secrecy > actor.clearance:
        return False
    units = dict.fromkeys((item.lead_unit_id, item.supervising_unit_id))
    return (
        ANYWHERE in tops
        or any(may(actor, READ, unit_id=one) for one in units)
        or any(may(actor, READ, unit_id=one) for one in _assisting(item.id))
    )


@asked
def _assisting(item_id: UUID) -> QuerySet[Assisting, UUID]:
    return Assisting.objects.filter(item_id=item_id).values_list("unit_id", flat=True)


def over(
    actor: Actor,
    permission: Permission,
    *,
    unit: str = "lead_unit_id",
    secrecy: str = "secrecy",
) -> Q:
    """The items over which the actor holds a right at this unit of theirs; none without it.

    `unit` and `secrecy` lead from the rows that are asked to those of the item.
    """
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit=unit, secrecy=secrecy)


def require_reach(actor: Actor, unit_id: UUID, secrecy: Secrecy) -> None:
    """Refuse to hand work to a unit that the actor's supervision does not reach."""
    require(actor, SUPERVISE, unit_id=unit_id, secrecy=secrecy)
