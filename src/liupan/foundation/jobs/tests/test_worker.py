"""A real worker process: killed, stopped, doubled."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest

from liupan.foundation.access.facade import actor_for
from liupan.foundation.jobs.models import Job, Tick, Worker
from liupan.foundation.jobs.operations import cancel_job, defer, start_job
from liupan.foundation.jobs.policies import MANAGE_JOBS
from liupan.foundation.jobs.tests import trial_jobs  # noqa: F401  declares the jobs
from liupan.foundation.jobs.tests.factories import allow, kill, person, unit, wait_for, worker
from liupan.foundation.jobs.upkeep import alarm_if_silent, enter_worker, tick, worker_health
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel import clock

pytestmark = [pytest.mark.usefixtures("fresh_db"), pytest.mark.slow]


def _lines(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def _count(log: Path, to: int, **more: object) -> Job:
    job_id = start_job(
        "trials.count", {"log": str(log), "to": to, **more}, owner=person(), now=clock.now()
    )
    return Job.objects.get(id=job_id)


def test_killed_work_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    log = tmp_path / "log"
    job = _count(log, 60, pause=0.05, every=10)
    with worker() as first:
        wait_for(lambda: len(_lines(log)) > 25, "the job is half done", 60)
        kill(first)
    before = _lines(log)
    job.refresh_from_db()
    assert (job.state, job.run) == ("running", 1)
    with worker():
        wait_for(lambda: Job.objects.get(id=job.id).state == "done", "the job is done", 60)
    job.refresh_from_db()
    again = _lines(log)[len(before) :]
    assert again[0] == len(before) // 10 * 10
    assert again[-1] == 59
    assert (job.run, job.attempts, job.done) == (2, 2, 60)


def test_a_worker_asked_to_stop_puts_the_job_back_uncounted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    job = _count(log, 1000, pause=0.05)
    with worker() as process:
        wait_for(lambda: len(_lines(log)) > 3, "the job has begun", 60)
        assert worker_health().is_alive
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    job.refresh_from_db()
    assert (job.state, job.run, job.attempts) == ("queued", 1, 0)
    assert job.checkpoint == len(_lines(log))
    assert not worker_health().is_alive
    assert Worker.objects.get().stopped_at


def test_two_workers_share_the_work_and_do_none_twice(tmp_path: Path) -> None:
    owner = person()
    logs = [tmp_path / f"log{n}" for n in range(12)]
    for log in logs:
        start_job("trials.count", {"log": str(log), "to": 5}, owner=owner, now=clock.now())
        defer("trials.note", log=str(tmp_path / "notes"), text=log.name)
    with worker(), worker():
        wait_for(
            lambda: (
                Job.objects.filter(state="done").count() == 12
                and len((tmp_path / "notes").read_text().split()) == 24
            ),
            "all is done",
            60,
        )
    assert all(_lines(log) == [0, 1, 2, 3, 4] for log in logs)
    assert {job.attempts for job in Job.objects.all()} == {1}
    notes = (tmp_path / "notes").read_text().splitlines()
    assert sorted(notes) == sorted(f"log{n} worker" for n in range(12))


def test_running_work_is_cancelled_from_outside(tmp_path: Path) -> None:
    log = tmp_path / "log"
    job = _count(log, 10_000, pause=0.02)
    with worker():
        wait_for(lambda: len(_lines(log)) > 3, "the job has begun", 60)
        cancel_job(job_id=job.id, actor=actor_for(job.owner_id), now=clock.now())
        wait_for(lambda: Job.objects.get(id=job.id).state == "cancelled", "it is cancelled")
    assert len(_lines(log)) < 10_000


def test_calendar_work_is_handed_in_once_for_each_time() -> None:
    now = clock.now()
    first = tick(now)
    assert "jobs.sweep" in first
    assert tick(now) == []
    assert "jobs.sweep" in tick(now + timedelta(days=1))
    set_back = now - timedelta(days=400)
    assert "jobs.sweep" in tick(set_back)
    assert Tick.objects.get(name="jobs.sweep").at <= set_back


def test_silence_is_told_once_to_those_who_can_help() -> None:
    helper = allow(person("helper"), MANAGE_JOBS, unit_id=unit())
    stranger = person("stranger")
    assert not alarm_if_silent()
    worker_id = enter_worker()
    assert worker_health().is_alive
    assert not alarm_if_silent()
    long_ago = clock.real_now() - timedelta(minutes=5)
    Worker.objects.filter(id=worker_id).update(beat_at=long_ago)
    assert not worker_health().is_alive
    assert alarm_if_silent()
    assert not alarm_if_silent()
    assert [n.kind for n in list_notices(helper)] == ["jobs.worker_silent"]
    assert list_notices(helper)[0].urgent
    assert list_notices(stranger) == []
