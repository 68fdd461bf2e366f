"""One run of a job: how it ends, what is seen meanwhile, what a second run may do."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from procrastinate.exceptions import ConnectorException

from liupan.foundation.jobs import running, upkeep, worker
from liupan.foundation.jobs.actors import worker_actor
from liupan.foundation.jobs.models import Job, JobFile, Receipt, Worker
from liupan.foundation.jobs.operations import (
    NotFinished,
    UnknownJob,
    cancel_job,
    defer,
    requeue,
    retry_job,
    start_job,
)
from liupan.foundation.jobs.progress import Progress, Superseded
from liupan.foundation.jobs.tests import trial_jobs
from liupan.foundation.jobs.tests.factories import allow, person, run_queued, unit
from liupan.foundation.jobs.upkeep import beat, enter_worker, rescue, worker_health
from liupan.foundation.journal.tests.factories import acts
from liupan.foundation.messaging.facade import count_unread, list_notices
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)


def start(owner: Actor, name: str = "trials.count", **arguments: object) -> UUID:
    return start_job(name, arguments, owner=owner, now=NOW)


@pytest.mark.usefixtures("fresh_db")
class TestEnds:
    def test_a_job_that_is_done_says_so_to_its_owner(self, tmp_path: Path) -> None:
        owner = person()
        with clock.frozen(NOW):
            job = run_queued(start(owner, log=str(tmp_path / "log"), to=3))
        assert (job.state, job.done, job.total, job.attempts) == ("done", 3, 3, 1)
        assert (job.started_at, job.finished_at) == (NOW, NOW)
        assert (tmp_path / "log").read_text().split() == ["0", "1", "2"]
        assert acts("jobs.job") == ["jobs.job.started", "jobs.job.finished"]
        assert count_unread(owner) == 1
        assert list_notices(owner)[0].url == f"/work/jobs/{job.id}/"

    def test_a_refusal_is_told_in_its_own_words_and_not_repeated(self) -> None:
        job = run_queued(start(person(), "trials.refuse"))
        assert (job.state, job.attempts) == ("failed", 1)
        assert job.message == "The moon is not full. Wait."

    def test_a_defect_is_tried_again_until_its_attempts_are_used_up(self) -> None:
        job_id = start(person(), "trials.break")
        assert run_queued(job_id).state == "queued"
        job = run_queued(job_id)
        assert (job.state, job.attempts) == ("failed", 2)
        assert "ZeroDivisionError" in job.message

    def test_a_right_lost_after_the_start_stops_the_run(self) -> None:
        government = unit()
        owner = allow(person(), trial_jobs.MAY_COUNT, unit_id=government)
        job_id = start(owner, "trials.guarded")
        allow(owner, unit_id=government)  # redefines the role without the right
        assert run_queued(job_id).state == "failed"
        assert not JobFile.objects.exists()

    def test_a_stranger_to_the_right_cannot_start(self) -> None:
        with pytest.raises(NotAuthorised):
            start(person(), "trials.guarded")
        assert not Job.objects.exists()

    def test_a_job_nobody_declares_is_a_defect_of_the_caller(self) -> None:
        with pytest.raises(UnknownJob):
            start(person(), "trials.unheard_of")
        with pytest.raises(UnknownJob):
            defer("trials.unheard_of")

    def test_work_this_worker_does_not_know_is_left_to_be_tried_again(self) -> None:
        with pytest.raises(UnknownJob):
            running.run_task("trials.of_a_newer_version", {})


@pytest.mark.usefixtures("fresh_db")
class TestMeanwhile:
    def test_progress_is_seen_while_the_jobs_transaction_is_open(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[tuple[int, str]] = []
        other = connections.create_connection("default")
        say = Progress.say

        def look(progress: Progress, message: str) -> None:
            say(progress, message)
            with other.cursor() as cursor:
                cursor.execute("SELECT done, message FROM jobs_job")
                seen.append(cursor.fetchone())

        monkeypatch.setattr(Progress, "say", look)
        run_queued(start(person(), "trials.hold", log=str(tmp_path / "log")))
        other.close()
        assert seen == [(0, "half way"), (5, "half way")]

    def test_a_cancelled_job_stops_at_its_next_step(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        owner = person()
        job_id = start(owner, log=str(tmp_path / "log"), to=100)
        checkpoint = Progress.checkpoint

        def cancel(progress: Progress, state: int) -> None:
            if state == 3:
                cancel_job(job_id=job_id, actor=owner, now=NOW)
            checkpoint(progress, state)

        monkeypatch.setattr(Progress, "checkpoint", cancel)
        job = run_queued(job_id)
        assert job.state == "cancelled"
        assert (tmp_path / "log").read_text().split() == ["0", "1", "2"]
        assert acts("jobs.job")[-2:] == ["jobs.job.cancelled"] * 2

        monkeypatch.setattr(Progress, "checkpoint", checkpoint)
        retry_job(job_id=job_id, actor=owner, now=NOW)
        assert run_queued(job_id).state == "done"
        assert (tmp_path / "log").read_text().split() == [str(n) for n in range(100)]

    def test_a_cancelled_job_that_waits_never_runs(self, tmp_path: Path) -> None:
        owner = person()
        job_id = start(owner, log=str(tmp_path / "log"), to=1)
        cancel_job(job_id=job_id, actor=owner, now=NOW)
        assert run_queued(job_id).state == "cancelled"
        assert not (tmp_path / "log").exists()

    def test_a_run_that_was_taken_over_may_write_nothing(self, tmp_path: Path) -> None:
        job_id = start(person(), log=str(tmp_path / "log"), to=1)
        Job.objects.filter(id=job_id).update(state="running", run=1)
        progress = Progress(
            job_id, 1, owner_id=job_id, actor=worker_actor(), state=None, stopping=running.stopping
        )
        progress.expect(5)
        requeue(job_id=job_id, run=1, counts=True)
        assert run_queued(job_id).state == "done"
        with pytest.raises(Superseded):
            progress.checkpoint(4)
        with pytest.raises(Superseded), progress.file("a.csv", "text/csv") as file:
            file.write(b"late")
        with pytest.raises(Superseded), progress.once():
            pass
        assert not JobFile.objects.exists()
        assert not Receipt.objects.exists()
        progress.close()
        job = Job.objects.get(id=job_id)
        assert (job.state, job.done, job.checkpoint) == ("done", 1, 1)

    def test_a_broker_row_left_over_from_an_earlier_queueing_runs_nothing(
        self, tmp_path: Path
    ) -> None:
        job_id = start(person(), log=str(tmp_path / "log"), to=1)
        old = Job.objects.get(id=job_id).broker_id
        assert old
        Job.objects.filter(id=job_id).update(state="running", run=1)
        requeue(job_id=job_id, run=1, counts=True)
        running.run_job(job_id, old)
        assert not (tmp_path / "log").exists()

    def test_a_step_done_once_is_not_done_by_the_rerun(self, tmp_path: Path) -> None:
        job_id = start(person(), "trials.once", log=str(tmp_path / "log"))
        assert run_queued(job_id).state == "queued"
        job = run_queued(job_id)
        assert (job.state, job.outcome) == ("done", {"made": 1})
        assert (tmp_path / "log").read_text() == "made\n"
        assert Receipt.objects.count() == 1

    def test_open_jobs_cost_no_query_each(self, django_assert_max_num_queries: Any) -> None:
        owner = person()
        for _ in range(5):
            start(owner, log="", to=1)
        with django_assert_max_num_queries(3):
            found = worker_health()
        assert (found.queued, found.running) == (5, 0)
        with django_assert_max_num_queries(4):
            assert rescue() == 0

    def test_a_worker_taken_for_dead_that_beats_again_keeps_its_jobs(self) -> None:
        me, other = enter_worker(), enter_worker()
        job_id = start(person(), log="", to=1)
        Job.objects.filter(id=job_id).update(state="running", run=1, worker_id=me)
        long_ago = clock.real_now() - timedelta(minutes=1)
        Worker.objects.filter(id=me).update(beat_at=long_ago, stopped_at=clock.real_now())
        beat(me)
        beat(other)
        assert rescue() == 0
        assert worker_health().workers == 2

    def test_what_the_broker_lost_is_queued_again(self, tmp_path: Path) -> None:
        job_id = start(person(), log=str(tmp_path / "log"), to=1)
        first = Job.objects.get(id=job_id).broker_id
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        assert rescue() == 1
        assert Job.objects.get(id=job_id).broker_id != first
        assert rescue() == 0
        assert run_queued(job_id).state == "done"


@pytest.mark.django_db
class TestWhose:
    def test_a_stranger_cannot_tell_a_job_from_none(self) -> None:
        job_id = start(person("owner"), "trials.refuse")
        stranger = person("stranger")
        for act in (cancel_job, retry_job):
            with pytest.raises(Missing):
                act(job_id=job_id, actor=stranger, now=NOW)

    def test_an_open_job_cannot_be_handed_in_again(self) -> None:
        owner = person()
        job_id = start(owner, "trials.refuse")
        with pytest.raises(NotFinished):
            retry_job(job_id=job_id, actor=owner, now=NOW)

    def test_starting_rolls_back_with_its_transaction(self) -> None:
        from django.db import transaction
        from procrastinate.contrib.django.models import ProcrastinateJob

        owner = person()
        with transaction.atomic():
            start(owner, "trials.refuse")
            transaction.set_rollback(True)
        assert not Job.objects.exists()
        assert not ProcrastinateJob.objects.exists()


def test_the_beat_outlives_an_error_of_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = []
    end = threading.Event()

    def hiccup(now: datetime) -> list[str]:
        beats.append(now)
        if len(beats) > 1:
            end.set()
        raise ConnectorException

    monkeypatch.setattr(running, "stopping", end)
    monkeypatch.setattr(running, "me", None)
    monkeypatch.setattr(upkeep, "BEAT_EVERY", 0.001)
    monkeypatch.setattr(upkeep, "tick", hiccup)
    with clock.frozen(NOW):
        worker._beat()
    assert len(beats) == 2
