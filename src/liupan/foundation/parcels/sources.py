"""What parcels add to navigation and to the work list; who reads their files."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.foundation.parcels.operations import receiving, sending
from liupan.foundation.parcels.policies import (
    AUDIT,
    INWARD,
    MANAGE_STATIONS,
    OUTWARD,
    RELEASE,
)
from liupan.foundation.parcels.queries.parcels import (
    list_readable_incoming,
    list_readable_outgoing,
    to_release,
)
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, place, register

for key, label, icon, url_name, where, order, permissions in (
    ("parcels.outgoing", _("Parcels going out"), "out", "parcels:list", Place.WORK, 42, OUTWARD),
    ("parcels.incoming", _("Parcels coming in"), "inbox", "parcels:incoming-list", Place.WORK, 43,
     INWARD),
    ("parcels.log", _("Log of parcels"), "book", "parcels:list", Place.ADMINISTRATION, 42,
     (AUDIT,)),
    ("parcels.stations", _("Stations and parcels"), "link", "parcels:stations",
     Place.ADMINISTRATION, 43, (MANAGE_STATIONS,)),
):  # fmt: skip
    navigation.add(
        Entry(
            key=key,
            within="parcels.outgoing" if key == "parcels.incoming" else "",
            label=label,
            icon=icon,
            url_name=url_name,
            place=where,
            order=order,
            permissions=permissions,
        )
    )


@guards
class SentFiles(FileGuard):
    """What was handed in to be sent is read by those who see the parcel."""

    of_type = sending.OF_TYPE
    marks_follow = True  # what was sent under a mark keeps it

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable_outgoing(actor, of_ids)


@guards
class ArrivedFiles(FileGuard):
    """What arrived is read by those who see the parcel."""

    of_type = receiving.OF_TYPE

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable_incoming(actor, of_ids)


@register
class ParcelsToRelease(WorkSource):
    """Parcels of others that wait for a review for secrecy."""

    kind = "parcels.to_release"
    label = _("Parcels to review for secrecy")
    glyph = "审"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        if not actor.rights.get(RELEASE.code):
            return ()
        return [
            WorkItem(
                title=row.purpose,
                url=place("parcels:outgoing", row.id),
                verb=pgettext_lazy("parcel", "Review"),
                meta=(row.peer.city,),
                arrived_at=row.prepared_at,
            )
            for row in to_release(actor)[:limit]
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return to_release(actor).count() if actor.rights.get(RELEASE.code) else 0
