"""What can be found of documents, and by whom.

An outgoing document is found by who may read at its drafting unit or above, a received one by who
may read at the unit that received it; each as far as the clearance goes. The words of a received
document are those that were signed off; of what came from outside only what was entered of it.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from liupan.capabilities.correspondence.models import Draft, Incoming, Outgoing, Record
from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.rules.composing import words_of
from liupan.foundation.search.facade import IndexEntry
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

OUTGOING = "correspondence.outgoing"
INCOMING = "correspondence.incoming"
RECORD = "correspondence.record"
Source = Mapping[str, Any]


def as_found(document: Outgoing | Incoming) -> IndexEntry:
    """The document as it is found, to be indexed in the operation that changed it. Two queries at
    most, for the text."""
    issued = document if isinstance(document, Outgoing) else document.outgoing
    source = None
    if issued is not None:
        n = issued.signed_draft or issued.draft_number
        source = Draft.objects.filter(document=issued, n=n).values_list("source", flat=True).first()
    return _as_found(document, source)


def record_as_found(record: Record) -> IndexEntry:
    """A record by its archive number and title. No query."""
    return IndexEntry(
        thing_type=RECORD,
        thing_id=record.id,
        title=f"{record.item_number} {record.title}",
        url=place("correspondence:record", record.id),
        at=record.filed_at,
        unit_id=record.unit_id,
        permission=READ,
        secrecy=_level(record.secrecy),
    )


def list_outgoing() -> Iterator[IndexEntry]:
    """All outgoing documents. Two queries."""
    texts = _texts()
    for document in Outgoing.objects.order_by("id").iterator():
        yield _as_found(document, texts.get(document.id))


def list_incoming() -> Iterator[IndexEntry]:
    """All received documents. Two queries."""
    texts = _texts()
    for document in Incoming.objects.order_by("id").iterator():
        sent = document.outgoing_id
        yield _as_found(document, texts.get(sent) if sent else None)


def list_records() -> Iterator[IndexEntry]:
    """All records. One query."""
    for record in Record.objects.order_by("id").iterator():
        yield record_as_found(record)


def _as_found(document: Outgoing | Incoming, source: Source | None) -> IndexEntry:
    body = words_of(source["body"]) if source else []
    if isinstance(document, Outgoing):
        numbers, unit_id, at = [document.number], document.drafting_unit_id, document.drafted_at
        kind = OUTGOING
    else:
        numbers = [document.number, document.their_number]
        unit_id, at, kind = document.unit_id, document.arrived_at, INCOMING
        body = [document.from_name, *body]
    return IndexEntry(
        thing_type=kind,
        thing_id=document.id,
        title=" ".join(part for part in (*numbers, document.title) if part),
        text="\n".join(part for part in body if part),
        url=place(kind.replace(".", ":"), document.id),
        at=at,
        unit_id=unit_id,
        permission=READ,
        secrecy=_level(document.secrecy),
    )


def _level(secrecy: int) -> Secrecy:
    """What is found is never public: the public sees documents where they are disclosed."""
    return Secrecy(max(secrecy, Secrecy.INTERNAL))


def _texts() -> dict[UUID, Source]:
    """The draft that was signed off, else the current one, of every document."""
    current = Coalesce(F("document__signed_draft"), F("document__draft_number"))
    rows = Draft.objects.filter(n=current).values_list("document_id", "source")
    return dict(rows.iterator())
