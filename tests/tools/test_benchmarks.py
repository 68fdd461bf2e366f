"""The measuring itself: each part runs to its end, in a city that has things of its own."""

from datetime import UTC, datetime

import pytest
from benchmarks import jobs, search

from liupan.foundation.search.facade import IndexEntry, index
from liupan.kernel.ids import uuid7


@pytest.mark.django_db
def test_what_the_city_can_find_already_does_not_count_as_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "UNITS", 20)
    monkeypatch.setattr(search, "TIMES", 1)
    index(
        IndexEntry(
            thing_type="test.hill",
            thing_id=uuid7(),
            title="六盘山",
            url="/",
            at=datetime(2017, 11, 15, tzinfo=UTC),
        )
    )
    measured = search.run(0)
    for who in ("person", "anonymous"):
        assert (measured[who]["recall"], measured[who]["precision"]) == (1.0, 1.0)


@pytest.mark.django_db
def test_an_export_is_measured_to_its_end():
    measured = jobs.run(0)
    assert measured["export_rows"] == 5000
    assert measured["export_mb"] > 0
