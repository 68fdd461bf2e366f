"""One reading of a provider's database: read aside, handed to the loader, ended. Readers see the
rows of before until the loader has published all of the new ones."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from liupan.capabilities.exchange.events.pulling import PullEnded, PullFailed, PullRead
from liupan.capabilities.exchange.gateways.databases import read_rows
from liupan.capabilities.exchange.models import PullRun, PullSource
from liupan.capabilities.exchange.operations.pulling import about
from liupan.capabilities.exchange.operations.uploads import keep_sealed
from liupan.capabilities.exchange.policies import PULL, WATCH_SERVICES
from liupan.capabilities.exchange.queries.pulling import link_of
from liupan.capabilities.exchange.queries.uploads import UPLOADS
from liupan.foundation.access.facade import list_holders
from liupan.foundation.jobs.facade import Progress, get_job
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.foundation.tables.facade import get_load, start_load
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.work import place

ALARM = declare_kind("exchange.source_alarm", _("A provider's database cannot be read"))
LARGEST = 1024**3
"""Bytes that one reading may bring."""


def pull(progress: Progress, *, run_id: UUID) -> None:
    """Read what the run is for. A run that was killed is begun anew from its first row; one whose
    rows were handed over is not read again."""
    run = PullRun.objects.select_related("source__service").get(id=run_id)
    if run.state != PullRun.State.READING:
        return
    try:
        rows, content = read_rows(link_of(run.source), dict(run.source.columns))
        progress.say(_("Reading rows"))
        size, key = keep_sealed(run.id, content, run.id, most=LARGEST)
        hand_over(run_id=run.id, rows=rows, key=key, actor=progress.actor, now=progress.now())
    except (Refusal, Missing) as no:
        reason = f"{no.message} {no.next_step}".strip()
        fail_pull(run_id=run.id, reason=reason, actor=progress.actor, now=progress.now())
        raise
    progress.outcome.update(rows=rows, bytes=size)


@operation
def hand_over(*, run_id: UUID, rows: int, key: str, actor: Actor, now: datetime) -> UUID:
    """What was read is to be loaded in place of what is there; the load's id. Once for a run."""
    require(actor, PULL)
    run = _locked(run_id)
    if run.state != PullRun.State.READING:
        nothing_changed()
        return run.id
    service = run.source.service
    assert service.table_id
    load_id = start_load(
        table_id=service.table_id, mode="replace", file_name=f"{run.source.relation}.csv",
        content=UPLOADS.read(run.id, run.id, key), encoding="utf-8", delimiter=",",
        actor=actor, now=now,
    )  # fmt: skip
    run.state, run.rows, run.load_id = PullRun.State.LOADING, rows, load_id
    run.save(update_fields=["state", "rows", "load_id"])
    transaction.on_commit(lambda: UPLOADS.remove(run.id))
    fact = PullRead(**about(run.source), run_id=run.id, rows=rows, load_id=load_id)
    record(fact, actor=actor, now=now)
    return load_id


@operation
def end_pull(*, load_id: UUID, actor: Actor, now: datetime) -> None:
    """The loader has published it: the source is well."""
    require(actor, PULL)
    run = _of_load(load_id)
    if run is None or run.state != PullRun.State.LOADING:
        return nothing_changed()
    source, was_failing = run.source, run.source.failing_since
    run.state, run.ended_at = PullRun.State.DONE, now
    run.save(update_fields=["state", "ended_at"])
    source.succeeded_at, source.failing_since = now, None
    source.save(update_fields=["succeeded_at", "failing_since"])
    if was_failing:
        _tell(source, _("A provider's database is read again: %(title)s"), "", now)
    record(PullEnded(**about(source), run_id=run.id), actor=actor, now=now)
    return None


@operation
def fail_load(*, load_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """The loader refused what was read."""
    require(actor, PULL)
    run = _of_load(load_id)
    if run is None or run.state != PullRun.State.LOADING:
        return nothing_changed()
    return _fail(run, reason, actor, now)


@operation
def fail_pull(*, run_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """It could not be read; the provider's people hear of it once, and again when it is well."""
    require(actor, PULL)
    run = _locked(run_id)
    if run.state not in (PullRun.State.READING, PullRun.State.LOADING):
        return nothing_changed()
    return _fail(run, reason, actor, now)


def give_up_lost(*, actor: Actor, moment: datetime) -> int:
    """Readings whose job is over without a word (its worker was killed too often); how many."""
    open_ = (PullRun.State.READING, PullRun.State.LOADING)
    lost = [one for one in PullRun.objects.filter(state__in=open_) if _is_lost(one, actor)]
    for run in lost:
        fail_pull(run_id=run.id, reason=_("It broke off."), actor=actor, now=moment)
    return len(lost)


def _is_lost(run: PullRun, actor: Actor) -> bool:
    """Nobody works at it any more; a load that has ended is heard of."""
    job_id = run.job_id
    if run.load_id:
        load = get_load(run.load_id)
        if load.ended_at:
            return False
        job_id = load.job_id
    try:
        return job_id is not None and not get_job(actor, job_id).is_open
    except Missing:  # swept long ago
        return True


def _fail(run: PullRun, reason: str, actor: Actor, now: datetime) -> None:
    run.state, run.reason, run.ended_at = PullRun.State.FAILED, reason, now
    run.save(update_fields=["state", "reason", "ended_at"])
    UPLOADS.remove(run.id)
    source: PullSource = run.source
    if source.failing_since is None:
        source.failing_since = now
        source.save(update_fields=["failing_since"])
        _tell(source, _("A provider's database cannot be read: %(title)s"), reason, now)
    record(PullFailed(**about(source), run_id=run.id, reason=reason), actor=actor, now=now)


def _locked(run_id: UUID) -> PullRun:
    rows = PullRun.objects.select_related("source__service")
    return rows.select_for_update(of=("self", "source")).get(id=run_id)


def _of_load(load_id: UUID) -> PullRun | None:
    rows = PullRun.objects.select_related("source__service")
    return rows.select_for_update(of=("self", "source")).filter(load_id=load_id).first()


def _tell(source: PullSource, title: str, body: str, now: datetime) -> None:
    service = source.service
    people = list_holders(WATCH_SERVICES, clock.on(now), unit_id=service.provider_id)
    notify(
        people, title=title % {"title": service.title}, body=body, kind=ALARM.code, now=now,
        url=place("exchange:source", service.id), group=str(source.id),
    )  # fmt: skip
