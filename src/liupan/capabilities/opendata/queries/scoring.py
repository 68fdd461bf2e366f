"""The score of a dataset for its unit: of the very graph that everybody has once it is released."""

from dataclasses import replace
from datetime import date

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.capabilities.opendata.queries.public.datasets import shown_of
from liupan.capabilities.opendata.queries.public.linked import Here, as_dcat, judged
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.rules.freshness import Lateness, lateness
from liupan.capabilities.opendata.rules.mqa import Score
from liupan.kernel import clock

HERE = Here(origin="", address="", title="", description="", publisher="")
"""Points do not depend on where the catalogue is served."""


def score_of_dataset(dataset: Dataset, today: date) -> Score:
    """The points as they stand, or would stand if it were released today with what it has."""
    (shown,) = shown_of([dataset], now=clock.start_of(today))
    told = as_dcat(_as_if_out(shown, today), HERE)
    return judged(told if dataset.table_id else replace(told, distributions=()))


def lateness_of(dataset: Dataset, today: date) -> Lateness:
    """When its next data are due, and how late they are."""
    if dataset.data_at is None:
        return Lateness(None, 0)
    cycle = lists_on(today).cycle_days.get(dataset.update_cycle)
    return lateness(clock.on(dataset.data_at), cycle, today)


def _as_if_out(shown: Shown, today: date) -> Shown:
    line = shown.line
    return replace(shown, line=replace(line, published_on=line.published_on or today))
