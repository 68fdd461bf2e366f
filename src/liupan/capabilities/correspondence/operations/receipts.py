"""Urging units that have not signed for a document (催收)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import HandlingUrged
from liupan.capabilities.correspondence.models import Entry, Incoming
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.keeping import keep
from liupan.capabilities.correspondence.operations.locking import NotNow, locked_outgoing
from liupan.capabilities.correspondence.operations.urging import (
    URGED,
    last_urges,
    urged_already,
)
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.queries.parties import holders
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place


@dataclass(frozen=True, slots=True)
class Urged:
    """How many units were asked, and how many were not asked again so soon."""

    asked: int
    skipped: int


@operation
def urge_receipts(
    *, document_id: UUID, incoming_ids: Collection[UUID], actor: Actor, now: datetime
) -> Urged:
    """Ask registries of units that have not signed for a document to do so; those asked a short
    while ago are left out.

    Without `incoming_ids` all of them. Raises `Missing`, `NotAuthorised`, `NotNow` when everybody
    has signed, `UrgedAlready` when all were asked lately.
    """
    by = By(actor, now)
    document = locked_outgoing(document_id, actor)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    rows = Incoming.objects.filter(outgoing=document, state=Incoming.State.ARRIVED)
    if incoming_ids:
        rows = rows.filter(id__in=incoming_ids)
    found = list(rows.order_by("id"))
    if not found:
        raise NotNow(_("Everybody asked for has signed already."))
    lately = last_urges([one.id for one in found], now)
    rested = [one for one in found if one.id not in lately]
    if not rested:
        raise urged_already(max(lately.values(), key=lambda one: one.at), now)
    title = _("Please sign for: %(title)s") % {"title": document.title}
    for one in rested:
        telling.tell(
            holders(REGISTRY, one.unit_id), telling.ARRIVED, document, by, title,
            url=place("correspondence:incoming", one.id),
        )  # fmt: skip
        record(_fact(one, now), actor=actor, now=now)
    _keep_urges(rested, by)
    keep(document, "urged", by, count=len(rested))
    return Urged(len(rested), len(lately))


def _keep_urges(rows: Sequence[Incoming], by: By) -> None:
    Entry.objects.bulk_create(
        Entry(
            incoming=one, act=URGED, actor_id=by.actor.id, actor_unit_id=by.unit_id,
            values={"state": str(one.state)}, at=by.now,
        )
        for one in rows
    )  # fmt: skip


def _fact(one: Incoming, now: datetime) -> HandlingUrged:
    return HandlingUrged(
        thing_id=one.id,
        secrecy=Secrecy(one.secrecy),
        unit_id=one.unit_id,
        outgoing_id=one.outgoing_id,
        type=one.type,
        state=one.state,
        number=one.number,
        on=clock.on(now),
        opinion="",
    )
