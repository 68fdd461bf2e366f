"""Databases that are read by the clock: how one stands, its readings, what is proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.gateways.databases import Link, columns_there
from liupan.capabilities.exchange.models import PullRun, PullSource, Service
from liupan.capabilities.exchange.policies import keeps, visible_services
from liupan.capabilities.exchange.queries.policy import pull_limits
from liupan.capabilities.exchange.rules.pulling import Rhythm, Tls
from liupan.foundation.crypto.facade import open_sealed
from liupan.foundation.tables.facade import get_table
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, Refusal

MOST = 20
MARKS = {"reading": "run", "loading": "run", "done": "done", "failed": "risk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One reading."""

    due_at: datetime
    ended_at: datetime | None
    state_label: str
    mark: str
    rows: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with everything its page shows; the password is nowhere in it.

    `columns`: column of the database by the table's; `there`: what the database has now, with
    types, where it was asked; `wrong`: why it gives nothing.
    """

    service_id: UUID
    code: str
    title: str
    is_set: bool
    host: str = ""
    port: int = 5432
    database: str = ""
    username: str = ""
    tls: Tls = Tls.REQUIRED
    schema: str = "public"
    relation: str = ""
    rhythm: Rhythm = Rhythm.DAILY
    rhythm_label: str = ""
    minute: int = 120
    is_running: bool = False
    due_at: datetime | None = None
    succeeded_at: datetime | None = None
    failing_since: datetime | None = None
    version: int = 0
    table_columns: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    there: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    runs: Sequence[RunLine] = ()

    @property
    def at(self) -> str:
        """The time of day, or the minute of the hour, as people write it."""
        hour = "" if self.rhythm is Rhythm.HOURLY else f"{self.minute // 60:02}"
        return f"{hour}:{self.minute % 60:02}"


def get_source(actor: Actor, service_id: UUID, *, is_asked: bool = False) -> SourceView:
    """How the service's table is filled by the clock, for its keeper; `is_asked`: the database is
    looked into. Raises `Missing`."""
    service = Service.objects.filter(visible_services(actor), id=service_id).first()
    if service is None or not keeps(actor, service) or service.table_id is None:
        raise Missing(_("No table is hosted for this service."))
    source = PullSource.objects.filter(service=service).first()
    columns = tuple(one.name for one in get_table(service.table_id).columns)
    if source is None:
        return SourceView(
            service_id=service.id, code=service.code, title=service.title, is_set=False,
            table_columns=columns,
        )  # fmt: skip
    there, wrong = _looked(source) if is_asked else ({}, "")
    return _view(service, source, columns, there, wrong)


def link_of(source: PullSource) -> Link:
    """How it is reached, with its password and the limits of the day."""
    limits = pull_limits(clock.today())
    return Link(
        host=source.host, port=source.port, database=source.database, username=source.username,
        password=next(iter(open_sealed([(source.id, source.sealed_password)])), None) or "",
        tls=Tls(source.tls), schema=source.schema, relation=source.relation,
        seconds=limits.seconds, most_rows=limits.rows,
    )  # fmt: skip


def _looked(source: PullSource) -> tuple[Mapping[str, str], str]:
    try:
        return columns_there(link_of(source)), ""
    except Refusal as no:
        return {}, f"{no.message} {no.next_step}".strip()


def _view(
    service: Service, source: PullSource, columns: Sequence[str], there: Mapping[str, str],
    wrong: str,
) -> SourceView:  # fmt: skip
    return SourceView(
        service_id=service.id, code=service.code, title=service.title, is_set=True,
        host=source.host, port=source.port, database=source.database, username=source.username,
        tls=Tls(source.tls), schema=source.schema, relation=source.relation,
        rhythm=Rhythm(source.rhythm), rhythm_label=str(source.get_rhythm_display()),
        minute=source.minute, is_running=source.is_running, due_at=source.due_at,
        succeeded_at=source.succeeded_at, failing_since=source.failing_since,
        version=source.version, table_columns=columns, columns=source.columns, there=there,
        wrong=wrong, runs=[_run(one) for one in source.runs.order_by("-due_at")[:MOST]],
    )  # fmt: skip


def _run(run: PullRun) -> RunLine:
    return RunLine(
        due_at=run.due_at, ended_at=run.ended_at, state_label=str(run.get_state_display()),
        mark=MARKS[run.state], rows=run.rows, reason=run.reason,
    )  # fmt: skip
