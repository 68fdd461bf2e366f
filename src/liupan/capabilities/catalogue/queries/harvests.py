"""Sources, their runs, and what went wrong in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Run, Source
from liupan.capabilities.catalogue.policies import over_sources
from liupan.capabilities.catalogue.rules.harvesting import NO_ID, NO_TITLE, TOO_LONG, Told
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

RUNS, ERRORS = 20, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry of another catalogue in a preview."""

    title: str
    provider: str
    foreign_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run with its figures; `errors` of the latest alone: id and reason."""

    id: UUID
    state: str
    state_label: str
    mark: str
    started_at: datetime
    pages: int
    added: int
    changed: int
    unchanged: int
    gone: int
    wrong: int
    reason: str
    is_held: bool
    errors: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with how many entries it has, and its latest runs where they are asked for."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    url: str
    unit_id: UUID
    is_public: bool
    is_nightly: bool
    shrink_limit: int
    has_ended: bool
    version: int
    entries: int
    runs: Sequence[RunView] = ()


MARKS = {
    Run.State.READING: "run", Run.State.HELD: "check", Run.State.DONE: "done",
    Run.State.FAILED: "risk", Run.State.DECLINED: "none",
}  # fmt: skip


def list_sources(actor: Actor) -> list[SourceView]:
    """The sources the actor looks after, each with its latest run. Two queries."""
    rows = Source.objects.filter(over_sources(actor)).annotate(
        n=Count("entries", filter=Q(entries__gone_at=None))
    )
    found = list(rows.order_by("ended_at", "name"))
    latest = Run.objects.filter(source__in=found).order_by("source", "-started_at", "-id")
    runs = {run.source_id: run for run in latest.distinct("source")}
    return [_source(one, [runs[one.id]] if one.id in runs else []) for one in found]


def get_source(actor: Actor, source_id: UUID) -> SourceView:
    """One with its latest runs. Four queries. Raises `Missing`."""
    rows = Source.objects.filter(over_sources(actor), id=source_id)
    source = rows.annotate(n=Count("entries", filter=Q(entries__gone_at=None))).first()
    if source is None:
        raise Missing(_("There is no such source."))
    runs = list(source.runs.order_by("-started_at", "-id")[:RUNS])
    return _source(source, runs, has_errors=True)


def list_nightly() -> list[UUID]:
    """The sources that are read each night, but those with a run that waits for somebody."""
    rows = Source.objects.filter(is_nightly=True, ended_at=None)
    held = Run.objects.filter(state=Run.State.HELD).values("source")
    return list(rows.exclude(id__in=held).order_by("name").values_list("id", flat=True))


def shown(told: Told) -> Shown:
    """An entry for a preview."""
    return Shown(title=told.title, provider=told.provider, foreign_id=told.foreign_id)


def in_words(reason: str) -> str:
    """Why an entry was not taken in."""
    code, _colon, more = reason.partition(": ")
    words = {
        NO_ID: _("it has no id"),
        NO_TITLE: _("it has no title"),
        TOO_LONG: _("its id is too long"),
    }.get(code, code)
    return f"{words}: {more}" if more else words


def _source(source: Source, runs: Sequence[Run], *, has_errors: bool = False) -> SourceView:
    return SourceView(
        id=source.id,
        name=source.name,
        kind=source.kind,
        kind_label=str(source.get_kind_display()),
        url=source.url,
        unit_id=source.unit_id,
        is_public=source.is_public,
        is_nightly=source.is_nightly,
        shrink_limit=source.shrink_limit,
        has_ended=source.ended_at is not None,
        version=source.version,
        entries=source.n,  # type: ignore[attr-defined]
        runs=[_run(run, has_errors=has_errors and not n) for n, run in enumerate(runs)],
    )


def _run(run: Run, *, has_errors: bool) -> RunView:
    errors = run.errors.order_by("page", "id")[:ERRORS] if has_errors else ()
    return RunView(
        id=run.id,
        state=run.state,
        state_label=str(run.get_state_display()),
        mark=MARKS[Run.State(run.state)],
        started_at=run.started_at,
        pages=run.pages,
        added=run.added,
        changed=run.changed,
        unchanged=run.unchanged,
        gone=run.gone,
        wrong=run.wrong,
        reason=run.reason,
        is_held=run.state == Run.State.HELD,
        errors=[(one.foreign_id, one.reason) for one in errors],
    )
