"""Everything about one incoming document, and what somebody may do with it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import (
    Addressee,
    Entry,
    Incoming,
    Outgoing,
    Rendition,
)
from liupan.capabilities.correspondence.policies import (
    HANDLE,
    INSTRUCT,
    REGISTRY,
    is_over,
    visible_incoming,
    visible_outgoing,
)
from liupan.capabilities.correspondence.queries.incoming import IncomingLine, lines_of
from liupan.capabilities.correspondence.queries.incoming_limits import handle_by
from liupan.capabilities.correspondence.rules.receiving import (
    ACCEPTED,
    BEFORE_ACCEPTED,
    OF_STEP,
    Act,
    State,
)
from liupan.capabilities.correspondence.rules.sending import State as Sent
from liupan.foundation.access.facade import list_holders
from liupan.foundation.documents.facade import FileRef, list_files
from liupan.foundation.identity.facade import AccountRef, list_accounts
from liupan.foundation.organisations.facade import list_people_in, list_posts_held, list_units
from liupan.foundation.workflow.facade import (
    InstanceRef,
    find_instance,
    list_own_steps,
    open_steps,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission, may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing that was done. `act` is the fact's code without its office."""

    act: str
    who: str
    unit: str
    words: str
    values: dict[str, Any]
    at: datetime
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class ReaderView:
    """Somebody it was put before: since when they have it, when they read it."""

    name: str
    unit: str
    sent_at: datetime
    read_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingView:
    """An incoming document with all that was done."""

    id: UUID
    line: IncomingLine
    unit_id: UUID
    unit_name: str
    lead_unit_id: UUID | None
    lead_unit_name: str
    leader_id: UUID | None
    handler_id: UUID | None
    origin: str
    origin_label: str
    their_date: date | None
    secrecy: Secrecy
    copies: int
    kind_label: str
    is_copy: bool
    proposal: str
    return_reason: str
    void_reason: str
    """Why its sender made it void, if they did."""
    sign_by: date | None
    handler_name: str
    leader_name: str
    outgoing_id: UUID | None
    entries: Sequence[EntryView]
    readers: Sequence[ReaderView]
    files: Sequence[FileRef]
    replies: Sequence[tuple[UUID, str]]
    process: InstanceRef | None
    may: frozenset[Act]
    is_void: bool
    """Its sender made it void."""
    version: int

    @property
    def is_dispatch(self) -> bool:
        """It says itself what it is; of others somebody compares it with the paper."""
        return self.origin == Incoming.Origin.DISPATCH


def get_incoming(actor: Actor, incoming_id: UUID, *, now: datetime) -> IncomingView:
    """A document with entries, readers, files and its process. Constant queries.

    Raises `Missing`.
    """
    rows = Incoming.objects.select_related("outgoing").filter(visible_incoming(actor))
    row = rows.filter(id=incoming_id).first()
    if row is None:
        raise Missing(_("There is no such document."))
    entries = list(row.entries.order_by("-at", "-id"))
    readers = list(row.readers.order_by("sent_at", "id"))
    people = list_accounts(
        {e.actor_id for e in entries} | {r.person_id for r in readers}
        | {p for p in (row.handler_id, row.leader_id) if p}
    )  # fmt: skip
    units = list_units(
        {u for u in (row.unit_id, row.lead_unit_id, *(e.actor_unit_id for e in entries)) if u}
    )

    def called(unit_id: UUID | None) -> str:
        return units[unit_id].name if unit_id in units else ""

    def named(account_id: UUID | None) -> str:
        return people[account_id].name if account_id in people else ""

    [line] = lines_of([row], now)
    return IncomingView(
        id=row.id, line=line, unit_id=row.unit_id, unit_name=called(row.unit_id),
        lead_unit_id=row.lead_unit_id, lead_unit_name=called(row.lead_unit_id),
        leader_id=row.leader_id, handler_id=row.handler_id, origin=row.origin,
        origin_label=str(row.get_origin_display()),
        their_date=row.their_date, secrecy=Secrecy(row.secrecy), copies=row.copies,
        kind_label=str(row.get_kind_display()), is_copy=row.kind == Addressee.Kind.COPY,
        proposal=row.proposal,
        return_reason=row.return_reason, void_reason=_void_reason(row),
        sign_by=row.sign_by, handler_name=named(row.handler_id),
        leader_name=named(row.leader_id), outgoing_id=row.outgoing_id,
        entries=[
            EntryView(e.act, named(e.actor_id), called(e.actor_unit_id), e.words, e.values, e.at,
                      e.actor_id)
            for e in entries
        ],
        readers=_readers(readers, people, now), files=_files(row, actor),
        replies=_replies(row, actor), process=_process(row, actor, now),
        may=_may(row, actor, now), is_void=_is_void(row), version=row.version,
    )  # fmt: skip


def _readers(
    found: Sequence[Any], people: dict[UUID, AccountRef], now: datetime
) -> list[ReaderView]:
    return [
        ReaderView(
            people[one.person_id].name if one.person_id in people else "",
            "", one.sent_at, one.read_at, one.words,
        )
        for one in found
    ]  # fmt: skip


def _files(row: Incoming, actor: Actor) -> list[FileRef]:
    """Of a dispatch the finished files, the latest of each format; of others what was entered."""
    if row.outgoing_id is None:
        return list(list_files([row.id], actor).get(row.id, ()))
    finished = Rendition.objects.filter(document_id=row.outgoing_id).order_by("kind", "n")
    latest: dict[str, UUID] = dict(finished.values_list("kind", "file_id"))
    if not latest:
        return []
    known = list_files([row.outgoing_id], actor).get(row.outgoing_id, ())
    return [one for one in known if one.id in latest.values()]


def _void_reason(row: Incoming) -> str:
    if row.outgoing_id is None:
        return ""
    voided = Entry.objects.filter(outgoing_id=row.outgoing_id, act="outgoing.voided")
    return voided.values_list("words", flat=True).first() or ""


def _replies(row: Incoming, actor: Actor) -> list[tuple[UUID, str]]:
    found = Outgoing.objects.filter(visible_outgoing(actor), in_reply_to=row)
    return [(one.id, str(one)) for one in found.order_by("-drafted_at")[:20]]


def _process(row: Incoming, actor: Actor, now: datetime) -> InstanceRef | None:
    if row.instance_id is None:
        return None
    try:
        return find_instance(row.instance_id, actor, now)
    except Missing:
        return None  # sees the document, has no part in its process


def _may(row: Incoming, actor: Actor, now: datetime) -> frozenset[Act]:
    """What the actor can do now: by state, by right, and the step that waits for them."""
    found: set[Act] = set()
    if row.readers.filter(person_id=actor.id, read_at=None).exists():
        found.add(Act.READ)
    if is_over(actor, REGISTRY, row.unit_id, row.secrecy):
        found |= _of_registry(row.standing)
        found -= ACCEPTING if _is_void(row) else set()
    if row.instance_id and row.standing in OF_STEP.values():
        found |= _of_step(row, actor, now)
    return frozenset(found)


ACCEPTING = {Act.SIGN_FOR, Act.REGISTER, Act.REVIEW}


def _is_void(row: Incoming) -> bool:
    return row.outgoing is not None and row.outgoing.standing is Sent.VOID


def _of_registry(state: State) -> set[Act]:
    found = {
        State.ARRIVED: {Act.SIGN_FOR},
        State.SIGNED_FOR: {Act.REGISTER},
        State.REGISTERED: {Act.REVIEW},
    }.get(state, set())
    if state in BEFORE_ACCEPTED:
        found = found | {Act.SEND_BACK}
    if state in ACCEPTED:
        found = found | {Act.CIRCULATE}
    if state in (State.INSTRUCTING, State.HANDLING, State.READING):
        found = found | {Act.URGE}
    return found


def _of_step(row: Incoming, actor: Actor, now: datetime) -> set[Act]:
    if row.instance_id is None:
        return set()
    mine = list_own_steps(row.instance_id, actor, now)
    elements = {one.element for one in open_steps(row.instance_id) if one.id in mine}
    level, found = Secrecy(row.secrecy), set[Act]()
    if "propose" in elements and is_over(actor, REGISTRY, row.unit_id, row.secrecy):
        found.add(Act.PROPOSE)
    if "instruct" in elements and may(actor, INSTRUCT, secrecy=level):
        found |= {Act.INSTRUCT, Act.GIVE_BACK}
    if "handle" in elements and may(actor, HANDLE, secrecy=level):
        found |= {Act.FINISH, Act.HAND_OVER, Act.GIVE_BACK}
    return found


# --- What forms offer ---------------------------------------------------------------------------


def list_leaders(unit_id: UUID, day: date) -> Choices:
    """Who gives instructions on documents of the unit, by name."""
    return _named(list_holders(INSTRUCT, day, unit_id=unit_id))


def list_readers(unit_id: UUID, day: date) -> Choices:
    """Who works in the unit or above it gives instructions: whom a document may be put before."""
    there = {one.account_id for one in list_people_in(unit_id, day, below=True)}
    return _named(there | list_holders(INSTRUCT, day, unit_id=unit_id))


def list_handlers(unit_id: UUID, day: date) -> Choices:
    """Who of the unit may handle documents."""
    there = {one.account_id for one in list_people_in(unit_id, day, below=True)}
    return _named(there & list_holders(HANDLE, day, unit_id=unit_id))


def list_own_units(actor: Actor, permission: Permission, day: date) -> Choices:
    """The units of the actor's posts over which they hold the right."""
    held = {post.unit_id: post.unit_name for post in list_posts_held(actor.id, day)}
    return [(str(u), name) for u, name in held.items() if may(actor, permission, unit_id=u)]


def day_by_rule(found: IncomingView, now: datetime) -> date:
    """The day by which it is to be handled where nobody says another."""
    return handle_by(found.line.type, found.line.urgency, clock.on(now))


def _named(ids: Any) -> Choices:
    people = [one for one in list_accounts(ids).values() if one.is_open]
    return [(str(one.id), one.name) for one in sorted(people, key=lambda one: one.name)]
