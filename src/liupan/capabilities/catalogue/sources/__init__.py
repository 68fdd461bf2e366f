"""What the catalogue adds to search, work lists, navigation and the rights of files."""

from liupan.capabilities.catalogue.sources import (  # noqa: F401  declare themselves
    demands,
    doubts,
    entries,
    places,
    requests,
    sourcing,
    updating,
)
