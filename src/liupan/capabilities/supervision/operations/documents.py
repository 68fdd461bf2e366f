"""What a document resolves becomes an item (议定事项立项), as the office of documents says it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liupan.capabilities.supervision.events import ResolutionDeclined
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.drafts import NewItem
from liupan.capabilities.supervision.operations.registering import made_once, register_item
from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.queries.offering import find_supervising_unit
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.secrecy import Secrecy

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A resolution by value. `id` becomes the item's: so it is registered once, however often it
    is heard of."""

    id: UUID
    text: str
    lead_unit_id: UUID
    due_on: date | None
    document_title: str
    document_number: str
    document_on: date | None
    url: str
    secrecy: Secrecy


@operation
def register_resolution(*, resolution: Resolved, actor: Actor, now: datetime) -> UUID | None:
    """Register an item for a resolution (立项); its id, or None where it could not be.

    Why not is a fact (`ResolutionDeclined`), which the office of documents hears. Somebody of the
    office that supervises the lead unit looks after the item; what it says can be revised before it
    is handed over.
    """
    require(actor, SUPERVISE)
    if made_once(resolution.id):
        nothing_changed()
        return resolution.id
    try:
        made = _register(resolution, By(actor, now))
    except Refusal as refusal:
        reason = _reason(refusal)
        fact = ResolutionDeclined(
            thing_id=resolution.id, secrecy=resolution.secrecy,
            lead_unit_id=resolution.lead_unit_id, reason=reason,
        )  # fmt: skip
        record(fact, actor=actor, now=now)
        return None
    nothing_changed()  # but the item, whose own operation tells of it
    return made


def _register(resolution: Resolved, by: By) -> UUID:
    office = find_supervising_unit(resolution.lead_unit_id, by.today)
    officers = sorted(telling.people_with(SUPERVISE, office, by.today))
    item = NewItem(
        title=_title(resolution.text),
        end_state=resolution.text,
        origin=Item.Origin.DOCUMENT,
        origin_title=resolution.document_title,
        origin_number=resolution.document_number,
        origin_url=resolution.url,
        origin_on=resolution.document_on,
        lead_unit_id=resolution.lead_unit_id,
        supervising_unit_id=office,
        supervisor_id=officers[0] if officers else None,
        due_on=resolution.due_on,
        secrecy=resolution.secrecy,
    )
    return register_item(item=item, actor=by.actor, now=by.now, once=resolution.id)


def _title(text: str) -> str:
    """The first sentence, or as much of it as a title holds."""
    first = text.strip().splitlines()[0].split("。")[0]
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def _reason(refusal: Refusal) -> str:
    fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
    told = [text for texts in fields.values() for text in texts]
    return " ".join(part for part in (refusal.message, *told, refusal.next_step) if part)
