"""Which right an act on a request needs, and over which of its two units."""

from collections.abc import Mapping
from uuid import UUID

from liupan.capabilities.catalogue.models import Request
from liupan.capabilities.catalogue.policies import (
    ASK,
    CHECK,
    DECIDE,
    REVIEW_SECRECY,
    REVIEW_SECURITY,
)
from liupan.capabilities.catalogue.rules.requesting import (
    CHECKS,
    DECISIONS,
    REQUESTING,
    RULINGS,
    SECRECY,
    SECURITY,
    Act,
    Gate,
    Side,
)
from liupan.kernel.authority import Actor, Permission, may
from liupan.kernel.secrecy import Secrecy

RIGHTS: Mapping[Act, Permission] = {
    **dict.fromkeys(REQUESTING, ASK),
    **dict.fromkeys(CHECKS | RULINGS, CHECK),
    **dict.fromkeys(DECISIONS, DECIDE),
    **dict.fromkeys(SECURITY, REVIEW_SECURITY),
    **dict.fromkeys(SECRECY, REVIEW_SECRECY),
}
GATES: Mapping[Gate, Permission] = {
    Gate.SECURITY: REVIEW_SECURITY,
    Gate.SECRECY: REVIEW_SECRECY,
}
SIDES: Mapping[Side, Permission] = {Side.CONSUMER: ASK, Side.PROVIDER: DECIDE}


def right_over(act: Act, side: Side | None = None) -> Permission:
    """The right an act needs; a statement is of the side that makes it."""
    return SIDES[side or Side.CONSUMER] if act is Act.SAY else RIGHTS[act]


def unit_of(request: Request, permission: Permission) -> UUID:
    """Over which unit the right is needed: the requester's for asking, else the provider's."""
    unit: UUID = request.consumer_id if permission is ASK else request.provider_id
    return unit


def holds(actor: Actor, act: Act, request: Request, side: Side | None = None) -> bool:
    """Whether the actor has the right that the act needs."""
    permission = right_over(act, side)
    unit = unit_of(request, permission)
    return may(actor, permission, unit_id=unit, secrecy=Secrecy(request.secrecy))


def side_of(actor: Actor, request: Request) -> Side | None:
    """For which side the actor can speak: the requester's first."""
    return next((side for side in Side if holds(actor, Act.SAY, request, side)), None)
