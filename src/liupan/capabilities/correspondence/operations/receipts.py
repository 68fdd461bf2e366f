"""Urging units that have not signed for a document (催收)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import HandlingUrged
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.keeping import By, keep
from liupan.capabilities.correspondence.operations.locking import NotNow, locked_outgoing
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.queries.parties import holders
from liupan.foundation.journal.facade import operation, record
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place


@operation
def urge_receipts(
    *, document_id: UUID, incoming_ids: Collection[UUID], actor: Actor, now: datetime
) -> int:
    """Ask registries of units that have not signed for a document to do so; how many were asked.

    Without `incoming_ids` all of them. Raises `Missing`, `NotAuthorised`, `NotNow` when everybody
    has signed.
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
    title = _("Please sign for: %(title)s") % {"title": document.title}
    for one in found:
        telling.tell(
            holders(REGISTRY, one.unit_id), telling.ARRIVED, document, by, title,
            url=place("correspondence:incoming", one.id),
        )  # fmt: skip
        record(_fact(one, now), actor=actor, now=now)
    keep(document, "urged", by, count=len(found))
    return len(found)


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
