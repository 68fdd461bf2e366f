"""A resolution in a document is handed over to supervision (立项督办), and what becomes of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.correspondence.events import (
    ResolutionHandedOver,
    ResolutionRefused,
    ResolutionRegistered,
)
from liupan.capabilities.correspondence.models import Entry, Incoming, Outgoing, Resolution
from liupan.capabilities.correspondence.policies import INSTRUCT, REGISTRY, TEND, is_over
from liupan.capabilities.correspondence.queries.resolutions import (
    REFUSED,
    day_of,
    get_document,
    is_refused,
    number_of,
    of_resolution,
    refusals_of,
    unit_of,
)
from liupan.capabilities.correspondence.rules import sending
from liupan.capabilities.correspondence.rules.receiving import State as Received
from liupan.capabilities.correspondence.rules.resolutions import LONGEST
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.foundation.organisations.facade import list_posts_held, list_units
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import insert, update

Document = Outgoing | Incoming
NOT_TAKEN = declare_kind(
    "correspondence.resolution_refused",
    gettext_lazy("Supervision could not take a resolution"),
    urgent=True,
)
DECIDED = frozenset({sending.State.DISPATCHED, sending.State.ARCHIVED})
ACCEPTED = frozenset(
    {Received.REGISTERED, Received.PROPOSING, Received.INSTRUCTING, Received.HANDLING,
     Received.READING, Received.DONE, Received.ARCHIVED}
)  # fmt: skip


class NotDecided(Refusal):
    """Only what was issued, or accepted here, can be supervised."""


class AlreadyHandedOver(Refusal):
    """The resolution was handed over before."""


@operation
def hand_resolution_over(
    *,
    n: int,
    text: str,
    lead_unit_id: UUID,
    due_on: date | None,
    actor: Actor,
    now: datetime,
    outgoing_id: UUID | None = None,
    incoming_id: UUID | None = None,
) -> UUID:
    """Hand the `n`th resolution of a document to supervision (立项督办); the resolution's id.

    One that supervision refused can be handed over again, corrected. Raises `Missing`,
    `NotAuthorised`, `NotDecided`, `AlreadyHandedOver`, `InvalidInput`.
    """
    document = get_document(actor, outgoing_id=outgoing_id, incoming_id=incoming_id)
    document = type(document).objects.select_for_update(of=("self",)).get(id=document.id)
    _require_may(document, actor)
    _require_decided(document)
    _require_sense(n, text, lead_unit_id, due_on, clock.on(now))
    found = document.resolutions.filter(n=n).first()
    if found is not None and not is_refused(found, refusals_of(document)):
        raise AlreadyHandedOver(
            _("This resolution was handed over already."),
            next_step=_("Follow it at its item of supervision."),
        )
    resolution = found or Resolution(
        id=uuid7(), n=n,
        outgoing=document if isinstance(document, Outgoing) else None,
        incoming=document if isinstance(document, Incoming) else None,
    )  # fmt: skip
    resolution.text, resolution.lead_unit_id = text.strip(), lead_unit_id
    resolution.due_on, resolution.handed_by, resolution.handed_at = due_on, actor.id, now
    with refused_when_taken(AlreadyHandedOver(_("This resolution was handed over already."))):
        resolution.save()
    _note(resolution, "resolution.handed_over", actor, now, words=resolution.text)
    record(_fact(resolution, document), actor=actor, now=now)
    return resolution.id


@operation
def note_item(
    *, resolution_id: UUID, item_id: UUID, item_number: str, actor: Actor, now: datetime
) -> None:
    """Note the item that supervision registered for a resolution; once, however often told."""
    require(actor, TEND)
    resolution = _locked(resolution_id)
    if resolution is None or resolution.item_id:
        nothing_changed()
        return
    resolution.item_id, resolution.item_number = item_id, item_number
    update(resolution, "item_id", "item_number")
    values = {"item": str(item_id), "item_number": item_number}
    _note(resolution, "resolution.registered", actor, now, values=values)
    fact = ResolutionRegistered(**_about(resolution), item_id=item_id, item_number=item_number)
    record(fact, actor=actor, now=now)


@operation
def note_refusal(*, resolution_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Note that supervision could not take a resolution, and tell who handed it over."""
    require(actor, TEND)
    resolution = _locked(resolution_id)
    if resolution is None or resolution.item_id:
        nothing_changed()
        return
    document = of_resolution(resolution)
    if is_refused(resolution, refusals_of(document)):
        nothing_changed()
        return
    _note(resolution, REFUSED, actor, now, words=reason)
    record(ResolutionRefused(**_about(resolution), reason=reason), actor=actor, now=now)
    notify(
        {resolution.handed_by},
        title=_("Not taken for supervision: %(text)s") % {"text": resolution.text[:60]},
        body=reason,
        url=page_of(resolution),
        kind=NOT_TAKEN.code,
        now=now,
    )


def page_of(resolution: Resolution) -> str:
    """The page where the document's resolutions stand."""
    if resolution.outgoing_id:
        return reverse("correspondence:outgoing-resolutions", args=[resolution.outgoing_id])
    return reverse("correspondence:incoming-resolutions", args=[resolution.incoming_id])


def may_hand_over(actor: Actor, unit_id: UUID, secrecy: int) -> bool:
    """Whether the actor may hand resolutions of the unit's documents to supervision."""
    return any(is_over(actor, one, unit_id, secrecy) for one in (REGISTRY, INSTRUCT))


def _require_may(document: Document, actor: Actor) -> None:
    unit_id = unit_of(document)
    leads = is_over(actor, INSTRUCT, unit_id, document.secrecy)
    require(
        actor, INSTRUCT if leads else REGISTRY, unit_id=unit_id, secrecy=Secrecy(document.secrecy)
    )


def _require_decided(document: Document) -> None:
    if document.state not in (DECIDED if isinstance(document, Outgoing) else ACCEPTED):
        raise NotDecided(
            _("What %(title)s resolves is not in force here.") % {"title": document.title},
            next_step=_("Hand it over once the document is dispatched, or registered here."),
        )


def _require_sense(n: int, text: str, lead_unit_id: UUID, due_on: date | None, today: date) -> None:
    wrong: dict[str, list[str]] = {}
    if n < 1:
        wrong["n"] = [_("Choose a resolution.")]
    if not text.strip() or len(text) > LONGEST:
        wrong["text"] = [_("Say what is to be done, in at most 2,000 characters.")]
    unit = list_units([lead_unit_id]).get(lead_unit_id)
    if unit is None or not unit.is_open:
        wrong["lead_unit_id"] = [_("Choose a unit that exists.")]
    if due_on and due_on < today:
        wrong["due_on"] = [_("Choose today or a later day.")]
    if wrong:
        raise InvalidInput(fields=wrong)


def _locked(resolution_id: UUID) -> Resolution | None:
    rows = Resolution.objects.select_for_update(of=("self",))
    found: Resolution | None = rows.filter(id=resolution_id).first()
    return found


def _fact(resolution: Resolution, document: Document) -> ResolutionHandedOver:
    return ResolutionHandedOver(
        **_about(resolution),
        outgoing_id=resolution.outgoing_id,
        incoming_id=resolution.incoming_id,
        unit_id=unit_of(document),
        document_title=document.title,
        document_number=number_of(document),
        document_on=day_of(document),
        text=resolution.text,
        lead_unit_id=resolution.lead_unit_id,
        due_on=resolution.due_on,
        handed_by=resolution.handed_by,
        url=page_of(resolution),
    )


def _about(resolution: Resolution) -> dict[str, Any]:
    document = of_resolution(resolution)
    return {
        "thing_id": resolution.id,
        "concerned": (document.id,),
        "secrecy": Secrecy(document.secrecy),
    }


def _note(
    resolution: Resolution,
    act: str,
    actor: Actor,
    now: datetime,
    *,
    words: str = "",
    values: dict[str, str] | None = None,
) -> None:
    held = list_posts_held(actor.id, clock.on(now))
    insert(Entry(
        outgoing_id=resolution.outgoing_id, incoming_id=resolution.incoming_id, act=act,
        actor_id=actor.id, actor_unit_id=held[0].unit_id if held else None, words=words,
        values={"resolution": str(resolution.id), "n": resolution.n, **(values or {})}, at=now,
    ))  # fmt: skip
