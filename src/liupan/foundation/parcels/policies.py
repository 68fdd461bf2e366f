"""Who may do what with parcels, and which of them somebody sees."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import rows
from liupan.kernel.authority import Actor, Duty, Permission, declare, may

MANAGE_STATIONS = declare(
    "parcels.station.manage",
    _("keep the station's keys, and whom parcels go to and come from"),
    duty=Duty.SECURITY,
)
SEND = declare("parcels.parcel.send", _("send files to another network zone"))
RELEASE = declare("parcels.parcel.release", _("review parcels for secrecy and release them"))
CARRY = declare("parcels.parcel.carry", _("take parcels out and in, and compare the logs"))
RECEIVE = declare("parcels.parcel.receive", _("read what arrived from other network zones"))
AUDIT = declare("parcels.log.audit", _("read the logs of parcels of all units"), duty=Duty.AUDIT)
TEND = declare("parcels.parcel.tend", _("remind of parcels, unattended"), duty=Duty.SYSTEM)

OUTWARD = (SEND, RELEASE, CARRY)
INWARD = (CARRY, RECEIVE)


def _over(actor: Actor, permissions: tuple[Permission, ...], unit: str) -> Q:
    """Rows over whose unit the actor holds any of these; an empty Q for all."""
    found = Q(pk__in=[])
    for permission in permissions:
        if actor.rights.get(permission.code):
            reached = rows(actor, permission, unit=unit)
            if not reached:
                return reached
            found |= reached
    return found


def visible_outgoing(actor: Actor) -> Q:
    """The parcels that go out which the actor sees, within their clearance."""
    below = Q(secrecy__lte=actor.clearance)
    return below if may(actor, AUDIT) else below & _over(actor, OUTWARD, "unit_id")


def readable_outgoing(actor: Actor) -> Q:
    """Those whose parts and files the actor may read: not who only carries them, nor the audit."""
    return Q(secrecy__lte=actor.clearance) & _over(actor, (SEND, RELEASE), "unit_id")


def readable_incoming(actor: Actor) -> Q:
    """Those whose parts and files the actor may read: not who only carries them, nor the audit."""
    return Q(secrecy__lte=actor.clearance) & _over(actor, (RECEIVE,), "peer__unit_id")


def visible_incoming(actor: Actor) -> Q:
    """What was handed in and the actor sees; what came from nobody known is the courier's."""
    below = Q(secrecy__lte=actor.clearance)
    if may(actor, AUDIT):
        return below
    unknown = Q(peer=None) if may(actor, CARRY) else Q(pk__in=[])
    return below & (_over(actor, INWARD, "peer__unit_id") | unknown)
