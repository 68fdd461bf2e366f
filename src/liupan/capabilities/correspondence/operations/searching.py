"""Documents are found as they now are, within seconds of what was done to them."""

from datetime import datetime
from uuid import UUID

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.searchable import as_found
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.search.facade import index
from liupan.kernel.authority import Actor, require


@operation
def index_outgoing(*, document_id: UUID, actor: Actor, now: datetime) -> None:
    """Have an outgoing document found as it is."""
    require(actor, TEND)
    nothing_changed()
    document = Outgoing.objects.filter(id=document_id).first()
    if document is not None:
        index(as_found(document))


@operation
def index_incoming(*, document_id: UUID, actor: Actor, now: datetime) -> None:
    """Have a received document found as it is."""
    require(actor, TEND)
    nothing_changed()
    document = Incoming.objects.select_related("outgoing").filter(id=document_id).first()
    if document is not None:
        index(as_found(document))
