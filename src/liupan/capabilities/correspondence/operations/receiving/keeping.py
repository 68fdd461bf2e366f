"""What every act on an incoming document shares: locking it, its entry, its fact, its clock."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.correspondence.events import AboutIncoming
from liupan.capabilities.correspondence.models import Entry, Incoming, Outgoing
from liupan.capabilities.correspondence.policies import sees_incoming
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.capabilities.correspondence.rules.sending import State as Sent
from liupan.foundation.calendar.facade import NotRunning, stop_clock
from liupan.foundation.journal.facade import record
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import (
    NotForYou,
    list_own_steps,
    open_steps,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked, insert, lock, update
from liupan.kernel.work import place

TYPE = "correspondence.incoming"
SIGNING, HANDLING = "correspondence.sign_for", "correspondence.handling"
"""Kinds of clocks."""


LOOK = gettext_lazy("Look at its page: it shows what was done and who has it.")


class NotNow(Refusal):
    """The act is not possible as the document stands."""


def locked(incoming_id: UUID, actor: Actor) -> Incoming:
    """The document, locked, if the actor may see it. One query, and what `sees_incoming` asks.
    Raises `Missing`."""
    found = lock(Incoming, incoming_id)
    if found is None or not sees_incoming(actor, found):
        raise Missing(_("There is no such document."))
    return found


def require_in(incoming: Incoming, *states: State) -> None:
    """Raises `NotNow` saying where the document stands."""
    if incoming.standing not in states:
        raise NotNow(
            _("“%(title)s” is “%(state)s”: this is not possible now.")
            % {"title": incoming.title, "state": incoming.get_state_display()},
            next_step=str(LOOK),
        )


def require_in_force(incoming: Incoming) -> None:
    """Raises `NotNow` for what its sender made void meanwhile: nobody accepts it any more. The
    sender's row is read when ours is locked; read with it, it could be what was before."""
    sent = _standing.first(incoming.outgoing_id) if incoming.outgoing_id else None
    if sent == Sent.VOID.value:
        raise NotNow(
            _("Its sender made it void: it is not accepted any more."),
            next_step=_("Send it back: then it waits for nobody."),
        )


@asked
def _standing(outgoing_id: UUID) -> QuerySet[Outgoing, str]:
    return Outgoing.objects.filter(id=outgoing_id).values_list("state", flat=True)


def save(incoming: Incoming, *fields: str) -> None:
    """Save these fields and count the version up."""
    incoming.version += 1
    update(incoming, *fields, "version")


def keep(
    incoming: Incoming,
    fact: AboutIncoming,
    by: By,
    words: str = "",
    values: Mapping[str, Any] | None = None,
) -> None:
    """Write what was done (办理记录) and tell the journal. Two statements and the journal's."""
    entry = Entry(
        incoming=incoming, act=fact.code.partition(".")[2], actor_id=by.actor.id,
        actor_unit_id=by.unit_id, words=words.strip(), values=dict(values or {}), at=by.now,
    )  # fmt: skip
    insert(entry)
    record(fact, actor=by.actor, now=by.now)


def about(incoming: Incoming, by: By) -> dict[str, Any]:
    """What every fact carries of the document, as it stands now."""
    return {
        "thing_id": incoming.id,
        "secrecy": Secrecy(incoming.secrecy),
        "unit_id": incoming.unit_id,
        "outgoing_id": incoming.outgoing_id,
        "type": incoming.type,
        "state": str(incoming.state),
        "number": incoming.number,
        "on": by.today,
    }


def page_of(incoming: Incoming) -> str:
    """The document's page; nothing where pages are not installed."""
    return place("correspondence:incoming", incoming.id)


def own_step(incoming: Incoming, element: str, by: By) -> UUID:
    """The open step of the document's process that waits for the actor.

    Raises `NotNow` where it is not open, `NotForYou` where it is with somebody else.
    """
    if incoming.instance_id is None:
        raise NotNow(_("Nobody handles this document: it was not accepted for action."))
    mine = list_own_steps(incoming.instance_id, by.actor, by.now)
    open_now = [one for one in open_steps(incoming.instance_id) if one.element == element]
    if not open_now:
        raise NotNow(_("The step was done meanwhile."), next_step=str(LOOK))
    if open_now[0].id not in mine:
        raise NotForYou(_("The step is with somebody else."), next_step=str(LOOK))
    return open_now[0].id


def stop(incoming: Incoming, by: By) -> bool:
    """Stop the clock that runs for it, if one does; whether its day had passed."""
    if incoming.clock_id is None:
        return False
    try:
        return stop_clock(clock_id=incoming.clock_id, actor=by.actor, now=by.now)
    except NotRunning:
        return False
