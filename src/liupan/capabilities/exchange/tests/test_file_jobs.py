"""Large files: made by a job that is stopped, killed and begun again."""

import csv
import io
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.facade import MaskPolicy
from liupan.capabilities.exchange.models import Service, SharedFile
from liupan.capabilities.exchange.operations import files
from liupan.capabilities.exchange.operations.files import NotReady, sweep_files
from liupan.capabilities.exchange.policies import SWEEP_FILES
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.exporting import FILES, GrantChanged
from liupan.capabilities.exchange.queries.files import get_file
from liupan.capabilities.exchange.queries.refusals import GrantNotLive
from liupan.capabilities.exchange.rules import files as rules
from liupan.capabilities.exchange.rules.calls import Message
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import NOW
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.jobs.tests.factories import kill, run_queued, wait_for, worker
from liupan.kernel import clock

WANTED = [["示例甲一", "2016-03-01"], ["示例甲二", "2016-07-01"], ["示例甲三", "2017-02-01"]]


@pytest.fixture
def kept(fresh_db: None, told: list[Message]) -> Iterator[Made]:
    """In a database where everything is committed, for jobs."""
    with clock.frozen(NOW):
        yield Made(make.town())


def job_of(file_id: UUID) -> UUID:
    found = SharedFile.objects.get(id=file_id).job_id
    assert found
    return found


def rows(data: bytes) -> list[list[str]]:
    return [row[:2] for row in csv.reader(io.StringIO(data.decode(), newline=""))][1:]


def test_a_large_file_is_a_job_and_kept_sealed(
    kept: Made, told: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept
    monkeypatch.setattr(rules, "LARGE", 2)
    file_id = made.start("csv-bom")
    with pytest.raises(NotReady):
        made.take(file_id)
    job = run_queued(job_of(file_id))
    assert job.state == "done", job.message
    taken = made.take(file_id, part="bytes=3-")
    assert rows(b"".join(taken.chunks)) == WANTED
    assert taken.size == SharedFile.objects.get(id=file_id).size
    assert told[-1].rows == 3
    content_id = SharedFile.objects.get(id=file_id).content_id
    assert content_id
    assert "示例甲".encode() not in FILES.path_of(content_id).read_bytes()
    make.narrowed(made.place, made.grant.id, {"男方姓名": MaskPolicy()})
    with pytest.raises(GrantChanged):  # it holds what is not given any more
        made.take(file_id)
    made.revoke()
    with pytest.raises(GrantNotLive):
        made.take(file_id)
    later = clock.now() + timedelta(days=8)
    assert sweep_files(actor=worker_actor(SWEEP_FILES), moment=later) == 1
    assert not FILES.has(content_id)


def test_a_revoked_grant_stops_the_job_and_removes_what_was_written(
    kept: Made, told: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept
    monkeypatch.setattr(rules, "LARGE", 2)
    monkeypatch.setattr(rules, "ASK_AGAIN", 0.0)
    file_id = made.start()
    real = files.export_of

    def slow(file: SharedFile, allowed: Any) -> Any:
        made.revoke()
        return real(file, allowed)

    monkeypatch.setattr(files, "export_of", slow)
    before = _on_disk()
    job = run_queued(job_of(file_id))
    assert job.state == "failed"
    row = SharedFile.objects.get(id=file_id)
    assert row.state == "stopped"
    assert row.reason == job.message
    assert get_file(made.actor, file_id).reason == job.message
    assert _on_disk() == before
    assert told[-1].code == "grant_not_live"


def test_a_provider_that_is_silent_fails_the_job_once(
    kept: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept
    monkeypatch.setattr(rules, "LARGE", 2)
    file_id = made.start()

    def silent(*_of: Any) -> Any:
        raise refusals.provider_silent()

    monkeypatch.setattr(files, "export_of", silent)
    job = run_queued(job_of(file_id))
    assert (job.state, job.attempts) == ("failed", 1)
    assert get_file(made.actor, file_id).reason == job.message


def test_a_running_download_stops_within_a_second(
    kept: Made, told: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept
    monkeypatch.setattr("liupan.foundation.tables.exporting.BLOCK", 10)
    chunks = iter(made.take(made.start()).chunks)
    next(chunks)
    made.revoke()
    time.sleep(rules.ASK_AGAIN)
    with pytest.raises(GrantNotLive):
        next(chunks)
    assert (told[-1].status, told[-1].code) == (403, "grant_not_live")
    assert 0 < told[-1].sent < 60


def test_a_narrowed_grant_ends_what_runs(kept: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept
    monkeypatch.setattr("liupan.foundation.tables.exporting.BLOCK", 10)
    monkeypatch.setattr(rules, "ASK_AGAIN", 0.0)
    chunks = iter(made.take(made.start()).chunks)
    next(chunks)
    make.narrowed(made.place, made.grant.id, {"男方姓名": MaskPolicy()})
    with pytest.raises(GrantChanged):
        next(chunks)


def test_a_job_that_was_killed_is_done_again_from_its_beginning(
    fresh_db: None, told: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By real processes, in real time: the grant runs until then."""
    monkeypatch.setattr(rules, "LARGE", 2)
    with clock.frozen(NOW):
        made = Made(make.town(), valid_until=date(2040, 1, 1))
        table_id = make.table(
            made.place, [(f"示例{n}", "", "2016-03-01", "") for n in range(30_000)]
        )
        Service.objects.filter(id=made.service.id).update(table_id=table_id)
        file_id = made.start()
    before = _on_disk()
    with worker() as first:
        wait_for(lambda: _on_disk() - before, "the file has begun", 240)
        kill(first)
    assert SharedFile.objects.get(id=file_id).state in ("waiting", "ready")
    with worker():
        wait_for(lambda: SharedFile.objects.get(id=file_id).state == "ready", "the file", 240)
    data = b"".join(made.take(file_id).chunks)
    assert len(rows(data)) == 30_000
    assert SharedFile.objects.get(id=file_id).rows == 30_000


def _on_disk() -> set[str]:
    return {str(path) for path in FILES.path.glob("*/*")}
