"""Tables of open data, a subject in each module."""

from liupan.capabilities.opendata.models.datasets import Dataset, DatasetColumn
from liupan.capabilities.opendata.models.gate import Check, DataLoad, DatasetStep, Quality
from liupan.capabilities.opendata.models.public_acts import (
    Agreement,
    Application,
    Follow,
    Submission,
)

__all__ = [
    "Agreement",
    "Application",
    "Check",
    "DataLoad",
    "Dataset",
    "DatasetColumn",
    "DatasetStep",
    "Follow",
    "Quality",
    "Submission",
]
