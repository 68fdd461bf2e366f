"""The first kind: files that a member of staff sends to another zone. They arrive as kept files
with the same marks, of the unit that receives for the station."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from liupan.foundation.documents.facade import keep_file
from liupan.foundation.parcels.kinds import Arrived, ParcelKind, kinds
from liupan.foundation.parcels.operations.receiving import OF_TYPE
from liupan.kernel.authority import Actor
from liupan.kernel.work import place

FILES = "parcels.files"


@kinds
class FileParcels(ParcelKind):
    """Files, as `documents` takes them: one of another kind is refused, and the parcel with it."""

    code = FILES
    label = _("Files")

    def deliver(self, arrived: Arrived, *, actor: Actor, now: datetime) -> str:
        for part in arrived.parts:
            keep_file(
                name=part.info.name, content=b"".join(part.open()),
                owner_unit_id=arrived.unit_id, of_type=OF_TYPE, of_id=arrived.id,
                secrecy=part.info.mark.level, mark=part.info.mark, actor=actor, now=now,
            )  # fmt: skip
        return place("parcels:incoming", arrived.id)
