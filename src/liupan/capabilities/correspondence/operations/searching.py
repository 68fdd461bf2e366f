"""Documents are found as they now are, within seconds of what was done to them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from liupan.capabilities.correspondence.models import Incoming, Outgoing, Record
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.searchable import as_found, record_as_found
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


def reclassify(document_id: UUID) -> None:
    """Have a document, what was received of it and its records found as far as its mark lets.

    Part of the operation that marks it. Three queries and those of the index.
    """
    of_it = Q(id=document_id) | Q(outgoing_id=document_id)
    found: list[Outgoing | Incoming] = [
        *Outgoing.objects.filter(id=document_id),
        *Incoming.objects.select_related("outgoing").filter(of_it),
    ]
    for document in found:
        index(as_found(document))
    filed = Q(outgoing_id=document_id) | Q(incoming_id=document_id)
    for record in Record.objects.filter(filed | Q(incoming__outgoing_id=document_id)):
        index(record_as_found(record))
