"""What correspondence adds to search, work lists, navigation and the rights of files."""

from liupan.capabilities.correspondence.sources import (  # noqa: F401  declare themselves
    drafting,
    incoming,
    marks,
    outgoing,
    records,
    working,
)
