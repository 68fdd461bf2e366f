"""A provider's database as the source of a service's table: said, mapped, begun, stopped."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.events.pulling import (
    PullBegun,
    SourceMapped,
    SourceSet,
    SourceStarted,
    SourceStopped,
)
from liupan.capabilities.exchange.gateways.databases import may_be_read
from liupan.capabilities.exchange.models import PullRun, PullSource, Service
from liupan.capabilities.exchange.operations.services import (
    NotNow,
    about_part,
    kept_service,
)
from liupan.capabilities.exchange.policies import KEEP_SERVICES, PULL
from liupan.capabilities.exchange.rules.pulling import Database, Rhythm, next_due
from liupan.capabilities.exchange.rules.services import State
from liupan.foundation.calendar.facade import is_working_day
from liupan.foundation.crypto.facade import seal
from liupan.foundation.jobs.facade import start_job, worker_actor
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.tables.facade import LOAD_TABLES, get_table
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, StaleVersion
from liupan.kernel.ids import uuid7

JOB = "exchange.pull"
NAME = 63
"""Bytes of a name in PostgreSQL."""
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")


class AlreadyRead(NotNow):
    """It is being read at this very moment."""


@operation
def set_source(
    *, service_id: UUID, database: Database, rhythm: Rhythm, minute: int, version: int,
    actor: Actor, now: datetime,
) -> UUID:  # fmt: skip
    """Say where and when the provider's database is read (抽取设置); the source's id.

    `database.password` "": what was kept before stays. `version` is 1 for the first time. What was
    mapped stays. Raises `InvalidInput`, `NotNow`,
    `StaleVersion`, `Missing`, `NotAuthorised`.
    """
    service = _filled_service(service_id, actor)
    source = PullSource.objects.select_for_update().filter(service=service).first()
    if (source.version if source else 1) != version:
        raise StaleVersion(_("Somebody changed this scheduled reading meanwhile."))
    source = source or PullSource(id=uuid7(), service=service, made_at=now, version=1)
    _require_named(database, source)
    for name in ("host", "port", "database", "username", "schema", "relation"):
        setattr(source, name, getattr(database, name))
    source.tls, source.rhythm, source.minute = database.tls.value, rhythm.value, minute
    if database.password:
        source.sealed_password = seal(source.id, [database.password])[0]
    source.due_at = due_after(source, now) if source.is_running else None
    source.version += 1
    source.save()
    record(SourceSet(**about(source), rhythm=rhythm.value), actor=actor, now=now)
    return source.id


@operation
def map_source(
    *, service_id: UUID, columns: Mapping[str, str], version: int, actor: Actor, now: datetime
) -> None:
    """Say which column of the database fills each of the table's; what has none stays empty.

    Raises `InvalidInput`, `StaleVersion`, `Missing`.
    """
    source = _source(service_id, actor)
    if source.version != version:
        raise StaleVersion(_("Somebody changed this scheduled reading meanwhile."))
    wanted = {ours: theirs for ours, theirs in columns.items() if theirs}
    _require_columns(source.service, wanted)
    if source.columns == wanted:
        return nothing_changed()
    source.columns = wanted
    source.version += 1
    source.save(update_fields=["columns", "version"])
    record(SourceMapped(**about(source), columns=tuple(wanted)), actor=actor, now=now)
    return None


@operation
def start_source(*, service_id: UUID, actor: Actor, now: datetime) -> None:
    """Have it read by the clock from now on (启用). Raises `NotNow` before columns are mapped."""
    source = _source(service_id, actor)
    if not source.columns:
        raise NotNow(_("Map the columns first."))
    if source.is_running:
        return nothing_changed()
    source.is_running, source.due_at = True, due_after(source, now)
    source.save(update_fields=["is_running", "due_at"])
    record(SourceStarted(**about(source)), actor=actor, now=now)
    return None


@operation
def stop_source(*, service_id: UUID, actor: Actor, now: datetime) -> None:
    """Have it read no more (停用); the table stays as it is."""
    source = _source(service_id, actor)
    if not source.is_running:
        return nothing_changed()
    source.is_running, source.due_at = False, None
    source.save(update_fields=["is_running", "due_at"])
    record(SourceStopped(**about(source)), actor=actor, now=now)
    return None


@operation
def pull_now(*, service_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Have it read at once (立即抽取); the reading's id. Raises `AlreadyRead`, `NotNow`."""
    source = _source(service_id, actor)
    if not source.columns:
        raise NotNow(_("Map the columns first."))
    if is_open(source):
        raise AlreadyRead(_("It is being read just now."))
    with refused_when_taken(AlreadyRead(_("It is being read just now."))):
        return _begin(source, now, actor, now)


@operation
def begin_pull(*, source_id: UUID, actor: Actor, now: datetime) -> UUID | None:
    """Its moment has come: one reading begins, once; None when the one before is not over.

    What was missed while nothing ran is made up by this one.
    """
    require(actor, PULL)
    source = PullSource.objects.select_for_update(of=("self",)).get(id=source_id)
    due = source.due_at
    if not source.is_running or due is None or due > now:
        nothing_changed()
        return None
    source.due_at = due_after(source, now)
    source.save(update_fields=["due_at"])
    if is_open(source):
        nothing_changed()
        return None
    return _begin(source, due, actor, now)


def pull_due() -> int:
    """Begin what is due; how many. What the worker calls: one query when there is nothing."""
    now = clock.now()
    due = PullSource.objects.filter(is_running=True, due_at__lte=now).values_list("id", flat=True)
    actor = worker_actor(PULL)
    begun = [begin_pull(source_id=one, actor=actor, now=now) for one in due]
    return len([one for one in begun if one])


def is_open(source: PullSource) -> bool:
    """Whether a reading is under way."""
    open_ = (PullRun.State.READING, PullRun.State.LOADING)
    return source.runs.filter(state__in=open_).exists()


def due_after(source: PullSource, now: datetime) -> datetime:
    """Its next moment by the city's clock."""
    at = now.astimezone(clock.CITY)
    return next_due(Rhythm(source.rhythm), source.minute, at, is_working_day)


def about(source: PullSource) -> dict[str, Any]:
    """What every fact carries."""
    return about_part(source.service, source.id)


def _begin(source: PullSource, due: datetime, actor: Actor, now: datetime) -> UUID:
    run = PullRun.objects.create(source=source, due_at=due, began_at=now)
    run.job_id = start_job(
        JOB, {"run_id": str(run.id)}, owner=worker_actor(PULL, LOAD_TABLES), now=now,
        title=_("Read from the provider: %(title)s") % {"title": source.service.title},
    )  # fmt: skip
    run.save(update_fields=["job_id"])
    record(PullBegun(**about(source), run_id=run.id), actor=actor, now=now)
    return run.id


def _filled_service(service_id: UUID, actor: Actor) -> Service:
    service = kept_service(service_id, actor)
    if service.table_id is None or service.state == State.ENDED:
        raise NotNow(_("The service has no hosted table to be filled."))
    return service


def _source(service_id: UUID, actor: Actor) -> PullSource:
    service = _filled_service(service_id, actor)
    require(actor, KEEP_SERVICES, unit_id=service.provider_id)
    source = PullSource.objects.select_for_update(of=("self",)).filter(service=service).first()
    if source is None:
        raise NotNow(_("Say first where the database stands."))
    return source


def _require_named(database: Database, source: PullSource) -> None:
    wrong: dict[str, list[str]] = {}
    if not HOST.fullmatch(database.host):
        wrong["host"] = [_("A name or an address, without http.")]
    elif why := may_be_read(database.host):
        wrong["host"] = [_("This address cannot be called: %(why)s.") % {"why": why}]
    for name in ("database", "username", "schema", "relation"):
        value = getattr(database, name)
        if not value or len(value.encode()) > NAME or not value.isprintable():
            wrong[name] = [_("A name of at most 63 bytes.")]
    if not database.password and not source.sealed_password:
        wrong["password"] = [_("Needed for the first time.")]
    before = (source.host, source.port, source.tls)
    is_moved = before != (database.host, database.port, database.tls.value)
    if is_moved and source.sealed_password and not database.password:
        wrong["password"] = [_("Another place or way: give the password anew.")]
    if wrong:
        raise InvalidInput(fields=wrong)


def _require_columns(service: Service, wanted: Mapping[str, str]) -> None:
    assert service.table_id
    table = get_table(service.table_id)
    known = {one.name for one in table.columns}
    if unknown := [one for one in wanted if one not in known]:
        raise InvalidInput(_("The data have no column %(name)s.") % {"name": unknown[0][:100]})
    needed = [c.name for c in table.columns if c.is_required or c.key]
    if lacking := [one for one in needed if one not in wanted]:
        raise InvalidInput(
            _("These columns must be filled: %(names)s.") % {"names": "、".join(lacking)}
        )
    if not wanted:
        raise InvalidInput(_("Map at least one column."))
    if any(len(one.encode()) > NAME or not one.isprintable() for one in wanted.values()):
        raise InvalidInput(_("A name of at most 63 bytes."))
