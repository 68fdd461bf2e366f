"""Reads of `jobs`, each scoped by who asks."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from liupan.foundation.access.facade import asked_by
from liupan.foundation.jobs.files import FILES
from liupan.foundation.jobs.models import Job, JobFile, Worker
from liupan.foundation.jobs.operations import may_see
from liupan.foundation.jobs.policies import AUDIT_JOBS, MANAGE_JOBS
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing, NotAuthorised

MY_OPEN = "SELECT count(*) FROM jobs_job WHERE owner_id = %s AND state = ANY(%s)"
"""In words of its own: every page asks, and putting it together takes longer than answering."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that can be taken."""

    role: str
    role_label: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class JobRef:
    """A job as people see it. `percent` is None while nobody knows how much there is to do."""

    id: UUID
    name: str
    title: str
    owner_id: UUID
    owner_name: str
    state: str
    state_label: str
    done: int
    total: int | None
    message: str
    outcome: dict[str, Any]
    arguments: dict[str, Any]
    attempts: int
    is_stopping: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    kept_until: datetime | None
    files: tuple[FileRef, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the work is still to be done."""
        return self.state in Job.OPEN

    @property
    def percent(self) -> int | None:
        """Share done, 0 to 100."""
        if self.state == Job.State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class WorkerRef:
    """A worker process; moments are real time."""

    host: str
    pid: int
    started_at: datetime
    beat_at: datetime
    stopped_at: datetime | None


def get_job(actor: Actor, job_id: UUID) -> JobRef:
    """A job the actor may see. Raises `Missing`."""
    job = Job.objects.prefetch_related("files").filter(id=job_id).first()
    if job is None or not may_see(job, actor):
        raise Missing(_("There is no such job."))
    return _ref(job)


def list_open_jobs(job_ids: Collection[UUID]) -> set[UUID]:
    """Of these jobs those that are still to be done. One query; for offices that know their ids."""
    rows = Job.objects.filter(id__in=set(job_ids), state__in=Job.OPEN)
    return set(rows.values_list("id", flat=True))


def list_my_jobs(actor: Actor, *, before: UUID | None = None, limit: int = 20) -> list[JobRef]:
    """The actor's own jobs, newest first. Two or three queries.

    `before`: the last one of the page before.
    """
    if before is None:
        return _refs(_newest(actor, limit))
    return _refs(_older(Job.objects.filter(owner_id=actor.id), before)[:limit])


@asked_by
def _newest(actor: Actor, limit: int) -> "QuerySet[Job]":
    return Job.objects.filter(owner_id=actor.id).order_by("-created_at", "-id")[:limit]


def count_my_open_jobs(actor: Actor) -> int:
    """How many of the actor's jobs are still to be done."""
    with connection.cursor() as cursor:
        cursor.execute(MY_OPEN, [actor.id, [state.value for state in Job.OPEN]])
        return int(cursor.fetchone()[0])


def list_all_jobs(
    actor: Actor, *, state: str = "", before: UUID | None = None, limit: int = 40
) -> list[JobRef]:
    """Everybody's jobs, newest first, for those who look after them. Raises `NotAuthorised`.

    `before`: the last one of the page before.
    """
    if not (may(actor, MANAGE_JOBS) or may(actor, AUDIT_JOBS)):
        raise NotAuthorised(_("Only administrators and auditors see everybody's jobs."))
    rows = Job.objects.filter(state=state) if state else Job.objects.all()
    return _refs(_older(rows, before)[:limit])


def list_workers(actor: Actor) -> list[WorkerRef]:
    """Worker processes that run or were last to run. Raises `NotAuthorised`."""
    if not (may(actor, MANAGE_JOBS) or may(actor, AUDIT_JOBS)):
        raise NotAuthorised(_("Only administrators and auditors see the workers."))
    return [
        WorkerRef(w.host.split(" ")[0], w.pid, w.started_at, w.beat_at, w.stopped_at)
        for w in Worker.objects.order_by("-beat_at")[:20]
    ]


def read_upload(job_id: UUID) -> bytes:
    """What was handed in with a job, whole; for the job itself. At most 20 MB."""
    found = JobFile.objects.select_related("job").get(job_id=job_id, role=JobFile.Role.UPLOAD)
    return b"".join(FILES.read(found.id, found.job.owner_id, found.sealed_key))


def _older(rows: "QuerySet[Job]", before: UUID | None) -> "QuerySet[Job]":
    """Newest first, from the one after `before` on."""
    if last := rows.filter(id=before).first() if before else None:
        older = Q(created_at__lt=last.created_at)
        rows = rows.filter(older | Q(created_at=last.created_at, id__lt=last.id))
    return rows.order_by("-created_at", "-id")


def _refs(rows: Iterable[Job]) -> list[JobRef]:
    jobs = list(rows)
    prefetch_related_objects(jobs, "files")
    return [_ref(job) for job in jobs]


def _ref(job: Job) -> JobRef:
    return JobRef(
        id=job.id,
        name=job.name,
        title=job.title,
        owner_id=job.owner_id,
        owner_name=job.owner_name,
        state=job.state,
        state_label=str(Job.State(job.state).label),
        done=job.done,
        total=job.total,
        message=job.message,
        outcome=job.outcome,
        arguments=job.arguments,
        attempts=job.attempts,
        is_stopping=job.is_open and job.cancel_asked_at is not None,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        kept_until=job.keep_until,
        files=tuple(_file_refs(job.files.all())),
    )


def _file_refs(rows: Iterable[JobFile]) -> Iterator[FileRef]:
    for row in sorted(rows, key=lambda row: row.role, reverse=True):
        yield FileRef(row.role, str(JobFile.Role(row.role).label), row.name, row.size)
