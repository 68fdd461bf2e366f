"""One score, of the published graph, for everybody and the unit; units hear once of late data."""

from datetime import date, timedelta

import pytest

from liupan.capabilities.opendata.models import Dataset, Quality
from liupan.capabilities.opendata.operations.watching import watch_datasets
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.queries.public.datasets import get_shown
from liupan.capabilities.opendata.queries.public.linked import Here, score_of
from liupan.capabilities.opendata.queries.scoring import score_of_dataset
from liupan.capabilities.opendata.rules.freshness import lateness
from liupan.capabilities.opendata.rules.mqa import CRITERIA, EXCELLENT, MOST
from liupan.capabilities.opendata.rules.vocabulary import FORMS
from liupan.capabilities.opendata.tests.factories import (
    NOW,
    Town,
    conditional,
    draft,
    out,
    released,
)
from liupan.capabilities.opendata.views.office.score_words import lines_of
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel import clock

HERE = Here(origin="https://city.example", address="https://city.example/c", title="目录",
            description="说明", publisher="市政府")  # fmt: skip


def test_the_points_are_those_of_the_assessment() -> None:
    by_dimension: dict[str, int] = {}
    for _code, dimension, most, _label in CRITERIA:
        by_dimension[dimension] = by_dimension.get(dimension, 0) + most
    assert list(by_dimension.values()) == [100, 100, 110, 75, 20]
    assert sum(by_dimension.values()) == MOST == 405


def test_irregular_data_are_never_late() -> None:
    assert lateness(date(2015, 1, 1), None, date(2017, 1, 1)).days == 0
    assert lateness(date(2017, 1, 1), 31, date(2017, 2, 4)).days == 3


@pytest.mark.django_db
@pytest.mark.parametrize("make", [released, conditional])
def test_unit_and_public_read_one_score(place: Town, make: object) -> None:
    made = make(place)  # type: ignore[operator]
    own = score_of_dataset(made, clock.on(NOW))
    public = score_of(get_shown(made.code, now=NOW), HERE)
    assert own == public
    assert own.total >= EXCELLENT


@pytest.mark.django_db
def test_a_draft_is_scored_as_if_it_were_out_today(place: Town) -> None:
    made = Dataset.objects.get(id=draft(place))
    before = score_of_dataset(made, clock.on(NOW))
    out(place, made.id)
    made.refresh_from_db()
    assert before == score_of_dataset(made, clock.on(NOW))


@pytest.mark.django_db
def test_what_is_missing_costs_its_points_and_says_what_mends_it(place: Town) -> None:
    made = Dataset.objects.get(id=draft(place))
    whole = score_of_dataset(made, clock.on(NOW))
    made.division, made.table_id = "", None
    poor = score_of_dataset(made, clock.on(NOW))
    lost = {one.code for one in poor.criteria if not one.is_met}
    assert {"spatial", "access_url_answers", "download_url", "format"} <= lost
    assert poor.total <= whole.total - 20 - 100
    assert all(bool(one.mend) is not one.criterion.is_met for one in lines_of(poor))


@pytest.mark.django_db
def test_a_late_dataset_is_told_once(place: Town) -> None:
    made = Dataset.objects.get(id=out(place, draft(place)))
    actor = worker_actor(WATCH)
    assert watch_datasets(actor=actor, now=NOW + timedelta(days=33)) == 0
    assert watch_datasets(actor=actor, now=NOW + timedelta(days=34)) == 1
    found = Quality.objects.get(dataset=made)
    assert found.late_days == 3
    told = found.told_on
    watch_datasets(actor=actor, now=NOW + timedelta(days=40))
    assert Quality.objects.get(dataset=made).told_on == told


def test_forms_of_files_keep_their_words() -> None:
    assert FORMS["parquet"].file_type == "PARQUET"
