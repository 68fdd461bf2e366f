"""The measuring itself: each part runs to its end, in a city that has things of its own."""

import threading
import time
from datetime import UTC, datetime

import psycopg
import pytest
from benchmarks import jobs, journal, search
from django.db import connection

from liupan.foundation.jobs.models import Tick
from liupan.foundation.journal.facade import list_entries
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


@pytest.mark.django_db
def test_an_operation_is_measured_with_its_fact_and_without_it():
    measured = journal.overhead(blocks=1, rounds=4)
    entries = list_entries(journal._auditor()).entries
    assert len(entries) == 4
    assert {"added_p50_ms", "added_p95_ms", "noise_p95_ms"} <= measured.keys()
    assert not Tick.objects.exists()


def test_a_writer_that_waits_for_another_is_counted(fresh_db: str):
    with psycopg.connect(fresh_db) as holder, psycopg.connect(fresh_db) as writer:
        both = [holder.info.backend_pid, writer.info.backend_pid]
        assert not journal.waiting(both)
        holder.execute("LOCK TABLE jobs_tick")
        waits = threading.Thread(target=writer.execute, args=["SELECT 1 FROM jobs_tick"])
        waits.start()
        while not (seen := journal.waiting(both)):
            time.sleep(0.01)
        holder.rollback()
        waits.join()
    assert seen == {"lock": 1}
    connection.close()
