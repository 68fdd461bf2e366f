"""The door of `design`: entrance marks and page parts for every office and surface."""

from liupan.foundation.design.entrances import (
    Entrance,
    entrance_of,
    public,
    requires,
    signed_in,
)

__all__ = ["Entrance", "entrance_of", "public", "requires", "signed_in"]
