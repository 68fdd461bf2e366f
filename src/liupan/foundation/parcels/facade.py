"""The door of `parcels`."""

from liupan.foundation.parcels.kinds import (
    Arrived,
    ArrivedPart,
    ParcelKind,
    Part,
    kinds,
)
from liupan.foundation.parcels.operations.keeping import AboveCeiling, NoStation
from liupan.foundation.parcels.operations.sending import (
    KindNotAgreed,
    TooLarge,
)
from liupan.foundation.parcels.operations.sending import prepare_parcel as pack_parcel
from liupan.foundation.parcels.policies import CARRY, RECEIVE, RELEASE, SEND
from liupan.foundation.parcels.queries.stations import Target, list_targets

__all__ = [
    "CARRY",
    "RECEIVE",
    "RELEASE",
    "SEND",
    "AboveCeiling",
    "Arrived",
    "ArrivedPart",
    "KindNotAgreed",
    "NoStation",
    "ParcelKind",
    "Part",
    "Target",
    "TooLarge",
    "kinds",
    "list_targets",
    "pack_parcel",
]
