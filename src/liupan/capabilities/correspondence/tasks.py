"""Unattended work of `correspondence`: finished files are made, periods of secrets are watched."""

from datetime import datetime
from uuid import UUID

from liupan.capabilities.correspondence.operations.issuing import (
    RENDER,
    render_document,
    render_waiting,
)
from liupan.capabilities.correspondence.operations.marks import release_all_ended, tell_ending
from liupan.capabilities.correspondence.policies import TEND
from liupan.foundation.jobs.facade import periodic, task
from liupan.kernel.authority import Actor


@task(RENDER, permits=(TEND,))
def render(*, actor: Actor, now: datetime, document_id: str) -> None:
    """Typeset a document. Run again after a kill it does what was not done."""
    render_document(document_id=UUID(document_id), actor=actor, now=now)


@periodic("correspondence.render_waiting", cron="*/5 * * * *", permits=(TEND,))
def render_what_waits(*, actor: Actor, now: datetime) -> None:
    """What a worker was killed over is typeset all the same."""
    render_waiting(actor, now)


@periodic("correspondence.watch_marks", cron="20 8 * * *", permits=(TEND,))
def watch_marks(*, actor: Actor, now: datetime) -> None:
    """Who answers for secrets is told of their end; what has ended and stays so is released."""
    tell_ending(actor=actor, now=now)
    release_all_ended(actor, now)
