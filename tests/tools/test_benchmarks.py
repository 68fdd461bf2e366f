"""The measuring itself: each part runs to its end, in a city that has things of its own."""

import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from benchmarks import bars, instance, jobs, journal, load, pages, search, volume, workflow
from benchmarks.__main__ import demo_seconds
from django.db import connection

from liupan.config import processes, progress
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


def test_what_was_linked_is_verified_in_a_process_of_its_own(fresh_db: str):
    assert journal._linking(10) > 0
    measured = journal.verifying()
    assert measured["entries"] == 10
    assert measured["verify_grown_mb"] < 50
    connection.close()


def test_what_a_page_costs_is_asked_of_all_that_serve():
    for group in ("pages", "long-calls"):
        assert f"liupan-{group}"[: processes.COMM].encode() in instance.SERVING


def test_a_page_that_does_not_answer_is_named_and_counted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "PATIENCE", 0.2)
    monkeypatch.setattr(pages, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        running = instance.Instance(Path("nowhere"), silent.getsockname()[1])
        monkeypatch.setattr(running, "cookie", lambda person: "")
        opened = pages._opened(running, {"clerk": {"a:list": "/a/", "b:one": "/b/1/"}}, ["b:one"])
        driven = load.drive(running.port, ["/a/"], users=2, think=0, seconds=0.1).summary()
    assert opened == ([], [], ["a:list (clerk)", "b:one (clerk)"])
    assert (driven["answers"], driven["wrong"]) == (2, 2)
    assert driven["p95_ms"] >= 200


def test_tables_that_were_filled_are_analysed(
    fresh_db: str, owner_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "liupan.config.environment.Environment.tables_url", property(lambda _self: owner_url)
    )
    workflow.fill(workflow.prepared(), 300)
    volume.analyse()
    with psycopg.connect(fresh_db) as looking:
        query = "SELECT reltuples FROM pg_class WHERE relname = 'workflow_candidate'"
        assert looking.execute(query).fetchone() == (300,)
    connection.close()


def test_the_seconds_of_each_office_are_read_from_what_a_first_start_says(
    capsys: pytest.CaptureFixture[str],
):
    with progress.step("Demo city") as current:
        current.result = "4 rooms"
    for room, took in {
        "access": 1.2,
        "plan": 2.0,
        "supervision": 9.9,
        "correspondence": 31.0,
    }.items():
        progress.part(room, took)
    said = demo_seconds(capsys.readouterr().out)
    assert said["demo_house_s"] == 3.2
    assert said["demo_office_s"] == {"supervision": 9.9, "correspondence": 31.0}
    judged = {one.bar.what: one.word for one in bars.verdicts({"start": said})}
    assert judged["demo city, the house and its plan"] == "pass"
    assert judged["demo city, correspondence"] == "FAIL"
    assert judged["demo city, catalogue"] == "not measured"


def test_a_start_without_a_demo_city_says_nothing_of_it():
    assert demo_seconds("  Tables    3.0 s  done\nLiupan is ready\n") == {}
