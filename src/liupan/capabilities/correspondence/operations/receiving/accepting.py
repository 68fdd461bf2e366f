"""Signing for a document (签收), sending it back (退文), registering it (登记)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import (
    DocumentRegistered,
    DocumentSentBack,
    DocumentSignedFor,
)
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving import telling
from liupan.capabilities.correspondence.operations.receiving.keeping import (
    about,
    keep,
    locked,
    require_in,
    require_in_force,
    save,
    stop,
)
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.rules.letterhead import TYPES
from liupan.capabilities.correspondence.rules.receiving import BEFORE_ACCEPTED, State
from liupan.foundation.calendar.facade import working_days_between
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.numbering.facade import ensure_prefix, take_number
from liupan.foundation.organisations.facade import By, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.said import require_said

SERIES = "correspondence.incoming"


class AlreadySignedFor(Refusal):
    """Somebody else of the unit signed for it."""


class AlreadyRegistered(Refusal):
    """Somebody else of the unit registered it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What the register says of a document from outside, as somebody compared it with the paper."""

    title: str
    type: str
    from_name: str
    their_number: str
    their_date: date | None
    urgency: str
    copies: int = 1


@operation
def sign_for_document(
    *, incoming_id: UUID, actor: Actor, now: datetime, copies: int | None = None
) -> None:
    """Sign for a document that arrived (签收): from now on the unit has it.

    Once more by the same person changes nothing. Raises `Missing`, `NotAuthorised`, `NotNow`,
    `AlreadySignedFor`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    if incoming.signed_for_at is not None:
        _refuse_second(incoming, actor)
        return
    require_in(incoming, State.ARRIVED)
    require_in_force(incoming)
    if copies is not None:
        incoming.copies = _counted(copies)
    stop(incoming, by)
    incoming.state, incoming.clock_id = State.SIGNED_FOR, None
    incoming.signed_for_at, incoming.signed_for_by = now, actor.id
    save(incoming, "state", "signed_for_at", "signed_for_by", "copies", "clock_id")
    in_time = incoming.sign_by is None or by.today <= incoming.sign_by
    days = working_days_between(clock.on(incoming.arrived_at), by.today)
    fact = DocumentSignedFor(**about(incoming, by), working_days=days, in_time=in_time)
    keep(incoming, fact, by, values={"copies": incoming.copies, "in_time": in_time})


@operation
def send_back_document(*, incoming_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Send a document back with a reason (退文), as long as it was not accepted.

    Who issued it is told; a number it has in the register stays with it. Raises `Missing`,
    `NotAuthorised`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    require_in(incoming, *BEFORE_ACCEPTED)
    require_said(reason=reason)
    stop(incoming, by)
    incoming.state, incoming.returned_at, incoming.clock_id = State.RETURNED, now, None
    incoming.return_reason = reason.strip()
    save(incoming, "state", "returned_at", "return_reason", "clock_id")
    keep(incoming, DocumentSentBack(**about(incoming, by), reason=reason.strip()), by, reason)
    if incoming.outgoing is not None:
        people = telling.registrars(incoming.outgoing.issuing_unit_id, by.today)
        title = _("Sent back: %(title)s") % {"title": incoming.title}
        telling.tell({*people, incoming.outgoing.drafter_id}, telling.SENT_BACK, incoming, by,
                     title, reason)  # fmt: skip


@operation
def register_document(
    *, incoming_id: UUID, actor: Actor, now: datetime, particulars: Particulars | None = None
) -> str:
    """Enter a document in the unit's register (登记); its number there.

    What comes from a dispatch here says itself what it is; of one from outside `particulars` say
    it. Once more by the same person changes nothing. Raises `Missing`, `NotAuthorised`, `NotNow`,
    `AlreadyRegistered`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    if incoming.registered_at is not None:
        return _registered_before(incoming, actor)
    require_in(incoming, State.SIGNED_FOR)
    require_in_force(incoming)
    changed = _described(incoming, particulars) if particulars else ()
    incoming.number = _next_of_register(incoming, by)
    incoming.state, incoming.registered_at = State.REGISTERED, now
    save(incoming, "state", "registered_at", "number", *changed)
    keep(incoming, DocumentRegistered(**about(incoming, by)), by,
         values={"number": incoming.number})  # fmt: skip
    return incoming.number


def _next_of_register(incoming: Incoming, by: By) -> str:
    """Every unit counts for itself; in the series its numbers bear the unit's code, so that those
    of two units differ."""
    unit = incoming.unit_id
    mine: dict[str, Any] = {"series": SERIES, "scope": str(unit), "actor": by.actor, "now": by.now}
    prefix = f"{list_units([unit])[unit].code}/"
    ensure_prefix(prefix=prefix, **mine)
    return take_number(user_id=incoming.id, **mine).removeprefix(prefix)


def _refuse_second(incoming: Incoming, actor: Actor) -> None:
    if incoming.signed_for_by == actor.id:
        nothing_changed()
        return
    raise AlreadySignedFor(
        _("%(who)s signed for this document already.") % {"who": _name(incoming.signed_for_by)}
    )


def _registered_before(incoming: Incoming, actor: Actor) -> str:
    first = incoming.entries.filter(act="incoming.registered").values_list("actor_id", flat=True)
    who = first.first()
    if who == actor.id:
        nothing_changed()
        return incoming.number
    raise AlreadyRegistered(
        _("%(who)s registered this document already, as %(number)s.")
        % {"who": _name(who), "number": incoming.number}
    )


def _name(account_id: UUID | None) -> str:
    found = list_accounts([account_id]) if account_id else {}
    return next((one.name for one in found.values()), "")


def _counted(copies: int) -> int:
    if not 1 <= copies <= 9999:
        words = _("Count between 1 and 9999 copies.")
        raise InvalidInput(words, fields={"copies": [words]})
    return copies


def _described(incoming: Incoming, said: Particulars) -> tuple[str, ...]:
    """Put what somebody read from the paper into the row, unsaved; the fields that may change."""
    if incoming.origin == Incoming.Origin.DISPATCH:
        return ()
    require_said(title=said.title, from_name=said.from_name)
    if said.type and said.type not in TYPES:
        raise InvalidInput(fields={"type": [_("This is none of the fifteen types.")]})
    names = ("title", "type", "from_name", "their_number", "their_date", "urgency")
    for name in names:
        value = getattr(said, name)
        setattr(incoming, name, value.strip() if isinstance(value, str) else value)
    incoming.copies = _counted(said.copies)
    return (*names, "copies")
