"""What the pages of writing show: a document being written, its drafts, what to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.correspondence.models import Addressee, Draft, Incoming, Outgoing, Party
from liupan.capabilities.correspondence.policies import (
    DRAFT,
    REVIEW,
    SIGN_OFF,
    find_outgoing,
    is_over,
    visible_incoming,
    visible_outgoing,
)
from liupan.capabilities.correspondence.queries.sources import as_json, source_of
from liupan.capabilities.correspondence.rules.composing import words_of
from liupan.capabilities.correspondence.rules.sending import EDITABLE, State
from liupan.foundation.access.facade import list_holders
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_posts_held
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import CEILING, WORDS, Secrecy

Choices = list[tuple[str, str]]
MOST_EARLIER = 50
"""So many earlier documents are offered to begin with."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft that was handed on."""

    n: int
    by: str
    at: datetime
    note: str
    step: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    id: UUID
    title: str
    their_number: str
    from_name: str


@dataclass(frozen=True, slots=True)
class Editing:
    """A document as it is being written by one person.

    Attributes:
        source: the text it goes on from: the last draft, else what it began with.
        fields: of the editor as this person left them; None when nothing was written yet.
        revision: of the working copy; 0 without one.
    """

    id: UUID
    version: int
    title: str
    type: str
    form: str
    state: str
    is_editable: bool
    is_drafting: bool
    issuing_unit_id: UUID
    drafting_unit_id: UUID
    issuers: tuple[UUID, ...]
    cosigners: tuple[UUID, ...]
    signer_id: UUID | None
    code_id: UUID | None
    main: tuple[str, ...]
    copies: tuple[str, ...]
    secrecy: int
    mark: str
    urgency: str
    is_normative: bool
    disclosure: str
    disclosure_reason: str
    due_on: date | None
    in_reply_to: UUID | None
    reply_title: str
    source: dict[str, Any]
    fields: dict[str, str] | None
    revision: int
    saved_at: datetime | None


def get_editing(actor: Actor, document_id: UUID) -> Editing:
    """A document that the actor may see, as they are writing it. Raises `Missing`."""
    row = find_outgoing(Outgoing.objects.select_related("in_reply_to"), document_id, actor)
    if row is None:
        raise Missing(_("There is no such document."))
    copy = row.working_copies.filter(person_id=actor.id).first()
    kept = copy.form if copy else {}
    parties = list(row.parties.order_by("order", "id"))
    to = list(row.addressees.order_by("order"))
    reply = row.in_reply_to
    return Editing(
        id=row.id, version=row.version, title=row.title, type=row.type, form=row.form,
        state=row.get_state_display(), is_editable=_is_editor(actor, row),
        is_drafting=row.standing is State.DRAFTING,
        issuing_unit_id=row.issuing_unit_id, drafting_unit_id=row.drafting_unit_id,
        issuers=tuple(
            p.unit_id for p in parties
            if p.part == Party.Part.ISSUER and p.unit_id != row.issuing_unit_id
        ),
        cosigners=tuple(p.unit_id for p in parties if p.part == Party.Part.COSIGNER),
        signer_id=row.signer_id, code_id=row.code_id,
        main=tuple(one.text for one in to if one.kind == Addressee.Kind.MAIN),
        copies=tuple(one.text for one in to if one.kind == Addressee.Kind.COPY),
        secrecy=row.secrecy, mark=row.mark, urgency=row.urgency, is_normative=row.is_normative,
        disclosure=row.disclosure, disclosure_reason=row.disclosure_reason, due_on=row.due_on,
        in_reply_to=row.in_reply_to_id,
        reply_title=f"{reply.title} {reply.their_number}".strip() if reply else "",
        source=_source(row, kept), fields=kept.get("fields"),
        revision=copy.revision if copy else 0, saved_at=copy.saved_at if copy else None,
    )  # fmt: skip


def list_drafts(document_id: UUID) -> list[DraftLine]:
    """The drafts that were handed on, the newest first. Two queries."""
    rows = Draft.objects.filter(document_id=document_id).order_by("-n")
    found = list(rows.values("n", "written_by", "written_at", "note", "step"))
    people = list_accounts({one["written_by"] for one in found})
    return [
        DraftLine(
            n=one["n"], at=one["written_at"], note=one["note"], step=one["step"],
            by=people[one["written_by"]].name if one["written_by"] in people else "",
        )
        for one in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TwoDrafts:
    """The lines of two drafts of a document, and how it is marked."""

    title: str
    secrecy: Secrecy
    mark: str
    former: list[str]
    latter: list[str]


def get_two_drafts(actor: Actor, document_id: UUID, a: int, b: int) -> TwoDrafts:
    """Two drafts of a document. Raises `Missing`."""
    row = find_outgoing(Outgoing.objects.all(), document_id, actor)
    drafts = {one.n: one.source for one in row.drafts.filter(n__in=(a, b))} if row else {}
    if row is None or {a, b} - set(drafts):
        raise Missing(pgettext("document", "There is no such draft."))
    lines = (_lines(drafts[n]) for n in (a, b))
    return TwoDrafts(row.title, Secrecy(row.secrecy), row.mark, *lines)


def find_reply(actor: Actor, incoming_id: UUID) -> Reply | None:
    """The incoming document that is to be answered, if the actor may see it."""
    rows = Incoming.objects.filter(visible_incoming(actor), id=incoming_id)
    found = rows.values("id", "title", "their_number", "from_name").first()
    return Reply(**found) if found else None


def list_earlier(actor: Actor) -> Choices:
    """The actor's own documents and those of their units with a text, newest first."""
    rows = Outgoing.objects.filter(visible_outgoing(actor), draft_number__gt=0)
    found = rows.order_by("-drafted_at", "-id").values_list("id", "number", "title")
    return [(str(i), f"{number} {title}".strip()) for i, number, title in found[:MOST_EARLIER]]


def own_units(actor: Actor, day: date) -> Choices:
    """The units for which the actor drafts: those of their posts. One query."""
    held = list_posts_held(actor.id, day)
    found = dict.fromkeys((str(post.unit_id), post.unit_name) for post in held)
    return [one for one in found if may(actor, DRAFT, unit_id=UUID(one[0]))]


def list_signers(unit_id: UUID, day: date) -> Choices:
    """Who signs off for the unit, by name. Some queries."""
    people = list_accounts(list_holders(SIGN_OFF, day, unit_id=unit_id)).values()
    return sorted(((str(one.id), one.name) for one in people), key=lambda one: one[1])


def levels(actor: Actor) -> Choices:
    """The levels a document of this actor may have here."""
    most = min(actor.clearance, CEILING[actor.zone])
    return [(str(level.value), WORDS[level]) for level in Secrecy if level <= most]


def disclosures() -> Choices:
    """公开属性."""
    return [(str(value), str(label)) for value, label in Outgoing.Disclosure.choices]


def _is_editor(actor: Actor, row: Outgoing) -> bool:
    """As `operations.drafting` asks once more."""
    if row.standing not in EDITABLE:
        return False
    if row.standing is State.REVIEWING:
        return is_over(actor, REVIEW, row.issuing_unit_id, row.secrecy)
    return row.drafter_id == actor.id or is_over(actor, DRAFT, row.drafting_unit_id, row.secrecy)


def _source(row: Outgoing, kept: dict[str, Any]) -> dict[str, Any]:
    """The last draft with the particulars as they stand; before there is one, the beginning."""
    last = row.drafts.order_by("-n").first()
    if last is not None:
        return as_json(source_of(row, last))
    if not kept:  # somebody else began it
        first = row.working_copies.order_by("id").first()
        kept = first.form if first else {}
    found: dict[str, Any] = kept.get("source", kept)
    return found


def _lines(source: dict[str, Any]) -> list[str]:
    """What a draft says, line by line, with what is around its text."""
    around: Sequence[tuple[str, Any]] = (
        (pgettext("document", "Title"), source.get("title", "")),
        (_("Main addressees"), "，".join(source.get("addressees", ()))),
    )
    after: Sequence[tuple[str, Any]] = (
        (pgettext("document", "Note"), source.get("note", "")),
        (_("Copies to"), "，".join(source.get("copies_to", ()))),
        (pgettext("document", "Urgency"), source.get("urgency") or ""),
    )
    lines = [f"{name}：{words}" for name, words in around if words]
    lines += words_of(source.get("body", ()))
    for one in source.get("attachments", ()):
        lines += [f"{_('Attachment')}：{one['title']}", *words_of(one["body"])]
    return lines + [f"{name}：{words}" for name, words in after if words]
