"""Documents are put on file (归档): class, archive number, a package that proves itself."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentFiled
from liupan.capabilities.correspondence.models import (
    Entry,
    FilingClass,
    Incoming,
    Outgoing,
    Record,
)
from liupan.capabilities.correspondence.operations.exporting import last_files
from liupan.capabilities.correspondence.policies import FILE, visible_incoming, visible_outgoing
from liupan.capabilities.correspondence.queries.packages import parts_of
from liupan.capabilities.correspondence.queries.records import suggested_class
from liupan.capabilities.correspondence.queries.resolutions import unit_of
from liupan.capabilities.correspondence.queries.searchable import RECORD, record_as_found
from liupan.capabilities.correspondence.rules import receiving, sending
from liupan.capabilities.correspondence.rules.filing import ends_on, number_of, prefix_of
from liupan.capabilities.correspondence.rules.packages import Part, packed
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import keep_file, list_files, open_file
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import list_posts_held, list_units
from liupan.foundation.search.facade import index
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Mark, Secrecy
from liupan.kernel.statements import insert, update

Document = Outgoing | Incoming


class NotFinished(Refusal):
    """Only what is dispatched, or done, is put on file."""


class AlreadyFiled(Refusal):
    """The document is on file."""


class NothingToKeep(Refusal):
    """The document has no finished file: a record without the document itself proves nothing."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one of several documents: its archive number, or why not."""

    title: str
    item_number: str = ""
    refusal: str = ""


@operation
def file_document(
    *,
    class_id: UUID,
    actor: Actor,
    now: datetime,
    outgoing_id: UUID | None = None,
    incoming_id: UUID | None = None,
) -> UUID:
    """Put a dispatched or a done document on file; the record's id.

    Raises `Missing`, `NotAuthorised`, `NotFinished`, `AlreadyFiled`, `NothingToKeep`,
    `InvalidInput` for a class that is not of the unit's plan.
    """
    document = _locked(outgoing_id, incoming_id, actor)
    unit_id = unit_of(document)
    require(actor, FILE, unit_id=unit_id, secrecy=Secrecy(document.secrecy))
    _require_finished(document)
    kept = _file(document, _class(class_id, unit_id), actor, now)
    _archive(document, kept, actor, now)
    return kept.id


def file_documents(
    *,
    outgoing_ids: Collection[UUID],
    incoming_ids: Collection[UUID],
    actor: Actor,
    now: datetime,
    class_id: UUID | None = None,
) -> Sequence[Filed]:
    """File several documents, each in `class_id` or the class its type suggests, each in an
    operation of its own: what is refused spoils no other."""
    return [
        *(_outcome(Outgoing, one, class_id, actor, now) for one in outgoing_ids),
        *(_outcome(Incoming, one, class_id, actor, now) for one in incoming_ids),
    ]


def _outcome(
    kind: type[Outgoing] | type[Incoming],
    document_id: UUID,
    class_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> Filed:
    key = "outgoing_id" if kind is Outgoing else "incoming_id"
    found: Document | None = kind.objects.filter(id=document_id).first()
    title = found.title if found else ""
    try:
        chosen = class_id or (suggested_class(found) if found else None)
        if chosen is None:
            raise Missing(_("There is no such document."))
        made = file_document(class_id=chosen, actor=actor, now=now, **{key: document_id})
    except Missing as missing:
        return Filed("", refusal=missing.message)
    except Refusal as refusal:
        return Filed(title, refusal=f"{refusal.message} {refusal.next_step}".strip())
    return Filed(title, Record.objects.values_list("item_number", flat=True).get(id=made))


def _locked(outgoing_id: UUID | None, incoming_id: UUID | None, actor: Actor) -> Document:
    found: Document | None
    if outgoing_id:
        rows = Outgoing.objects.select_for_update(of=("self",)).filter(id=outgoing_id)
        found = rows.filter(visible_outgoing(actor)).first()
    else:
        arrived = Incoming.objects.select_for_update(of=("self",)).filter(visible_incoming(actor))
        found = arrived.filter(id=incoming_id).first() if incoming_id else None
    if found is None:
        raise Missing(_("There is no such document."))
    return found


def _require_finished(document: Document) -> None:
    if document.state in (sending.State.ARCHIVED, receiving.State.ARCHIVED):
        raise AlreadyFiled(_("%(title)s is on file already.") % {"title": document.title})
    if document.state not in (sending.State.DISPATCHED, receiving.State.DONE):
        raise NotFinished(
            _("%(title)s is not finished.") % {"title": document.title},
            next_step=_("An outgoing document is filed once dispatched, a received one once done."),
        )


def _class(class_id: UUID, unit_id: UUID) -> FilingClass:
    rows = FilingClass.objects.filter(Q(unit=None) | Q(unit_id=unit_id), is_active=True)
    found = rows.filter(id=class_id).first()
    if found is None:
        raise InvalidInput(
            _("This class is not in the unit's filing plan."),
            fields={"class_id": [_("Choose a class of the plan.")]},
        )
    return found


def _file(document: Document, chosen: FilingClass, actor: Actor, now: datetime) -> Record:
    unit_id = unit_of(document)
    year = year_of(document)
    unit = list_units([unit_id])[unit_id]
    prefix = prefix_of(unit.code, year, chosen.code, chosen.retention)
    found = _finished(document, actor, now)
    kept = Record(
        id=uuid7(),
        outgoing=document if isinstance(document, Outgoing) else None,
        incoming=document if isinstance(document, Incoming) else None,
        unit_id=unit_id,
        filing_class=chosen,
        year=year,
        retention=chosen.retention,
        item_number=number_of(prefix, _next(unit_id, prefix)),
        title=document.title,
        secrecy=document.secrecy,
        pages=_pages(document),
        filed_at=now,
        filed_by=actor.id,
        due_for_appraisal_on=ends_on(year, chosen.retention),
    )
    content = packed(described(kept, document, unit.name), [*found, *parts_of(document)], _digest)
    kept.sm3 = _digest(content)
    insert(kept)
    kept.package_file_id = keep_file(
        name=f"{kept.item_number}.zip", content=content, owner_unit_id=unit_id, of_type=RECORD,
        of_id=kept.id, secrecy=Secrecy(document.secrecy), mark=mark_of(document), actor=actor,
        now=now,
    ).id  # fmt: skip
    update(kept, "package_file_id")
    return kept


def described(kept: Record, document: Document, unit: str) -> dict[str, Any]:
    """What the manifest says of the record."""
    return {
        "item_number": kept.item_number,
        "title": document.title,
        "number": document.number,
        "type": document.type,
        "direction": "outgoing" if isinstance(document, Outgoing) else "incoming",
        "document_id": str(document.id),
        "unit": unit,
        "year": kept.year,
        "class": f"{kept.filing_class.code} {kept.filing_class.name}",
        "retention": kept.retention,
        "secrecy": Secrecy(document.secrecy).name,
        "mark": document.mark,
        "filed_at": kept.filed_at.isoformat(),
    }


def mark_of(document: Document) -> Mark | None:
    """Level and period as the document bears them; None below secret."""
    if document.secrecy <= Secrecy.INTERNAL or not document.mark:
        return None
    since = document.signed_off_at if isinstance(document, Outgoing) else document.arrived_at
    return Mark.parse(document.mark, since=clock.on(since)) if since else None


def year_of(document: Document) -> int:
    """The year it belongs to: of dispatch, or in which its handling was done."""
    ended = document.dispatched_at if isinstance(document, Outgoing) else document.done_at
    return clock.on(ended or clock.now()).year


def _next(unit_id: UUID, prefix: str) -> int:
    """Who files under one prefix at the same time waits: no number is left out or given twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('liupan.correspondence.record'), hashtext(%s))",
            [f"{unit_id}{prefix}"],
        )
    return Record.objects.filter(unit_id=unit_id, item_number__startswith=prefix).count() + 1


def _finished(document: Document, actor: Actor, now: datetime) -> list[Part]:
    """The finished files: the last PDF and OFD of what was sent, or what came from outside."""
    parts = [
        Part(f"{FOLDER}/{name}", b"".join(open_file(file_id=one, actor=actor, now=now).content))
        for name, one in _files(document, actor)
    ]
    if not parts:
        raise NothingToKeep(
            _("%(title)s has no finished file.") % {"title": document.title},
            next_step=_("Have its PDF or OFD attached first."),
        )
    return parts


FOLDER = "document"


def _files(document: Document, actor: Actor) -> Iterator[tuple[str, UUID]]:
    issued = document if isinstance(document, Outgoing) else document.outgoing
    if issued is not None:
        for kind, file_id in last_files(issued):
            yield f"document.{kind}", file_id
    if isinstance(document, Incoming):
        for n, file in enumerate(list_files([document.id], actor).get(document.id, ()), start=1):
            yield f"{n}-{file.name}", file.id


def _pages(document: Document) -> int:
    issued = document if isinstance(document, Outgoing) else document.outgoing
    last = issued.renditions.order_by("-n").first() if issued else None
    return last.pages if last else 0


def _archive(document: Document, kept: Record, actor: Actor, now: datetime) -> None:
    is_outgoing = isinstance(document, Outgoing)
    document.state = sending.State.ARCHIVED if is_outgoing else receiving.State.ARCHIVED
    document.version += 1
    update(document, "state", "version")
    held = list_posts_held(actor.id, clock.on(now))
    insert(Entry(
        outgoing=kept.outgoing, incoming=kept.incoming, act="record.filed", actor_id=actor.id,
        actor_unit_id=held[0].unit_id if held else None,
        values={"item_number": kept.item_number, "record": str(kept.id)}, at=now,
    ))  # fmt: skip
    fact = DocumentFiled(
        thing_id=kept.id, concerned=(document.id,), secrecy=Secrecy(kept.secrecy),
        outgoing_id=kept.outgoing_id, incoming_id=kept.incoming_id, unit_id=kept.unit_id,
        item_number=kept.item_number, retention=kept.retention, sm3=kept.sm3,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    index(record_as_found(kept))


def _digest(content: bytes) -> str:
    return sm3(content).hex()
