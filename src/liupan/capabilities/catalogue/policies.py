"""Who may do what with entries, and which editions somebody sees.

Editing and registration review are rights over the provider's unit, publication review is the data
authority's over all it reaches. A reader sees what is published by anybody, and whatever their
right reaches in every state; never above clearance, nor what belongs on an inner network.
"""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.models import PUBLIC, Correction, Demand, Doubt, Edition, Request
from liupan.capabilities.catalogue.rules.doubts import Side
from liupan.capabilities.catalogue.rules.elements import NOT_SHARED
from liupan.capabilities.catalogue.rules.states import State
from liupan.foundation.access.facade import rows
from liupan.kernel.authority import Actor, Permission, declare, may, require
from liupan.kernel.secrecy import Secrecy, Zone

READ = declare("catalogue.resource.read", _("see the catalogue of units"))
EDIT = declare("catalogue.resource.edit", _("draw up the catalogue of the unit"))
REVIEW = declare("catalogue.resource.review", _("review the registration of entries of the unit"))
PUBLISH = declare("catalogue.resource.publish", _("review the publication of entries"))
DEMAND = declare("catalogue.demand.register", _("register what data the unit needs"))
CLAIM = declare("catalogue.demand.claim", _("claim demands for the unit and catalogue them"))
ALLOT = declare("catalogue.demand.allot", _("check demands, assign and rule them"))
RULE = declare("catalogue.source.rule", _("rule which unit is the source of a data item"))
CHANGE = declare("catalogue.change.record", _("record changes of law and duty, accept updates"))
HARVEST = declare("catalogue.upstream.harvest", _("harvest catalogues of others"))

INWARDS = (Zone.INTERNET, Zone.EXTRANET, Zone.INTRANET)
"""From the outermost network to the innermost."""


def zones_up_to(zone: Zone) -> Collection[str]:
    """Values of `Edition.zone` that may stand on this network."""
    return [one.value for one in INWARDS[: INWARDS.index(zone) + 1]]


def visible(actor: Actor) -> Q:
    """The editions the actor sees; none without `READ`."""
    if not actor.rights.get(READ.code):
        return Q(pk__in=[])
    here = Q(secrecy__lte=actor.clearance, zone__in=zones_up_to(actor.zone))
    theirs = rows(actor, READ, unit="unit_id")
    return here & (Q(state=State.PUBLISHED.value) | theirs) if theirs else here


def over(actor: Actor, permission: Permission) -> Q:
    """The editions over which the actor holds a right; none without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit="unit_id", secrecy="secrecy")


def over_sources(actor: Actor) -> Q:
    """The sources the actor looks after; none without `HARVEST`."""
    if not actor.rights.get(HARVEST.code):
        return Q(pk__in=[])
    return rows(actor, HARVEST, unit="unit_id")


def sees(actor: Actor, edition: Edition) -> bool:
    """Whether the actor sees this edition. As `visible`, without a query mostly."""
    is_there = edition.zone in zones_up_to(actor.zone)
    is_published = edition.standing is State.PUBLISHED
    unit_id = None if is_published else edition.unit_id
    return is_there and may(actor, READ, unit_id=unit_id, secrecy=Secrecy(edition.secrecy))


def public() -> Q:
    """The editions that everybody sees: published, public, for the Internet, and shared at all."""
    return PUBLIC


def is_public(edition: Edition) -> bool:
    """Whether everybody sees this edition."""
    return (
        edition.standing is State.PUBLISHED
        and edition.secrecy == Secrecy.PUBLIC
        and edition.zone == Zone.INTERNET.value
        and edition.share_type != NOT_SHARED
    )


def holds(actor: Actor, permission: Permission, edition: Edition) -> bool:
    """Whether the actor has this right over the edition."""
    return may(actor, permission, unit_id=edition.unit_id, secrecy=Secrecy(edition.secrecy))


def require_over(actor: Actor, permission: Permission, edition: Edition) -> None:
    """Raises `NotAuthorised` unless `holds`."""
    require(actor, permission, unit_id=edition.unit_id, secrecy=Secrecy(edition.secrecy))


def visible_demands(actor: Actor) -> Q:
    """The demands the actor sees: with `READ` those that were checked, of the units over which they
    hold a right every one; never above clearance."""
    if not actor.rights.get(READ.code):
        return Q(pk__in=[])
    here = Q(secrecy__lte=actor.clearance)
    seen = Q(checked_at__isnull=False)
    for permission in (READ, DEMAND, ALLOT):
        if actor.rights.get(permission.code):
            theirs = rows(actor, permission, unit="unit_id")
            if not theirs:
                return here
            seen |= theirs
    return here & seen


def public_demands() -> Q:
    """The demands whose title, unit, state and days everybody sees: those that their unit opened
    to the public, checked and not closed as unlawful."""
    return Q(is_public=True, secrecy=Secrecy.PUBLIC.value, checked_at__isnull=False) & ~Q(
        why_closed=Demand.Why.UNLAWFUL.value
    )


# --- Requests and grants -------------------------------------------------------------------------
SEE = declare("catalogue.request.read", _("see requests for access and grants of units"))
ASK = declare("catalogue.request.ask", _("ask for access to data for the unit"))
CHECK = declare("catalogue.request.check", _("check conformity of requests, rule on disputes"))
DECIDE = declare("catalogue.request.decide", _("decide on requests for the unit's data"))
REVIEW_SECURITY = declare("catalogue.request.secure", _("review the security of requests"))
REVIEW_SECRECY = declare("catalogue.request.secrecy", _("review the secrecy of requests"))
WATCH = declare("catalogue.grant.watch", _("tell people of grants that end (program)"))


def seen_requests(actor: Actor) -> Q:
    """The requests the actor sees: of units on either side that `SEE` reaches; what was never
    handed in, only with `ASK` over the requester."""
    asks = over_side(actor, ASK, "consumer_id")
    return _of_sides(actor) & (Q(round__gt=0) | asks)


def sees_request(actor: Actor, request: Request) -> bool:
    """Whether the actor sees this request. As `seen_requests`, without a query mostly."""
    level = Secrecy(request.secrecy)
    sides = (request.consumer_id, request.provider_id)
    return (
        request.zone in zones_up_to(actor.zone)
        and any(may(actor, SEE, unit_id=unit, secrecy=level) for unit in sides)
        and (request.round > 0 or may(actor, ASK, unit_id=request.consumer_id, secrecy=level))
    )


def seen_grants(actor: Actor) -> Q:
    """The grants the actor sees: of units on either side that `SEE` reaches."""
    return _of_sides(actor)


def over_side(actor: Actor, permission: Permission, side: str) -> Q:
    """Rows whose unit in this field the actor holds the right over, as far as cleared; none
    without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit=side, secrecy="secrecy")


def _of_sides(actor: Actor) -> Q:
    if not actor.rights.get(SEE.code):
        return Q(pk__in=[])
    here = Q(secrecy__lte=actor.clearance, zone__in=zones_up_to(actor.zone))
    asks, gives = (rows(actor, SEE, unit=side) for side in ("consumer_id", "provider_id"))
    return here & (asks | gives) if asks and gives else here


# --- Doubts --------------------------------------------------------------------------------------
FLAG = declare("catalogue.doubt.flag", _("doubt records that the unit uses"))
ANSWER = declare("catalogue.doubt.answer", _("answer doubts about records of the unit"))
RULE_DOUBTS = declare("catalogue.doubt.rule", _("rule on disputed doubts about records"))
SUPERVISE = declare("catalogue.notice.issue", _("draft and issue the monthly notice on sharing"))


def sides(actor: Actor) -> dict[Side, Q]:
    """The doubts of which the actor stands on each side, by the side; none without the right.

    The data authority comes in when a doubt is brought before it, not before.
    """
    disputed = Q(disputed_at__isnull=False)
    return {
        Side.FLAGGER: _held(actor, FLAG, "flagger_unit_id"),
        Side.PROVIDER: _held(actor, ANSWER, "unit_id"),
        Side.AUTHORITY: _held(actor, RULE_DOUBTS, "unit_id") & disputed,
    }


def visible_doubts(actor: Actor) -> Q:
    """The doubts the actor sees, with their record: those of the own side alone."""
    found = Q(pk__in=[])
    for one in sides(actor).values():
        found |= one
    return found


def sides_of(actor: Actor, doubt: Doubt) -> frozenset[Side]:
    """On which sides of this doubt the actor stands. As `sides`, without a query mostly."""
    level = Secrecy(doubt.secrecy)
    stands = {
        Side.FLAGGER: may(actor, FLAG, unit_id=doubt.flagger_unit_id, secrecy=level),
        Side.PROVIDER: may(actor, ANSWER, unit_id=doubt.unit_id, secrecy=level),
        Side.AUTHORITY: bool(doubt.disputed_at)
        and may(actor, RULE_DOUBTS, unit_id=doubt.unit_id, secrecy=level),
    }
    return frozenset(side for side, is_there in stands.items() if is_there)


SIDE_RIGHTS = {Side.FLAGGER: FLAG, Side.PROVIDER: ANSWER, Side.AUTHORITY: RULE_DOUBTS}


def require_side(actor: Actor, side: Side, doubt: Doubt) -> None:
    """Raises `NotAuthorised` unless the actor stands on this side."""
    unit = doubt.flagger_unit_id if side is Side.FLAGGER else doubt.unit_id
    require(actor, SIDE_RIGHTS[side], unit_id=unit, secrecy=Secrecy(doubt.secrecy))


def visible_corrections(actor: Actor) -> Q:
    """The corrections that units of the actor hear of."""
    if not actor.rights.get(FLAG.code):
        return Q(pk__in=[])
    return rows(actor, FLAG, unit="unit_id") & Q(doubt__secrecy__lte=actor.clearance)


def may_take(actor: Actor, correction: Correction) -> bool:
    """Whether the actor takes this correction over for its unit."""
    return may(actor, FLAG, unit_id=correction.unit_id)


def _held(actor: Actor, permission: Permission, unit: str) -> Q:
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit=unit, secrecy="secrecy")
