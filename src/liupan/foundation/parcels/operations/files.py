"""Sending files to another zone (跨网传输)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from liupan.foundation.documents.facade import keep_file
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.parcels.kinds import Part
from liupan.foundation.parcels.operations.sending import OF_TYPE, prepare_parcel
from liupan.foundation.parcels.parcels import FILES
from liupan.foundation.parcels.queries.parcels import list_readable_outgoing
from liupan.kernel.authority import Actor, anyone
from liupan.kernel.secrecy import Mark


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file with its mark; `content` is open for seeking."""

    name: str
    content: BinaryIO
    mark: Mark


@operation
def send_files(
    *,
    peer_id: UUID,
    files: Sequence[SentFile],
    purpose: str,
    unit_id: UUID,
    actor: Actor,
    now: datetime,
    once: UUID | None = None,
) -> UUID:
    """Prepare a parcel of files; what was handed in is kept with it as evidence. Its id.

    Raises as `prepare_parcel` and `documents.keep_file`.
    """
    anyone(actor)  # asked where it is prepared
    nothing_changed()  # beside the facts of preparing and keeping
    if once and once in list_readable_outgoing(actor, [once]):
        return once
    parcel_id = prepare_parcel(
        kind=FILES, peer_id=peer_id, purpose=purpose, unit_id=unit_id, actor=actor, now=now,
        once=once, parts=[Part(name=one.name, title=one.name, mark=one.mark, content=one.content)
               for one in files],
    )  # fmt: skip
    for one in files:
        keep_file(
            name=one.name, content=one.content, owner_unit_id=unit_id, of_type=OF_TYPE,
            of_id=parcel_id, secrecy=one.mark.level, mark=one.mark, actor=actor, now=now,
        )  # fmt: skip
    return parcel_id
