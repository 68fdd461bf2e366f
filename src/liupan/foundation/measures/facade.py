"""The door of `measures`."""

from liupan.foundation.measures.operations import DayNotOver, take_snapshots
from liupan.foundation.measures.policies import COMPUTE, SEE_RECORDS
from liupan.foundation.measures.queries import (
    CITY,
    Figure,
    Record,
    Scope,
    breakdowns,
    latest,
    records,
    series,
    series_of,
    sums_by_unit,
)
from liupan.foundation.measures.rules import Forecast, Point, forecast
from liupan.kernel.figures import Direction, Kind, Measure, find_measure, measures

__all__ = [
    "CITY",
    "COMPUTE",
    "SEE_RECORDS",
    "DayNotOver",
    "Direction",
    "Figure",
    "Forecast",
    "Kind",
    "Measure",
    "Point",
    "Record",
    "Scope",
    "breakdowns",
    "find_measure",
    "forecast",
    "latest",
    "measures",
    "records",
    "series",
    "series_of",
    "sums_by_unit",
    "take_snapshots",
]
