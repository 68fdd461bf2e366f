"""The tables of the catalogue; each subject has a module."""

from liupan.capabilities.catalogue.models.demands import Demand, DemandStep
from liupan.capabilities.catalogue.models.doubts import Correction, Doubt, DoubtStep
from liupan.capabilities.catalogue.models.entries import (
    ITEM_SAID,
    PUBLIC,
    SAID,
    Edition,
    Item,
    Resource,
    Step,
)
from liupan.capabilities.catalogue.models.grants import (
    Grant,
    GrantedItem,
    GrantStep,
    GrantVersion,
)
from liupan.capabilities.catalogue.models.harvests import Harvested, Run, Source, Wrong
from liupan.capabilities.catalogue.models.notices import MonthlyNotice
from liupan.capabilities.catalogue.models.requests import (
    DecidedItem,
    Decision,
    Request,
    RequestedItem,
    RequestStep,
    Review,
)
from liupan.capabilities.catalogue.models.sourcing import Arbitration, Collecting, DataItem
from liupan.capabilities.catalogue.models.updating import Change, UpdateTask

__all__ = [
    "ITEM_SAID",
    "PUBLIC",
    "SAID",
    "Arbitration",
    "Change",
    "Collecting",
    "Correction",
    "DataItem",
    "DecidedItem",
    "Decision",
    "Demand",
    "DemandStep",
    "Doubt",
    "DoubtStep",
    "Edition",
    "Grant",
    "GrantStep",
    "GrantVersion",
    "GrantedItem",
    "Harvested",
    "Item",
    "MonthlyNotice",
    "Request",
    "RequestStep",
    "RequestedItem",
    "Resource",
    "Review",
    "Run",
    "Source",
    "Step",
    "UpdateTask",
    "Wrong",
]
