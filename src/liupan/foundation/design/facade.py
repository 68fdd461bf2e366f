"""The door of `design`: entrance marks and page parts for every office and surface."""

from liupan.foundation.design import frames, navigation
from liupan.foundation.design.components.days import city_day, short_day
from liupan.foundation.design.components.numbers import amount, number
from liupan.foundation.design.entrances import (
    Entrance,
    entrance_of,
    public,
    requires,
    signed_in,
)
from liupan.foundation.design.frames import Installation
from liupan.foundation.design.navigation import Entry, Place
from liupan.foundation.design.pictures.files import as_csv, trend_as_csv, trend_as_svg
from liupan.foundation.design.pictures.trend import Forecast as TrendForecast
from liupan.foundation.design.pictures.trend import Point as TrendPoint
from liupan.foundation.design.pictures.trend import Trend

__all__ = [
    "Entrance",
    "Entry",
    "Installation",
    "Place",
    "Trend",
    "TrendForecast",
    "TrendPoint",
    "amount",
    "as_csv",
    "city_day",
    "entrance_of",
    "frames",
    "navigation",
    "number",
    "public",
    "requires",
    "short_day",
    "signed_in",
    "trend_as_csv",
    "trend_as_svg",
]
