"""The door of `design`: entrance marks, page parts and list pages for every office and surface."""

from liupan.foundation.design import frames, navigation
from liupan.foundation.design.components.clocks import Clock, ClockState, ClockUnit, clock, words
from liupan.foundation.design.components.days import city_day, city_moment, short_day
from liupan.foundation.design.components.designers import Designer, Problem
from liupan.foundation.design.components.diagrams import Diagram, DiagramStep, StepState
from liupan.foundation.design.components.findings import Finding
from liupan.foundation.design.components.marks import glyph, icon, sheet, state, tag
from liupan.foundation.design.components.numbers import amount, number
from liupan.foundation.design.components.records import (
    Event,
    Fact,
    Figure,
    File,
    Job,
    TreeRow,
    WorkRow,
)
from liupan.foundation.design.confirming import carried, unconfirmed
from liupan.foundation.design.doing import do as do_act
from liupan.foundation.design.doing import sent
from liupan.foundation.design.entrances import (
    Entrance,
    allows_style_attributes,
    entrance_of,
    for_systems,
    is_closed_to,
    public,
    requires,
    signed_in,
)
from liupan.foundation.design.forms import (
    DateField,
    DateInput,
    MomentField,
    MomentInput,
    Suggesting,
    SuggestingMany,
    VersionField,
)
from liupan.foundation.design.frames import Installation
from liupan.foundation.design.listing import (
    KINDS,
    Batch,
    Column,
    Export,
    ListPage,
    ListRows,
    Page,
    Preset,
    QueryRows,
    Role,
    Rows,
    before_asked,
    install_exporter,
    page_asked,
    picked,
    table_of,
    write_table,
)
from liupan.foundation.design.listing.days import DayFilter
from liupan.foundation.design.listing.filtering import FilterSet
from liupan.foundation.design.listing.filters import filter_bar
from liupan.foundation.design.listing.memory import View as KeptView
from liupan.foundation.design.listing.memory import install_keeper
from liupan.foundation.design.navigation import Entry, Place
from liupan.foundation.design.pictures.bars import Column as Bar
from liupan.foundation.design.pictures.bars import Span, axis, bar, barcell, bullet, columns, span
from liupan.foundation.design.pictures.counties import County, county_map
from liupan.foundation.design.pictures.files import as_csv, trend_as_csv, trend_as_svg
from liupan.foundation.design.pictures.flows import Flow, flows, flows_as_svg
from liupan.foundation.design.pictures.heats import HeatLine, Warm, heat, heat_as_svg
from liupan.foundation.design.pictures.scales import Days
from liupan.foundation.design.pictures.spans import Strip, strips_as_svg
from liupan.foundation.design.pictures.trend import Forecast as TrendForecast
from liupan.foundation.design.pictures.trend import Point as TrendPoint
from liupan.foundation.design.pictures.trend import Trend, spark
from liupan.foundation.design.problems import (
    PROBLEM,
    in_own_shape,
    is_for_programs,
    problem,
)

__all__ = [
    "KINDS",
    "PROBLEM",
    "Bar",
    "Batch",
    "Clock",
    "ClockState",
    "ClockUnit",
    "Column",
    "County",
    "DateField",
    "DateInput",
    "DayFilter",
    "Days",
    "Designer",
    "Diagram",
    "DiagramStep",
    "Entrance",
    "Entry",
    "Event",
    "Export",
    "Fact",
    "Figure",
    "File",
    "FilterSet",
    "Finding",
    "Flow",
    "HeatLine",
    "Installation",
    "Job",
    "KeptView",
    "ListPage",
    "ListRows",
    "MomentField",
    "MomentInput",
    "Page",
    "Place",
    "Preset",
    "Problem",
    "QueryRows",
    "Role",
    "Rows",
    "Span",
    "StepState",
    "Strip",
    "Suggesting",
    "SuggestingMany",
    "TreeRow",
    "Trend",
    "TrendForecast",
    "TrendPoint",
    "VersionField",
    "Warm",
    "WorkRow",
    "allows_style_attributes",
    "amount",
    "as_csv",
    "axis",
    "bar",
    "barcell",
    "before_asked",
    "bullet",
    "carried",
    "city_day",
    "city_moment",
    "clock",
    "columns",
    "county_map",
    "do_act",
    "entrance_of",
    "filter_bar",
    "flows",
    "flows_as_svg",
    "for_systems",
    "frames",
    "glyph",
    "heat",
    "heat_as_svg",
    "icon",
    "in_own_shape",
    "install_exporter",
    "install_keeper",
    "is_closed_to",
    "is_for_programs",
    "navigation",
    "number",
    "page_asked",
    "picked",
    "problem",
    "public",
    "requires",
    "sent",
    "sheet",
    "short_day",
    "signed_in",
    "span",
    "spark",
    "state",
    "strips_as_svg",
    "table_of",
    "tag",
    "trend_as_csv",
    "trend_as_svg",
    "unconfirmed",
    "words",
    "write_table",
]
