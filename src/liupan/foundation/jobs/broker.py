"""Handing work to Procrastinate, in the caller's transaction, by name only."""

from typing import Any

from procrastinate.contrib.django import app

RUN, DO = "jobs.run", "jobs.do"
LONG, SHORT = "long", "short"


def queue_run(job_id: str) -> int:
    """Queue a run of a job; returns the broker's number."""
    return int(app.configure_task(RUN, queue=LONG).defer(job_id=job_id))


def queue_task(name: str, arguments: dict[str, Any], *, delay: int = 0) -> int:
    """Queue small unattended work, `delay` seconds from now."""
    schedule: dict[str, Any] = {"schedule_in": {"seconds": delay}} if delay else {}
    configured = app.configure_task(DO, queue=SHORT, **schedule)
    return int(configured.defer(name=name, arguments=arguments))


def withdraw(broker_id: int) -> None:
    """Take a run that has not begun out of the queue; one that has begun is left alone."""
    app.job_manager.cancel_job_by_id(broker_id)
