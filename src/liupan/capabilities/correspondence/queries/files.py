"""Whose files somebody may read."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from liupan.capabilities.correspondence.models import Incoming, Outgoing, Record, Rendition
from liupan.capabilities.correspondence.policies import (
    EXPORT,
    over_incoming,
    over_outgoing,
    sees_outgoing,
    visible_incoming,
    visible_outgoing,
)
from liupan.foundation.access.facade import rows
from liupan.foundation.design.facade import QueryRows, Rows
from liupan.foundation.workflow.facade import parts_taken
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import find

Line = TypeVar("Line")


def list_readable(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """Of outgoing documents those of which the actor may read files: those seen whole, and
    what one's units received. Two queries by right."""
    seen = list_seen(actor, document_ids)
    return seen | list_received(actor, set(document_ids) - seen)


def list_seen(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """Those that the actor sees whole: of one's own units, and where one takes part in the
    process. One query by right. One document, of which a file is opened, is read by its key."""
    if len(document_ids) == 1:
        return set(filter(None, (_seen_one(actor, one) for one in document_ids)))
    rows = Outgoing.objects.filter(visible_outgoing(actor), id__in=document_ids)
    found = set(rows.values_list("id", flat=True))
    rest = set(document_ids) - found
    return found | (_taking_part(actor, rest) if rest else set())


def _seen_one(actor: Actor, document_id: UUID) -> UUID | None:
    document = find(Outgoing, document_id)
    seen = document is not None and sees_outgoing(actor, document, taking_part=True)
    return document_id if seen else None


def list_received(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """Those that one's units received and did not send back. One query at most."""
    if not document_ids:
        return set()
    found = Incoming.objects.filter(
        visible_incoming(actor), outgoing_id__in=document_ids, returned_at=None
    )
    return set(found.values_list("outgoing_id", flat=True))


def list_finished(document_ids: Collection[UUID]) -> set[UUID]:
    """The files that were sent: the last of each document, none that came before. One query at
    most."""
    if not document_ids:
        return set()
    rows = Rendition.objects.filter(document_id__in=document_ids).order_by("n")
    found = list(rows.values_list("document_id", "n", "file_id"))
    last = {document_id: n for document_id, n, _file in found}
    return {file_id for document_id, n, file_id in found if n == last[document_id]}


def _taking_part(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """A seal's keeper, say, who has no right to read what their unit writes."""
    rows = Outgoing.objects.filter(id__in=document_ids, secrecy__lte=actor.clearance)
    found = rows.values_list("instance_id", "id")
    of_instance = {instance: document for instance, document in found if instance}
    return {of_instance[one] for one in parts_taken(of_instance, actor, clock.now())}


def list_takeable(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """Of outgoing documents those whose files the actor may take out of the system: a state secret
    only with the right to, over who issued or received it. Two queries."""
    sent = Outgoing.objects.filter(_plain() | over_outgoing(actor, EXPORT), id__in=document_ids)
    came = Incoming.objects.filter(over_incoming(actor, EXPORT), outgoing_id__in=document_ids)
    return set(sent.values_list("id", flat=True)) | set(came.values_list("outgoing_id", flat=True))


def list_takeable_incoming(actor: Actor, document_ids: Collection[UUID]) -> set[UUID]:
    """The same of what came from outside. One query."""
    came = Incoming.objects.filter(_plain() | over_incoming(actor, EXPORT), id__in=document_ids)
    return set(came.values_list("id", flat=True))


def list_takeable_records(actor: Actor, record_ids: Collection[UUID]) -> set[UUID]:
    """The same of what is on file. One query."""
    over = Q(pk__in=[])
    if actor.rights.get(EXPORT.code):
        over = rows(actor, EXPORT, unit="unit_id", secrecy="secrecy")
    kept = Record.objects.filter(_plain() | over, id__in=record_ids)
    return set(kept.values_list("id", flat=True))


def taken_out(
    found: Rows[Line], actor: Actor, *, unit: str, secrecy: str = "secrecy"
) -> Rows[Line]:
    """Of rows of a list those that the actor may take out as a file: state secrets only with the
    right to. `unit`, `secrecy`: the fields that say of which unit and level a row is."""
    assert isinstance(found, QueryRows)
    over = Q(pk__in=[])
    if actor.rights.get(EXPORT.code):
        over = rows(actor, EXPORT, unit=unit, secrecy=secrecy)
    plain = Q(**{f"{secrecy}__lt": Secrecy.SECRET.value})
    return replace(found, queryset=found.queryset.filter(plain | over))


def _plain() -> Q:
    return Q(secrecy__lt=Secrecy.SECRET.value)
