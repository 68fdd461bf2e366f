"""Tables of open data, a subject in each module."""

from liupan.capabilities.opendata.models.datasets import Dataset, DatasetColumn
from liupan.capabilities.opendata.models.gate import Check, DataLoad, DatasetStep, Quality
from liupan.capabilities.opendata.models.public_acts import (
    Agreement,
    Application,
    Follow,
    Submission,
)
from liupan.capabilities.opendata.models.showing import Link, Picture
from liupan.capabilities.opendata.models.uses import DailyUse, Hit, Use
from liupan.capabilities.opendata.models.versions import Version

__all__ = [
    "Agreement",
    "Application",
    "Check",
    "DailyUse",
    "DataLoad",
    "Dataset",
    "DatasetColumn",
    "DatasetStep",
    "Follow",
    "Hit",
    "Link",
    "Picture",
    "Quality",
    "Submission",
    "Use",
    "Version",
]
