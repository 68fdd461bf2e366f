"""Both logs as statements tell them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from liupan.foundation.parcels.formats.statements import ARRIVED, REFUSED, SENT, Entry
from liupan.foundation.parcels.models import Incoming, Outgoing, Peer
from liupan.foundation.parcels.rules.comparing import missing_numbers


def sent_to(peer_id: UUID) -> Iterator[Entry]:
    """What was packed for a station, by number; `at` is when."""
    rows = Outgoing.objects.filter(peer_id=peer_id, number__isnull=False).order_by("number")
    for number, parcel_id, sm3, at in rows.values_list("number", "id", "sm3", "packed_at"):
        assert number
        assert at
        yield Entry(number=number, parcel_id=parcel_id, sm3=sm3, state=SENT, at=at)


def received_from(peer_id: UUID) -> Iterator[Entry]:
    """What a station signed and was handed in here, by number; `at` is when."""
    rows = Incoming.objects.filter(peer_id=peer_id, is_signed=True).exclude(state="again")
    fields = ("number", "parcel_id", "sm3", "state", "received_at", "cause")
    for number, parcel_id, sm3, state, at, cause in rows.order_by("number", "id").values_list(
        *fields
    ):
        assert number
        assert parcel_id
        yield Entry(
            number=number, parcel_id=parcel_id, sm3=sm3, at=at, cause=cause,
            state=ARRIVED if state == ARRIVED else REFUSED,
        )  # fmt: skip


def gaps_of(peer: Peer) -> list[int]:
    """Numbers of a station that have not arrived although later ones have."""
    rows = Incoming.objects.filter(peer=peer, state=Incoming.State.ARRIVED)
    return missing_numbers(n for n in rows.values_list("number", flat=True) if n)


def list_late(before: datetime) -> list[UUID]:
    """Parcels packed before a moment, without receipt, of which nobody was reminded."""
    late = Outgoing.objects.filter(
        state__in=["packed", "taken"], reminded_at=None, packed_at__lt=before
    )
    return list(late.values_list("id", flat=True))


def known_files(file_ids: set[UUID]) -> set[UUID]:
    """Those of the files on the disk that a row knows: packed ones, and parts that wait."""
    kept = ["packed", "taken", "not_taken"]
    packed = Outgoing.objects.filter(file_id__in=file_ids, state__in=kept)
    waiting = Outgoing.objects.filter(state="waiting").values_list("parts", flat=True)
    parts = {UUID(one["file"]) for many in waiting for one in many}
    return {one for one in packed.values_list("file_id", flat=True) if one} | (file_ids & parts)
