"""The page of an outgoing document: what it is, its text, who said what, what it waits for."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import (
    Addressee,
    Draft,
    Entry,
    Incoming,
    Outgoing,
    Party,
    Rendition,
)
from liupan.capabilities.correspondence.policies import find_outgoing
from liupan.capabilities.correspondence.queries.outgoing import (
    OutgoingLine,
    clocks_of_documents,
    line_of,
    waiting_documents,
)
from liupan.capabilities.correspondence.queries.sources import source_of
from liupan.foundation.documents.facade import OfficialDocument, read_source
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitRef, list_posts_of, list_units
from liupan.foundation.workflow.facade import (
    InstanceRef,
    Involvement,
    Part,
    StepRef,
    describe_instance,
    find_step,
    involvement_in,
    list_own_steps,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as others see it."""

    n: int
    written_by: str
    written_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PartyView:
    """A unit that takes part, and whether it has sealed."""

    unit_id: UUID
    unit: str
    part: str
    order: int
    sealed_at: datetime | None
    sealed_by: str


@dataclass(frozen=True, slots=True)
class AddresseeView:
    """Whom it goes to, as printed; `units`: how many units here that is, 0 for who is outside."""

    kind: str
    text: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """Something that was done with the document outside its steps."""

    act: str
    who: str
    unit: str
    at: datetime
    words: str
    actor_id: UUID
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileView:
    """The finished file of one kind. `places`: of seals, page and centre in mm, by issuer."""

    kind: str
    file_id: UUID
    n: int
    pages: int
    seals: int
    places: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The document at a unit that it was dispatched to."""

    id: UUID
    unit_id: UUID
    unit: str
    kind: str
    state: str
    state_label: str
    arrived_at: datetime
    sign_by: date | None
    signed_for_at: datetime | None
    signed_for_by: str
    return_reason: str

    @property
    def is_open(self) -> bool:
        """Nobody has signed for it."""
        return self.state == Incoming.State.ARRIVED

    def is_late(self, today: date) -> bool:
        return self.is_open and self.sign_by is not None and self.sign_by < today


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """An outgoing document with everything its page shows."""

    id: UUID
    version: int
    line: OutgoingLine
    form: str
    secrecy: Secrecy
    mark: str
    disclosure_label: str
    disclosure_reason: str
    is_normative: bool
    issuing_unit_id: UUID
    issuing_unit: str
    drafting_unit: str
    drafter_id: UUID
    drafter: str
    signer: str
    code_id: UUID | None
    code: str
    draft_number: int
    signed_draft: int | None
    drafts: tuple[DraftLine, ...]
    source: OfficialDocument | None = field(repr=False)
    before: OfficialDocument | None = field(repr=False)
    parties: tuple[PartyView, ...]
    addressees: tuple[AddresseeView, ...]
    files: tuple[FileView, ...]
    entries: tuple[EntryView, ...]
    deliveries: tuple[Delivery, ...]
    in_reply_to_id: UUID | None
    instance: InstanceRef | None = field(repr=False)
    posts: Mapping[tuple[UUID, date], str]
    """Unit and post of everybody who decided something, as of that day."""
    mine: tuple[StepRef, ...]
    parts: Mapping[UUID, Part]
    """What the actor is asked for at each of them."""
    takes_part: bool
    acts: bool
    """Not for information alone: started its process, did or may do something in it."""

    handed_on: StepRef | None
    """What this actor completed alone, where it is what was completed last."""
    drafted_at: datetime
    signed_off_at: datetime | None
    dispatched_at: datetime | None
    ended_at: datetime | None

    @property
    def step(self) -> StepRef | None:
        """The step of it that waits for this actor."""
        return self.mine[0] if self.mine else None

    @property
    def is_added_signer(self) -> bool:
        """Whether the actor was asked to sign somebody else's step before or after them (加签)."""
        return bool(self.step and not self.step.signing and self.parts[self.step.id] is Part.SIGN)

    @property
    def issuers(self) -> tuple[PartyView, ...]:
        return tuple(one for one in self.parties if one.part == Party.Part.ISSUER)

    def file(self, kind: str) -> FileView | None:
        """The finished file of a kind."""
        return next((one for one in self.files if one.kind == kind), None)


def get_outgoing(actor: Actor, document_id: UUID, *, now: datetime) -> DocumentView:
    """A document for its page. A fixed number of queries. Raises `Missing`.

    Who may read at a unit that takes part sees it, and who takes part in its process; a unit that
    received it does not.
    """
    row = find_visible(actor, document_id)
    drafts = list(Draft.objects.filter(document=row).order_by("n"))
    parties = list(Party.objects.filter(document=row).order_by("part", "order", "id"))
    entries = list(Entry.objects.filter(outgoing=row).order_by("at", "id"))
    deliveries = list(Incoming.objects.filter(outgoing=row).order_by("kind", "unit__order"))
    called = _names(row, drafts, parties, entries, deliveries)
    instance = describe_instance(row.instance_id) if row.instance_id else None
    mine = list_own_steps(instance.id, actor, now) if instance else {}
    share = involvement_in(instance.id, actor, now) if instance else Involvement.NONE
    return DocumentView(
        id=row.id,
        version=row.version,
        line=line_of(row, called.units, clocks_of_documents([row], now)),
        form=row.form,
        secrecy=Secrecy(row.secrecy),
        mark=row.mark,
        disclosure_label=str(Outgoing.Disclosure(row.disclosure).label),
        disclosure_reason=row.disclosure_reason,
        is_normative=row.is_normative,
        issuing_unit_id=row.issuing_unit_id,
        issuing_unit=called.unit(row.issuing_unit_id),
        drafting_unit=called.unit(row.drafting_unit_id),
        drafter_id=row.drafter_id,
        drafter=called.person(row.drafter_id),
        signer=called.person(row.signer_id),
        code_id=row.code_id,
        code=row.code.text if row.code else "",
        draft_number=row.draft_number,
        signed_draft=row.signed_draft,
        drafts=tuple(
            DraftLine(one.n, called.person(one.written_by), one.written_at, one.note)
            for one in drafts
        ),
        source=source_of(row, drafts[-1]) if drafts else None,
        before=read_source(json.dumps(drafts[-2].source)) if len(drafts) > 1 else None,
        parties=tuple(_party(one, called) for one in parties),
        addressees=tuple(_addressee(one) for one in row.addressees.order_by("-kind", "order")),
        files=_files(row),
        entries=tuple(_entry(one, called) for one in entries),
        deliveries=tuple(_delivery(one, called) for one in deliveries),
        in_reply_to_id=row.in_reply_to_id,
        instance=instance,
        posts=_posts(instance) if instance else {},
        mine=tuple(step for step in instance.open_steps if step.id in mine) if instance else (),
        parts=mine,
        takes_part=bool(share),
        acts=share is Involvement.ACTS,
        handed_on=_handed_on(instance, actor) if instance else None,
        drafted_at=row.drafted_at,
        signed_off_at=row.signed_off_at,
        dispatched_at=row.dispatched_at,
        ended_at=row.ended_at,
    )


def find_visible(actor: Actor, document_id: UUID) -> Outgoing:
    """The row, if the actor may see it. Raises `Missing`."""
    row = find_outgoing(Outgoing.objects.select_related("code"), document_id, actor)
    if row is None:
        raise Missing(_("There is no such document."))
    return row


def neighbours(actor: Actor, document_id: UUID, now: datetime) -> tuple[UUID | None, UUID | None]:
    """The documents before and after this one among those that wait for the actor."""
    order = waiting_documents(actor, now)
    others = [one for one in order if one != document_id]
    if document_id not in order:
        return None, (others[0] if others else None)
    at = order.index(document_id)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


# --- Parts of it -------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Names:
    units: dict[UUID, UnitRef]
    people: dict[UUID, str]

    def unit(self, unit_id: UUID | None) -> str:
        found = self.units.get(unit_id) if unit_id else None
        return found.name if found else ""

    def person(self, account_id: UUID | None) -> str:
        """A machine is called by what it is."""
        if account_id is None:
            return ""
        return self.people.get(account_id) or _("by rule")


def _names(
    row: Outgoing,
    drafts: Iterable[Draft],
    parties: Iterable[Party],
    entries: Iterable[Entry],
    deliveries: Iterable[Incoming],
) -> _Names:
    """What units and people are called. Two queries."""
    units = {row.issuing_unit_id, row.drafting_unit_id, *(one.unit_id for one in parties)}
    units |= {one.unit_id for one in deliveries}
    units |= {one.actor_unit_id for one in entries if one.actor_unit_id}
    people = {row.drafter_id, row.signer_id, *(one.written_by for one in drafts)}
    people |= {one.sealed_by for one in parties} | {one.actor_id for one in entries}
    people |= {one.signed_for_by for one in deliveries}
    known = list_accounts({one for one in people if one})
    return _Names(list_units(units), {one.id: one.name for one in known.values()})


def _posts(instance: InstanceRef) -> dict[tuple[UUID, date], str]:
    """One query for each day on which somebody decided something."""
    by_day: dict[date, set[UUID]] = {}
    for one in (said for step in instance.steps for said in step.opinions):
        by_day.setdefault(clock.on(one.written_at), set()).add(one.author_id)
    return {
        (person, day): f"{held[0].unit_name} {held[0].title}"
        for day, people in by_day.items()
        for person, held in list_posts_of(people, day).items()
    }


def _handed_on(instance: InstanceRef, actor: Actor) -> StepRef | None:
    closed = [one for one in instance.steps if one.state == "done" and one.kind == "task"]
    last = max(closed, key=lambda one: one.closed_at or one.opened_at, default=None)
    if last is None or last.signing or not instance.open_steps:
        return None
    step = find_step(last.id)
    return last if step and step.done_by == actor.id else None


def _party(one: Party, called: _Names) -> PartyView:
    return PartyView(
        one.unit_id,
        called.unit(one.unit_id),
        one.part,
        one.order,
        one.sealed_at,
        called.person(one.sealed_by),
    )


def _addressee(one: Addressee) -> AddresseeView:
    return AddresseeView(one.kind, one.text, bool(one.unit_id or one.circle_id))


def _files(row: Outgoing) -> tuple[FileView, ...]:
    """None while it is on its way again: those of before say what is not signed off any more."""
    if row.rendered_at is None:
        return ()
    latest: dict[str, Rendition] = {}
    for one in Rendition.objects.filter(document=row).order_by("n"):
        latest[one.kind] = one
    newest = max((one.n for one in latest.values()), default=0)
    return tuple(
        FileView(one.kind, one.file_id, one.n, one.pages, one.seals, tuple(one.places))
        for one in latest.values()
        if one.n == newest  # a signature of an earlier PDF is none of this one
    )


def _entry(one: Entry, called: _Names) -> EntryView:
    return EntryView(
        one.act,
        called.person(one.actor_id),
        called.unit(one.actor_unit_id),
        one.at,
        one.words,
        one.actor_id,
        one.values,
    )


def _delivery(one: Incoming, called: _Names) -> Delivery:
    return Delivery(
        id=one.id,
        unit_id=one.unit_id,
        unit=called.unit(one.unit_id),
        kind=one.kind,
        state=one.state,
        state_label=str(Incoming.State(one.state).label),
        arrived_at=one.arrived_at,
        sign_by=one.sign_by,
        signed_for_at=one.signed_for_at,
        signed_for_by=called.person(one.signed_for_by),
        return_reason=one.return_reason,
    )
