"""Unattended work of `correspondence`: finished files are made."""

from datetime import datetime
from uuid import UUID

from liupan.capabilities.correspondence.operations.issuing import (
    RENDER,
    render_document,
    render_waiting,
)
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
