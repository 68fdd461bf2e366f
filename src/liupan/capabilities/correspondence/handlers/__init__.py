"""What the office hears."""

from liupan.capabilities.correspondence.handlers import (  # noqa: F401  declare themselves
    incoming,
    outgoing,
    records,
)
