"""What the facts of `correspondence` are called."""

from liupan.capabilities.correspondence.labels import (  # noqa: F401  declare themselves
    incoming,
    marks,
    outgoing,
    records,
    upkeep,
)
