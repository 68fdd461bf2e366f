"""Proposing, instructing, handling, urging (拟办、批示、承办、催办), each a step of its process."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import (
    DocumentHandled,
    HandlingInstructed,
    HandlingPassed,
    HandlingReturned,
    HandlingUrged,
)
from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.receiving import telling
from liupan.capabilities.correspondence.operations.receiving.keeping import (
    NotNow,
    about,
    keep,
    locked,
    own_step,
    require_in,
    save,
    stop,
)
from liupan.capabilities.correspondence.operations.receiving.lateness import become_late
from liupan.capabilities.correspondence.operations.receiving.way import Course, propose
from liupan.capabilities.correspondence.operations.urging import require_unurged
from liupan.capabilities.correspondence.policies import (
    HANDLE,
    INSTRUCT,
    REGISTRY,
    require_over,
    visible_outgoing,
)
from liupan.capabilities.correspondence.queries.incoming_people import people_with
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.foundation.calendar.facade import working_days_between
from liupan.foundation.journal.facade import operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import (
    complete_step,
    hand_over_step,
    return_step,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy


@operation
def propose_handling(
    *,
    incoming_id: UUID,
    proposal: str,
    lead_unit_id: UUID | None,
    leader_id: UUID | None,
    handler_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Propose how it is handled (拟办), first or after it came back.

    Raises `Missing`, `NotAuthorised`, `NotNow`, `NotForYou`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    require_in(incoming, State.PROPOSING)
    course = Course(lead_unit_id or incoming.unit_id, leader_id, handler_id)
    course.require_possible(incoming, by)
    propose(incoming, own_step(incoming, "propose", by), course, proposal, by)


@operation
def instruct_document(
    *,
    incoming_id: UUID,
    words: str,
    actor: Actor,
    now: datetime,
    lead_unit_id: UUID | None = None,
    handler_id: UUID | None = None,
) -> None:
    """Give an instruction on it (批示), as the leader asked; it goes to who handles it.

    Another lead unit or person may be named. Raises `Missing`, `NotAuthorised`, `NotNow`,
    `NotForYou`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require(actor, INSTRUCT, secrecy=Secrecy(incoming.secrecy))
    require_in(incoming, State.INSTRUCTING)
    require_said(opinion=words)
    course = _changed(incoming, lead_unit_id, handler_id)
    course.require_possible(incoming, by)
    step = own_step(incoming, "instruct", by)
    complete_step(item_id=step, opinion=words.strip(), data=course.data(), actor=actor, now=now)
    course.put(incoming)
    incoming.state = State.HANDLING
    save(incoming, "state", "lead_unit", "leader_id", "handler_id")
    fact = HandlingInstructed(**about(incoming, by), lead_unit_id=incoming.lead_unit_id)
    keep(incoming, fact, by, words)


@operation
def hand_over_handling(
    *, incoming_id: UUID, handler_id: UUID, actor: Actor, now: datetime, opinion: str = ""
) -> None:
    """Have another person handle it, for good (转办).

    Raises `Missing`, `NotAuthorised`, `NotNow`, `NotForYou`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require(actor, HANDLE, secrecy=Secrecy(incoming.secrecy))
    require_in(incoming, State.HANDLING)
    course = _changed(incoming, None, handler_id)
    course.require_possible(incoming, by)
    step = own_step(incoming, "handle", by)
    hand_over_step(item_id=step, account_id=handler_id, reason=opinion, actor=actor, now=now)
    incoming.handler_id = handler_id
    save(incoming, "handler_id")
    fact = HandlingPassed(
        **{**about(incoming, by), "concerned": (handler_id,)}, handler_id=handler_id
    )
    keep(incoming, fact, by, opinion, {"handler": str(handler_id)})


@operation
def return_handling(*, incoming_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Give it back for another proposal (退回重新拟办): not for this unit, or not to be so.

    By the leader asked or whoever handles it. Raises `Missing`, `NotAuthorised`, `NotNow`,
    `NotForYou`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_in(incoming, State.INSTRUCTING, State.HANDLING)
    element = "instruct" if incoming.standing is State.INSTRUCTING else "handle"
    right = INSTRUCT if element == "instruct" else HANDLE
    require(actor, right, secrecy=Secrecy(incoming.secrecy))
    require_said(reason=reason)
    step = own_step(incoming, element, by)
    before = incoming.state
    return_step(item_id=step, to="propose", opinion=reason.strip(), actor=actor, now=now)
    incoming.state = State.PROPOSING
    save(incoming, "state")
    fact = HandlingReturned(**about(incoming, by), from_state=before, reason=reason.strip())
    keep(incoming, fact, by, reason)


@operation
def finish_handling(
    *,
    incoming_id: UUID,
    result: str,
    actor: Actor,
    now: datetime,
    reply_id: UUID | None = None,
) -> None:
    """Say what came of it (办结); `reply_id` is the outgoing document that answers it (复文).

    Late it stays for ever, also when it is done. Raises `Missing`, `NotAuthorised`, `NotNow`,
    `NotForYou`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require(actor, HANDLE, secrecy=Secrecy(incoming.secrecy))
    require_in(incoming, State.HANDLING)
    require_said(result=result)
    _require_reply(incoming, reply_id, actor)
    step = own_step(incoming, "handle", by)
    complete_step(item_id=step, opinion=result.strip(), actor=actor, now=now)
    if stop(incoming, by) and not incoming.is_late:
        become_late(incoming, by)
    incoming.state, incoming.done_at = State.DONE, now
    save(incoming, "state", "done_at", "is_late")
    fact = DocumentHandled(
        **about(incoming, by), result=result.strip(), reply_id=reply_id, is_late=incoming.is_late,
        working_days=working_days_between(clock.on(incoming.reviewed_at or now), by.today),
    )  # fmt: skip
    keep(incoming, fact, by, result, {"reply": str(reply_id)} if reply_id else None)
    title = _("Handled: %(title)s") % {"title": incoming.title}
    told = {*telling.registrars(incoming.unit_id, by.today), incoming.leader_id} - {None}
    telling.tell([one for one in told if one], telling.DONE, incoming, by, title, result)


@operation
def urge_handling(*, incoming_id: UUID, opinion: str, actor: Actor, now: datetime) -> int:
    """Urge whoever has it (催办): to sign for, instruct, handle or read; how many were told.

    Raises `Missing`, `NotAuthorised`, `NotNow`, `UrgedAlready`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    require_in(incoming, State.INSTRUCTING, State.HANDLING, State.READING)
    require_unurged(incoming, now)
    people = holders(incoming, by) - {actor.id}
    if not people:
        raise NotNow(_("Nobody but you has it now."))
    title = _("Please hurry: %(title)s") % {"title": incoming.title}
    telling.tell(people, telling.URGED, incoming, by, title, opinion)
    fact = HandlingUrged(
        **{**about(incoming, by), "concerned": tuple(sorted(people))}, opinion=opinion.strip()
    )
    keep(incoming, fact, by, opinion, {"told": len(people), "state": str(incoming.state)})
    return len(people)


def holders(incoming: Incoming, by: By) -> frozenset[UUID]:
    """Who has it now: the leader asked, who handles it, who has not read it."""
    match incoming.standing:
        case State.READING:
            unread = incoming.readers.filter(read_at=None)
            return frozenset(unread.values_list("person_id", flat=True))
        case State.INSTRUCTING:
            return frozenset({incoming.leader_id} - {None})  # type: ignore[arg-type]
        case _:
            return _handlers(incoming, by)


def _handlers(incoming: Incoming, by: By) -> frozenset[UUID]:
    if incoming.handler_id:
        return frozenset({incoming.handler_id})
    return people_with(HANDLE, incoming.lead_unit_id or incoming.unit_id, by.today)


def _changed(incoming: Incoming, lead_unit_id: UUID | None, handler_id: UUID | None) -> Course:
    """Its course with what somebody named anew; another unit has other people."""
    unit = lead_unit_id or incoming.lead_unit_id or incoming.unit_id
    same = unit == incoming.lead_unit_id
    handler = handler_id or (incoming.handler_id if same else None)
    return Course(unit, incoming.leader_id, handler)


def _require_reply(incoming: Incoming, reply_id: UUID | None, actor: Actor) -> None:
    if reply_id is None:
        return
    replies = Outgoing.objects.filter(visible_outgoing(actor), in_reply_to=incoming)
    if not replies.filter(id=reply_id).exists():
        words = _("Choose one of the documents that answer this one.")
        raise InvalidInput(words, fields={"reply_id": [words]})
