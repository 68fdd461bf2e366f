"""What can be run: jobs people start, small unattended work, and work by the calendar.

Rooms register in their `tasks.py`, which is imported at start-up:

    @job("organisations.import_units", title=_("Import units"), permission=IMPORT_UNITS)
    def import_units(progress: Progress, *, file_id: str) -> None: ...

    @periodic("measures.snapshot", cron="20 1 * * *", permits=(TAKE_SNAPSHOT,))
    def snapshot(*, actor: Actor, now: datetime) -> None: ...

    @task("messaging.greet", permits=())
    def greet(*, actor: Actor, now: datetime, account_id: str) -> None: ...

Everything here runs at least once: it must bear being run again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from croniter import croniter
from django.utils.functional import Promise

from liupan.kernel.authority import Permission

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class JobType:
    """Long work people start and watch.

    `permission` is asked at the start, at each run and when a file is taken; None when the room
    that starts it has asked already. `attempts` limits runs that were broken off or failed.
    """

    name: str
    title: str | Promise = field(compare=False)
    function: Callable[..., None] = field(compare=False)
    permission: Permission | None = None
    attempts: int = 3
    keep_days: int = 14
    permits: tuple[Permission, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Small unattended work; `permits` is all its machine actor may do. `cron` in city time."""

    name: str
    function: Callable[..., None] = field(compare=False)
    permits: tuple[Permission, ...] = ()
    cron: str = ""


_jobs: dict[str, JobType] = {}
_tasks: dict[str, Task] = {}


def job(
    name: str,
    *,
    title: str | Promise,
    permission: Permission | None = None,
    attempts: int = 3,
    keep_days: int = 14,
    permits: tuple[Permission, ...] = (),
) -> Callable[[F], F]:
    """Register `f(progress, **arguments)` as a job. Raises ValueError when the name is taken."""

    def register(function: F) -> F:
        _check(name)
        _jobs[name] = JobType(
            name=name,
            title=title,
            function=function,
            permission=permission,
            attempts=attempts,
            keep_days=keep_days,
            permits=permits,
        )
        return function

    return register


def task(name: str, *, permits: tuple[Permission, ...] = ()) -> Callable[[F], F]:
    """Register `f(*, actor, now, **arguments)` as small unattended work, for `defer`."""

    def register(function: F) -> F:
        _check(name)
        _tasks[name] = Task(name=name, function=function, permits=permits)
        return function

    return register


def periodic(name: str, *, cron: str, permits: tuple[Permission, ...] = ()) -> Callable[[F], F]:
    """Register `f(*, actor, now)` to run by `cron` (five fields, Asia/Shanghai).

    A time missed while no worker ran is made up once, within a day.
    """
    if not croniter.is_valid(cron):
        raise ValueError(f"{cron!r} is no cron expression")

    def register(function: F) -> F:
        _check(name)
        _tasks[name] = Task(name=name, function=function, permits=permits, cron=cron)
        return function

    return register


def find_job_type(name: str) -> JobType | None:
    """The job of this name."""
    return _jobs.get(name)


def find_task(name: str) -> Task | None:
    """The unattended work of this name."""
    return _tasks.get(name)


def periodic_tasks() -> list[Task]:
    """All work by the calendar, by name."""
    return [found for _, found in sorted(_tasks.items()) if found.cron]


def _check(name: str) -> None:
    if name.count(".") != 1:
        raise ValueError(f"{name!r} is not office.verb_object")
    if name in _jobs or name in _tasks:
        raise ValueError(f"job {name} is declared twice")
