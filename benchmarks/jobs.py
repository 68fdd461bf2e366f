"""Jobs and messaging: how fast work is handed in, how flat a large export is in memory."""

import resource
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from liupan.foundation.jobs.facade import (
    WORKER,
    Progress,
    cancel_job,
    get_job,
    job,
    start_job,
    worker_actor,
)
from liupan.foundation.jobs.models import Job
from liupan.foundation.messaging.facade import count_unread
from liupan.kernel import clock, sheets
from liupan.kernel.transfers import Cell, Column

ROWS = 50_000
COLUMNS = tuple(Column(key=f"c{n}", label=f"列{n}") for n in range(8))


@job("bench.nothing", title="Nothing")
def nothing(progress: Progress) -> None:
    """Be queued."""


def run(scale: float) -> dict[str, Any]:
    """Hand in and cancel jobs; write a large table; advance; count unread notices."""
    rows = max(5_000, int(ROWS * min(scale, 1.0)))
    return {
        **_handing_in(),
        **_export(rows),
        "advance_us": round(_advance(), 2),
        "unread_count_ms": round(_unread(), 2),
    }


def _handing_in() -> dict[str, float]:
    actor = worker_actor()
    began = time.perf_counter()
    made: list[UUID] = [
        start_job("bench.nothing", {}, owner=actor, now=clock.now()) for _ in range(200)
    ]
    seconds = time.perf_counter() - began
    for job_id in made:
        cancel_job(job_id=job_id, actor=actor, now=clock.now())
    return {"start_job_ms": round(seconds / len(made) * 1000, 2)}


@transaction.atomic
def _export(rows: int) -> dict[str, float]:
    """Written like an export, into sealed files of a job; peak memory before and after.

    A worker that saw the job would take it over, and a run taken over leaves no file: nothing is
    committed.
    """
    actor = worker_actor()
    job_id = start_job("bench.nothing", {}, owner=actor, now=clock.now())
    Job.objects.filter(id=job_id).update(state=Job.State.RUNNING)
    progress = Progress(
        job_id, 0, owner_id=WORKER, actor=actor, state=None, stopping=threading.Event()
    )
    try:
        before = _peak()
        began = time.perf_counter()
        with progress.file("bench.xlsx", "x") as file:
            sheets.write_xlsx(file, COLUMNS, _rows(rows), title="b")  # type: ignore[arg-type]
        seconds = time.perf_counter() - began
        size = get_job(actor, job_id).files[0].size
        return {
            "export_rows": rows,
            "export_rows_per_s": round(rows / seconds),
            "export_mb": round(size / 1e6, 1),
            "export_more_memory_mb": round((_peak() - before) / 1024, 1),
        }
    finally:
        progress.close()
        transaction.set_rollback(True)


def _rows(count: int) -> Iterator[Mapping[str, Cell]]:
    for number in range(count):
        yield {c.key: f"固原市第{number}行{c.key}" for c in COLUMNS}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _advance() -> float:
    """Microseconds of one `advance` that does not write."""
    progress = Progress(
        WORKER, 0, owner_id=WORKER, actor=worker_actor(), state=None, stopping=threading.Event()
    )
    progress._written = time.monotonic() + 3600
    began = time.perf_counter()
    for _ in range(100_000):
        progress.advance()
    progress.close()
    return (time.perf_counter() - began) * 10


def _unread() -> float:
    actor = worker_actor()
    count_unread(actor)
    began = time.perf_counter()
    for _ in range(200):
        count_unread(actor)
    return (time.perf_counter() - began) * 5
