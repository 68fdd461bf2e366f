"""What open data adds to work lists and navigation."""

from liupan.capabilities.opendata.sources import (  # noqa: F401  declare themselves
    office,
    public_places,
)
