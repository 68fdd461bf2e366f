"""A document bears a mark: itself, its files, whoever received it, its record, its process.

The sealed original stays as it is; what is printed on it is the old mark, beside which the page and
every copy say the new one (保密法: 在原密级标识附近标明).
"""

from datetime import date
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.models import Incoming, Outgoing, Record, StateSecret
from liupan.capabilities.correspondence.operations.searching import reclassify
from liupan.foundation.documents.facade import follow_mark
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import remark_process
from liupan.kernel import clock
from liupan.kernel.secrecy import LONGEST_YEARS, WORDS, ImpossibleMark, Mark, Secrecy
from liupan.kernel.statements import update

Document = Outgoing | Incoming


def mark_borne(document: Document) -> Mark:
    """The mark that the document bears now, with the day since when."""
    level = Secrecy(document.secrecy)
    if level not in LONGEST_YEARS:
        return Mark(level=level)
    row = StateSecret.objects.filter(**_key(document), released_at=None).first()
    return parsed(document.mark, level, row.since if row else _determined_on(document))


def parsed(words: str, level: Secrecy, since: date) -> Mark:
    """The mark as it is written; the longest period of the level where none is."""
    try:
        return Mark.parse(words or WORDS[level], since=since)
    except ImpossibleMark:
        return Mark(level=level, since=since)


def determine(document: Document, since: date) -> None:
    """From this day on the document is a state secret, if its level says so; else it is none."""
    level = Secrecy(document.secrecy)
    if level not in LONGEST_YEARS:
        StateSecret.objects.filter(**_key(document)).delete()
        return
    keep_secret(document, parsed(document.mark, level, since))


def keep_secret(document: Document, mark: Mark) -> None:
    """Write it into the register of state secrets, or what it says of it now."""
    unit = document.issuing_unit_id if isinstance(document, Outgoing) else document.unit_id
    said: dict[str, Any] = {
        "unit_id": unit, "level": mark.level.value, "mark": document.mark or str(mark),
        "since": mark.since, "ends_on": mark.ends_on, "released_at": None,
    }  # fmt: skip
    StateSecret.objects.update_or_create(**_key(document), defaults=said)


def put_mark(
    document: Document, before: Mark, after: Mark, reason: str, asked_by: UUID, by: By
) -> None:
    """The document and everything that goes with it bear the new mark. The row is locked."""
    document.secrecy = after.level.value
    document.mark = str(after) if after.level in LONGEST_YEARS else ""
    document.version += 1
    update(document, "secrecy", "mark", "version")
    _register(document, after, by)
    of_ids = {document.id}
    if isinstance(document, Outgoing):
        of_ids |= _received(document)
    of_ids |= _filed(document)
    follow_mark(
        of_ids=of_ids, before=before, after=after, reason=reason, asked_by=asked_by,
        actor=by.actor, now=by.now,
    )  # fmt: skip
    _processes(document, after)
    reclassify(document.id)


def _register(document: Document, after: Mark, by: By) -> None:
    is_issued = isinstance(document, Incoming) or document.dispatched_at is not None
    rows = StateSecret.objects.filter(**_key(document))
    if after.level in LONGEST_YEARS:
        if is_issued:
            keep_secret(document, after)
    else:
        rows.update(released_at=by.now)


def _received(document: Outgoing) -> set[UUID]:
    """Wherever it was received it is marked the same."""
    rows = Incoming.objects.filter(outgoing=document)
    rows.update(secrecy=document.secrecy, mark=document.mark)
    return set(rows.values_list("id", flat=True))


def _filed(document: Document) -> set[UUID]:
    rows = (
        Record.objects.filter(outgoing=document)
        | Record.objects.filter(incoming__outgoing=document)
        if isinstance(document, Outgoing)
        else Record.objects.filter(incoming=document)
    )
    found = set(rows.values_list("id", flat=True))
    Record.objects.filter(id__in=found).update(secrecy=document.secrecy)
    return found


def _processes(document: Document, after: Mark) -> None:
    found = {document.instance_id}
    if isinstance(document, Outgoing):
        found |= set(document.deliveries.values_list("instance_id", flat=True))
    for instance_id in found - {None}:
        if instance_id:
            remark_process(instance_id=instance_id, secrecy=after.level)


def _determined_on(document: Document) -> date:
    if isinstance(document, Outgoing):
        return clock.on(document.signed_off_at or document.drafted_at)
    return document.their_date or clock.on(document.arrived_at)


def _key(document: Document) -> dict[str, Any]:
    kind = "outgoing_id" if isinstance(document, Outgoing) else "incoming_id"
    return {kind: document.id}
