"""Facts of open data, a subject in each module."""

from liupan.capabilities.opendata.events import datasets, public_acts

__all__ = ["datasets", "public_acts"]
