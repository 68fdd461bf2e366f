"""Who may do what in the exchange, and which rows somebody sees.

Keeping is a right over the unit: the provider's for a service, its own for a system. A reader sees
every service that is open in this network, of the units the right reaches also the others.
"""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.models import Service, System
from liupan.foundation.access.facade import rows
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.authority import ANYWHERE, Actor, Permission, declare, may
from liupan.kernel.secrecy import Secrecy, Zone

READ = declare("exchange.service.read", _("see shared services, and systems of the unit"))
KEEP_SERVICES = declare("exchange.service.keep", _("set up and run shared services of the unit"))
KEEP_SYSTEMS = declare("exchange.system.keep", _("register systems of the unit, keep their keys"))
SUPERVISE = declare("exchange.service.supervise", _("pause shared services of any unit"))

INWARDS = (Zone.INTERNET, Zone.EXTRANET, Zone.INTRANET)


def zones_here() -> list[str]:
    """Networks whose services may be open in this one."""
    return [one.value for one in INWARDS[: INWARDS.index(Zone(settings.LIUPAN_ZONE)) + 1]]


def visible_services(actor: Actor) -> Q:
    """The services the actor sees; none without `READ`."""
    if not actor.rights.get(READ.code):
        return Q(pk__in=[])
    here = Q(secrecy__lte=actor.clearance, zone__in=zones_here())
    theirs = rows(actor, READ, unit="provider_id")
    is_open = Q(state__in=(Service.State.ONLINE.value, Service.State.PAUSED.value))
    return here & (is_open | theirs) if theirs else here


def over_services(actor: Actor, permission: Permission = KEEP_SERVICES) -> Q:
    """The services over whose provider the actor holds a right; none without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit="provider_id", secrecy="secrecy")


def keeps(actor: Actor, service: Service, permission: Permission = KEEP_SERVICES) -> bool:
    """Whether the actor holds the right over this service."""
    level = Secrecy(service.secrecy)
    return may(actor, permission, unit_id=service.provider_id, secrecy=level)


def visible_systems(actor: Actor) -> Q:
    """The systems of units that `READ` reaches."""
    if not actor.rights.get(READ.code):
        return Q(pk__in=[])
    return rows(actor, READ, unit="unit_id")


def keeps_system(actor: Actor, system: System) -> bool:
    """Whether the actor keeps this system."""
    return may(actor, KEEP_SYSTEMS, unit_id=system.unit_id)


READ_MESSAGES = declare("exchange.message.read", _("see exchanged messages of the unit"))
OVERSEE = declare("exchange.message.oversee", _("see all exchanged messages of the city"))
EXPORT_LOG = declare("exchange.log.export", _("write the message log out and verify it"))
RETAIN_LOG = declare("exchange.log.retain", _("remove months of the message log after their time"))
HOLD_LOG = declare("exchange.log.hold", _("keep days of the message log from being removed"))
WATCH_SERVICES = declare("exchange.service.watch", _("hear when a shared service fails"))


def seen_messages(actor: Actor) -> Q:
    """The messages the actor sees: of units on either side that `READ_MESSAGES` reaches.

    Whoever oversees the whole city sees those too that belong to no known unit. One query at most.
    """
    if oversees(actor):
        return Q()
    if not actor.rights.get(READ_MESSAGES.code):
        return Q(pk__in=[])
    asks, gives = (rows(actor, READ_MESSAGES, unit=f"{side}_id") for side in _SIDES)
    return asks | gives if asks else Q()


_SIDES = ("consumer", "provider")

TAKE_FILES = declare("exchange.files.take", _("have files made of what the unit was granted"))
MANAGE_FEEDS = declare("exchange.feeds.manage", _("have changes pushed to systems of the unit"))
TRACE_FILES = declare("exchange.files.trace", _("find out whose file rows are from"))
SWEEP_FILES = declare("exchange.files.sweep", _("remove files whose time is over"))
DELIVER = declare("exchange.feeds.deliver", _("push changes that are due"))
TRY = declare("exchange.service.try", _("try out services that the unit was granted"))
PULL = declare("exchange.source.read", _("read providers' databases that are due"))


def of_consumer(actor: Actor, permission: Permission) -> Q:
    """Files or subscriptions of units over which the actor holds a right; none without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit="consumer_id")


def oversees(actor: Actor) -> bool:
    """Whether the actor oversees the exchange of the whole city: from the top of its tree."""
    tops = actor.rights.get(OVERSEE.code, frozenset())
    if ANYWHERE in tops:
        return True
    return bool(tops) and any(unit.parent_id is None for unit in list_units(tops).values())
