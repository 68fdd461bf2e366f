"""Holds of the message log (日志保全): which days are kept, why, by whom, until when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.models import Hold
from liupan.capabilities.exchange.policies import HOLD_LOG
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """A hold; `lifted_at` None: the days are kept."""

    id: UUID
    first_on: date
    last_on: date
    reason: str
    set_by: str
    set_at: datetime
    lifted_at: datetime | None


def list_holds(actor: Actor) -> list[HoldLine]:
    """The holds that stand, then the lifted ones, newest first. Two queries."""
    require(actor, HOLD_LOG)
    found = list(Hold.objects.order_by("-set_at")[:MOST])
    people = list_accounts({row.set_by for row in found})
    lines = [_line(row, people[row.set_by].name if row.set_by in people else "") for row in found]
    return sorted(lines, key=lambda one: one.lifted_at is not None)


def get_hold(actor: Actor, hold_id: UUID) -> HoldLine:
    """One that stands. Raises `Missing`."""
    for one in list_holds(actor):
        if one.id == hold_id and one.lifted_at is None:
            return one
    raise Missing(_("There is no such hold."))


def _line(row: Hold, name: str) -> HoldLine:
    return HoldLine(
        id=row.id, first_on=row.first_on, last_on=row.last_on, reason=row.reason, set_by=name,
        set_at=row.set_at, lifted_at=row.lifted_at,
    )  # fmt: skip
