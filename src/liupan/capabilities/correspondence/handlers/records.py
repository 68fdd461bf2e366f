"""What the archive hears: supervision took a resolution, or could not; a document has changed."""

from liupan.capabilities.correspondence import events
from liupan.capabilities.correspondence.operations.resolutions import note_item, note_refusal
from liupan.capabilities.correspondence.operations.searching import index_incoming, index_outgoing
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.supervision.events import ItemRegistered, ResolutionDeclined
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears


@hears(ItemRegistered)
def note_registered_item(fact: ItemRegistered, heard: Heard) -> None:
    """An item that comes from a resolution bears its id; of others nothing is noted."""
    if fact.parent_id is None and fact.origin == "document":
        note_item(
            resolution_id=fact.item_id, item_id=fact.item_id, item_number=fact.number,
            actor=worker_actor(TEND), now=heard.at,
        )  # fmt: skip


@hears(ResolutionDeclined)
def note_declined_resolution(fact: ResolutionDeclined, heard: Heard) -> None:
    """Who handed it over is told, and may hand it over again."""
    note_refusal(
        resolution_id=fact.thing_id, reason=fact.reason, actor=worker_actor(TEND), now=heard.at
    )


@hears(
    events.DocumentDrafted, events.DraftHandedOn, events.DocumentDescribed,
    events.DocumentNumbered, events.DocumentVoided,
)  # fmt: skip
def find_outgoing(fact: events.AboutOutgoing, heard: Heard) -> None:
    """Its text, particulars or number are other than they were."""
    index_outgoing(document_id=fact.thing_id, actor=worker_actor(TEND), now=heard.at)


@hears(events.DocumentArrived, events.DocumentRegistered)
def find_incoming(fact: events.AboutIncoming, heard: Heard) -> None:
    """It came, or has its number."""
    index_incoming(document_id=fact.thing_id, actor=worker_actor(TEND), now=heard.at)
