"""What a document resolves, and what became of it under supervision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Incoming, Outgoing, Resolution
from liupan.capabilities.correspondence.policies import visible_incoming, visible_outgoing
from liupan.capabilities.correspondence.rules.composing import words_of
from liupan.capabilities.correspondence.rules.resolutions import found_in
from liupan.foundation.organisations.facade import list_units, units_called
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault, Missing

Document = Outgoing | Incoming
REFUSED = "resolution.refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A numbered paragraph of a document as a resolution, and how it stands.

    `refusal`: why supervision could not register it; then it can be handed over again.
    """

    n: int
    text: str
    is_assigned: bool
    lead_unit_id: UUID | None
    lead_unit: str
    due_on: date | None
    handed_at: datetime | None = None
    item_id: UUID | None = None
    item_number: str = ""
    refusal: str = ""

    @property
    def may_be_handed(self) -> bool:
        return self.handed_at is None or bool(self.refusal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolving:
    """A document with what it resolves."""

    id: UUID
    is_outgoing: bool
    title: str
    number: str
    unit_id: UUID
    secrecy: int
    offered: tuple[Offered, ...]


def get_resolving(
    actor: Actor, *, outgoing_id: UUID | None = None, incoming_id: UUID | None = None
) -> Resolving:
    """The document with its numbered paragraphs. Raises `Missing`."""
    document = get_document(actor, outgoing_id=outgoing_id, incoming_id=incoming_id)
    is_outgoing = isinstance(document, Outgoing)
    return Resolving(
        id=document.id,
        is_outgoing=is_outgoing,
        title=document.title,
        number=number_of(document),
        unit_id=unit_of(document),
        secrecy=document.secrecy,
        offered=_offered(document),
    )


def get_document(
    actor: Actor, *, outgoing_id: UUID | None = None, incoming_id: UUID | None = None
) -> Document:
    """An outgoing or incoming document that the actor sees. Raises `Missing`."""
    found: Document | None
    if outgoing_id:
        found = Outgoing.objects.filter(visible_outgoing(actor), id=outgoing_id).first()
    else:
        rows = Incoming.objects.select_related("outgoing").filter(visible_incoming(actor))
        found = rows.filter(id=incoming_id).first() if incoming_id else None
    if found is None:
        raise Missing(_("There is no such document."))
    return found


def unit_of(document: Document) -> UUID:
    """The unit whose document it is: that issues it, or that received it."""
    if isinstance(document, Outgoing):
        return document.issuing_unit_id
    return document.unit_id


def of_resolution(resolution: Resolution) -> Document:
    """The document of a resolution."""
    found = resolution.outgoing or resolution.incoming
    if found is None:
        raise Fault("a resolution is of a document")
    return found


def number_of(document: Document) -> str:
    """The number that its issuer gave it."""
    return str(document.number if isinstance(document, Outgoing) else document.their_number)


def day_of(document: Document) -> date:
    """The day it bears, as far as it is known."""
    if isinstance(document, Outgoing):
        return clock.on(document.signed_off_at or document.drafted_at)
    return document.their_date or clock.on(document.arrived_at)


def body_of(document: Document) -> list[str]:
    """The lines of the text that was signed off, else of the current draft; none of what came from
    outside."""
    issued = document if isinstance(document, Outgoing) else document.outgoing
    if issued is None:
        return []
    n = issued.signed_draft or issued.draft_number
    source: Mapping[str, Any] | None = (
        issued.drafts.filter(n=n).values_list("source", flat=True).first()
    )
    return words_of(source["body"]) if source else []


def handed_of(document: Document) -> "QuerySet[Resolution]":
    """What was handed over of a document."""
    found: QuerySet[Resolution] = document.resolutions.order_by("n")
    return found


def refusals_of(document: Document) -> dict[str, tuple[datetime, str]]:
    """The last refusal of each resolution, by its id."""
    rows = document.entries.filter(act=REFUSED).order_by("at", "id")
    return {str(one.values["resolution"]): (one.at, one.words) for one in rows}


def is_refused(resolution: Resolution, refusals: Mapping[str, tuple[datetime, str]]) -> str:
    """Why supervision did not take it, when that was its last word; else empty."""
    at, words = refusals.get(str(resolution.id), (None, ""))
    if at is None or resolution.item_id or at < resolution.handed_at:
        return ""
    return words


def _offered(document: Document) -> tuple[Offered, ...]:
    lines = body_of(document)
    handed = {one.n: one for one in handed_of(document)}
    refusals = refusals_of(document) if handed else {}
    found = {one.n: one for one in found_in(lines, day_of(document))}
    units = list_units(one.lead_unit_id for one in handed.values())
    offered = []
    for n in sorted({*found, *handed}):
        if done := handed.get(n):
            offered.append(
                Offered(
                    n=n, text=done.text, is_assigned=True, lead_unit_id=done.lead_unit_id,
                    lead_unit=units[done.lead_unit_id].name, due_on=done.due_on,
                    handed_at=done.handed_at, item_id=done.item_id, item_number=done.item_number,
                    refusal=is_refused(done, refusals),
                )
            )  # fmt: skip
            continue
        one = found[n]
        lead = _unit(one.lead)
        offered.append(
            Offered(
                n=n, text=one.text, is_assigned=one.is_assigned, lead_unit_id=lead,
                lead_unit=one.lead, due_on=one.due_on,
            )
        )  # fmt: skip
    return tuple(offered)


def _unit(words: str) -> UUID | None:
    """The one unit of today that these words name; 市 in front stands for the city's own name."""
    if not words:
        return None
    today = clock.today()
    for name in dict.fromkeys((words, words.removeprefix("市"))):
        found = units_called(name, today, limit=2)
        if len(found) == 1:
            return found[0].id
    return None
