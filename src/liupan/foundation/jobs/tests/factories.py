"""People, jobs and a worker process for tests, of this room and of others."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection

from liupan.foundation.access.facade import actor_for, define_role, grant_role, installer
from liupan.foundation.identity.facade import open_account
from liupan.foundation.jobs import running
from liupan.foundation.jobs.models import Job
from liupan.foundation.jobs.operations import take_file
from liupan.foundation.organisations.facade import enter_division, establish_unit
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind, Duty, Permission

SINCE = date(2010, 1, 1)


def person(username: str = "zhang.san", *, email: str = "", phone: str = "") -> Actor:
    """A member of staff without any right."""
    account_id = open_account(
        kind=ActorKind.STAFF,
        username=username,
        name=f"测试{username}",
        password=None,
        email=email,
        phone=phone,
        actor=installer(),
        now=clock.now(),
    )
    return actor_for(account_id)


def unit(code: str = "T001") -> UUID:
    """A government of a made-up city."""
    division = enter_division(
        code="649900", name="试验市", level=2, parent_id=None, valid_from=SINCE,
        actor=installer(), now=clock.now(),
    )  # fmt: skip
    return establish_unit(
        code=code, name="试验市人民政府", category="government", division_id=division,
        parent_id=None, valid_from=SINCE, actor=installer(), now=clock.now(),
    )  # fmt: skip


def allow(actor: Actor, *permissions: Permission, unit_id: UUID) -> Actor:
    """The same person with a role of their own that permits these."""
    code = f"role-{actor.id.hex}"
    define_role(
        code=code, name="试验角色", duty=permissions[0].duty if permissions else Duty.BUSINESS,
        permits=[p.code for p in permissions], actor=installer(), now=clock.now(),
    )  # fmt: skip
    grant_role(
        role_code=code, unit_id=unit_id, account_id=actor.id, valid_from=SINCE,
        actor=installer(), now=clock.now(),
    )  # fmt: skip
    return actor_for(actor.id)


def run_queued(job_id: UUID) -> Job:
    """Run a queued job here and now, as a worker would."""
    broker_id = Job.objects.get(id=job_id).broker_id
    assert broker_id
    connection_before = connection.connection
    running.run_job(job_id, broker_id)
    assert connection_before is None or connection_before.closed
    return Job.objects.get(id=job_id)


def file_of(job_id: UUID, role: str, actor: Actor) -> bytes:
    """What a job wrote, as its owner takes it."""
    taken = take_file(job_id=job_id, role=role, actor=actor, now=clock.now())
    return b"".join(taken.content)


def state_of(job_id: UUID) -> str:
    """The state of a job as it stands."""
    return Job.objects.get(id=job_id).state


def broker_of(job_id: UUID) -> int:
    """The broker's number of a queued job, by which `run_job` knows its run."""
    found = Job.objects.get(id=job_id).broker_id
    assert found
    return found


def wait_for(true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process that knows the trial jobs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "liupan.foundation.jobs.tests.trial_worker"],
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.wait()
