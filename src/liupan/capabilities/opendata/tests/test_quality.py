"""The score is the sum of what is met; data that are late lose points, and units hear once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from liupan.capabilities.opendata.models import Dataset, Quality
from liupan.capabilities.opendata.operations.watching import watch_datasets
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.rules.scoring import (
    EXCELLENT,
    MOST,
    POINTS,
    Item,
    Lateness,
    lateness,
    score,
    total,
)
from liupan.capabilities.opendata.tests.factories import NOW, Town, draft, out
from liupan.foundation.jobs.facade import worker_actor

EVERYTHING = dict.fromkeys(Item, True)


def test_the_points_are_those_of_the_assessment() -> None:
    by_dimension: dict[str, int] = {}
    for dimension, most in POINTS.values():
        by_dimension[dimension] = by_dimension.get(dimension, 0) + most
    assert list(by_dimension.values()) == [100, 100, 110, 75, 20]
    assert sum(by_dimension.values()) == MOST == 405


@given(some.dictionaries(some.sampled_from(list(Item)), some.booleans()), some.integers(0, 400))
def test_a_score_is_never_above_all_nor_below_none(met: dict[Item, bool], days: int) -> None:
    parts = score(met, Lateness(date(2017, 1, 1), days), 31, 3)
    assert 0 <= total(parts) <= MOST
    assert total(parts) <= total(score(met, Lateness(None, 0), 31, 3))


@pytest.mark.parametrize(("days", "lost"), [(0, 0), (2, 0), (3, 30), (30, 30), (31, 60)])
def test_late_data_lose_points(days: int, lost: int) -> None:
    parts = score(EVERYTHING, Lateness(None, days), 31, 3)
    assert total(parts) == MOST - lost


def test_irregular_data_are_never_late() -> None:
    assert lateness(date(2015, 1, 1), None, date(2017, 1, 1)).days == 0
    assert lateness(date(2017, 1, 1), 31, date(2017, 2, 4)).days == 3


@pytest.mark.django_db
def test_a_late_dataset_is_told_once_and_scored_lower(place: Town) -> None:
    made = Dataset.objects.get(id=out(place, draft(place)))
    before = Quality.objects.get(dataset=made)
    assert before.points >= EXCELLENT
    actor = worker_actor(WATCH)
    assert watch_datasets(actor=actor, now=NOW + timedelta(days=33)) == 0
    assert watch_datasets(actor=actor, now=NOW + timedelta(days=34)) == 1
    found = Quality.objects.get(dataset=made)
    assert found.late_days == 3
    assert found.points < before.points
    told = found.told_on
    watch_datasets(actor=actor, now=NOW + timedelta(days=40))
    assert Quality.objects.get(dataset=made).told_on == told
