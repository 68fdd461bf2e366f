"""Keeping the work going: beats, finding what a dead worker left, sweeping, the alarm."""

import logging
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from asgiref.sync import async_to_sync
from croniter import croniter
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from liupan.foundation.access.facade import list_holders
from liupan.foundation.jobs import broker, operations
from liupan.foundation.jobs.files import FILES
from liupan.foundation.jobs.models import Job, JobFile, Worker
from liupan.foundation.jobs.policies import MANAGE_JOBS
from liupan.foundation.jobs.registry import Task, periodic_tasks
from liupan.foundation.messaging.facade import notify
from liupan.kernel import clock

log = logging.getLogger(__name__)

BEAT_EVERY = 3.0
SILENT_AFTER = timedelta(seconds=20)
ALARM_AFTER = timedelta(seconds=60)
KEEP_BROKER_HOURS = 72
MADE_UP_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """How the worker is: `last_beat_at` and `silent_for` are real time; None before the first."""

    is_alive: bool
    workers: int
    last_beat_at: datetime | None
    silent_for: timedelta | None
    queued: int
    running: int


def worker_health() -> WorkerHealth:
    """How the worker is. Three cheap queries."""
    now = clock.real_now()
    last = Worker.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    waiting = Job.objects.filter(state__in=Job.OPEN).aggregate(
        queued=Count("id", filter=Q(state=Job.State.QUEUED)),
        running=Count("id", filter=Q(state=Job.State.RUNNING)),
    )
    alive = Worker.objects.filter(stopped_at=None, beat_at__gt=now - SILENT_AFTER).count()
    return WorkerHealth(
        is_alive=alive > 0,
        workers=alive,
        last_beat_at=last,
        silent_for=now - last if last else None,
        **waiting,
    )


def alarm_if_silent() -> bool:
    """Tell the system administrators, once, that no worker has beaten for a minute.

    Called by whoever can notice: `/healthz`, and a worker that starts again.
    """
    last = Worker.objects.order_by("-beat_at").first()
    if last is None or last.alarmed_at or clock.real_now() - last.beat_at < ALARM_AFTER:
        return False
    with transaction.atomic():
        mine = Worker.objects.filter(id=last.id, alarmed_at=None)
        if not mine.update(alarmed_at=clock.real_now()):
            return False
        notify(
            list_holders(MANAGE_JOBS, clock.today()),
            title=_("The worker fell silent"),
            body=_(
                "No background work has been done since %(moment)s. Notices, imports, clocks and "
                "figures stand still until it runs again."
            )
            % {
                "moment": f"{(last.beat_at + clock.offset()).astimezone(clock.CITY):%Y-%m-%d %H:%M}"
            },
            url="/console/jobs/",
            kind="jobs.worker_silent",
            now=clock.now(),
            key=f"jobs.worker_silent.{last.id}",
        )
    return True


def enter_worker() -> UUID:
    """Enter this process as a worker."""
    now = clock.real_now()
    return Worker.objects.create(host=_host(), pid=os.getpid(), started_at=now, beat_at=now).id


def beat(worker_id: UUID) -> None:
    """Say that this worker lives; one that was taken for dead meanwhile counts again."""
    Worker.objects.filter(id=worker_id).update(beat_at=clock.real_now(), stopped_at=None)


def leave_worker(worker_id: UUID) -> None:
    """Say that this worker ends as it was asked to."""
    now = clock.real_now()
    Worker.objects.filter(id=worker_id).update(beat_at=now, stopped_at=now)


def rescue() -> int:
    """Queue anew what dead workers left behind and what the broker lost; returns how many.

    Safe in several workers at once: each job is locked, and its run number fences the old run.
    """
    Worker.objects.filter(id__in=[w.id for w in _dead()]).update(stopped_at=clock.real_now())
    living = set(Worker.objects.filter(stopped_at=None).values_list("id", flat=True))
    rescued = 0
    for job_id, run in _lost(living):
        rescued += operations.requeue(job_id=job_id, run=run, counts=True, also_queued=True)
    _rescue_broker()
    return rescued


def tick(now: datetime) -> list[str]:
    """Hand in the work by the calendar that is due by the city's clock; returns its names.

    Each time is handed in once, however many workers tick. A time missed is made up within a day.
    """
    return [task.name for task in periodic_tasks() if _is_due(task, now)]


def _is_due(task: Task, now: datetime) -> bool:
    due: datetime = croniter(task.cron, now.astimezone(clock.CITY)).get_prev(datetime)
    if now - due > MADE_UP_WITHIN:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO jobs_tick (name, at) VALUES (%s, %s)
            ON CONFLICT (name) DO UPDATE SET at = excluded.at
            WHERE jobs_tick.at < excluded.at OR jobs_tick.at > %s  -- the clock was set back
            """,
            [task.name, due, now],
        )
        if not cursor.rowcount:
            return False
        broker.queue_task(task.name, {})
        return True


def _dead() -> Iterable[Worker]:
    """Workers that fell silent, or whose process on this machine is gone."""
    silent_since = clock.real_now() - SILENT_AFTER
    for worker in Worker.objects.filter(stopped_at=None):
        gone = worker.host == _host() and not Path(f"/proc/{worker.pid}").exists()
        if gone or worker.beat_at < silent_since:
            yield worker


def _lost(living: set[UUID]) -> Iterable[tuple[UUID, int]]:
    """Open jobs that no living worker runs or the broker does not know, with their run."""
    at_work = [Status.TODO.value, Status.DOING.value]
    with_broker = ProcrastinateJob.objects.filter(id=OuterRef("broker_id"), status__in=at_work)
    orphaned = Q(state=Job.State.RUNNING) & ~Q(worker_id__in=living)
    lost = Job.objects.filter(orphaned | ~Exists(with_broker), state__in=Job.OPEN)
    return lost.order_by("id").values_list("id", "run")


@async_to_sync
async def _rescue_broker() -> None:
    """Runs of jobs were queued anew above; small work goes back into the queue by itself."""
    manager = app.job_manager
    for stalled in await manager.get_stalled_jobs(
        seconds_since_heartbeat=SILENT_AFTER.total_seconds()
    ):
        if stalled.task_name == broker.RUN:
            await manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(stalled)


def sweep(*, now: datetime) -> None:
    """Remove jobs past their time, orphaned files, dead workers' rows, finished broker rows."""
    while operations.sweep_kept(now=now):
        pass
    sweep_orphans()
    day_ago = clock.real_now() - timedelta(days=1)
    last = Worker.objects.order_by("-beat_at").values("id")[:1]
    Worker.objects.filter(beat_at__lt=day_ago).exclude(id__in=last).delete()
    _sweep_broker()


def sweep_orphans() -> int:
    """Remove files without a row that are older than a day; returns how many."""
    return FILES.sweep(
        lambda ids: set(JobFile.objects.filter(id__in=ids).values_list("id", flat=True))
    )


@async_to_sync
async def _sweep_broker() -> None:
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_BROKER_HOURS, include_failed=True, include_cancelled=True
    )


def _host() -> str:
    """Where process numbers mean the same: machine, boot and process namespace."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    names = Path("/proc/self/ns/pid")
    return " ".join(
        [
            socket.gethostname(),
            boot.read_text().strip() if boot.exists() else "",
            str(names.readlink()) if names.exists() else "",
        ]
    )
