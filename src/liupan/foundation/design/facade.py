"""The door of `design`: entrance marks and page parts for every office and surface."""

from liupan.foundation.design import frames, navigation
from liupan.foundation.design.entrances import (
    Entrance,
    entrance_of,
    public,
    requires,
    signed_in,
)
from liupan.foundation.design.frames import Installation
from liupan.foundation.design.navigation import Entry, Place

__all__ = [
    "Entrance",
    "Entry",
    "Installation",
    "Place",
    "entrance_of",
    "frames",
    "navigation",
    "public",
    "requires",
    "signed_in",
]
