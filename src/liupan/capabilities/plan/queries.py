"""Reads of the plan office: the board, a target, the clauses, the tasks. Everything is public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Target
from liupan.capabilities.plan.rules import (
    Comparison,
    StepValue,
    Verdict,
    judge,
    next_step,
    share_of_time,
    step_at,
)
from liupan.foundation.measures.facade import (
    CITY,
    Figure,
    Forecast,
    Measure,
    Point,
    Scope,
    find_measure,
    forecast,
    latest,
    series,
)
from liupan.foundation.search.facade import IndexEntry
from liupan.kernel import clock
from liupan.kernel.coverage import Coverage, State, coverage_of
from liupan.kernel.errors import Missing
from liupan.kernel.figures import Kind
from liupan.kernel.secrecy import Secrecy

FORECAST_POINTS = 13
"""Points of the dashed line between today and the deadline."""


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition of a plan, and how much of its time has passed."""

    id: UUID
    plan_code: str
    level: str
    number: int
    state: str
    title: str
    title_en: str
    document_number: str | None
    issuer: str
    issued_on: date
    starts_on: date
    ends_on: date
    summary: str
    note: str
    share_of_time: Decimal
    days_left: int


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target with its live figure, trend and verdict for one scope."""

    id: UUID
    version: int
    code: str
    name: str
    name_en: str
    clause_code: str
    clause_name: str
    comparison: Comparison
    figure: Decimal | None
    proposal: Decimal | None
    unit: str
    baseline_on: date
    deadline_on: date
    days_left: int
    lead: str
    office: str
    office_name: str
    formula: str
    formula_en: str
    numerator: str
    denominator: str
    evidence: str
    note: str
    steps: tuple[StepValue, ...]
    step: StepValue | None
    next_step: StepValue | None
    measure: Measure | None
    current: Figure | None
    trend: tuple[Point, ...]
    forecast: tuple[Forecast, ...]
    verdict: Verdict

    @property
    def threshold(self) -> Decimal | None:
        """The number to reach: the plan's, else our proposal."""
        return self.figure if self.figure is not None else self.proposal

    @property
    def value(self) -> Decimal | None:
        """The newest measured value; None when not yet measured."""
        return self.current.value if self.current else None

    @property
    def as_of(self) -> date | None:
        """The day whose end the value describes."""
        return self.current.day if self.current and self.value is not None else None

    @property
    def computed_at(self) -> datetime | None:
        """When it was computed, by the city's clock."""
        return self.current.computed_at if self.current else None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A key task."""

    id: UUID
    version: int
    code: str
    name: str
    end_state: str
    clause_code: str
    lead: str
    assisting: tuple[str, ...]
    due_on: date
    days_left: int
    office: str
    office_name: str
    target_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause and the rooms in which it lives."""

    code: str
    name: str
    name_en: str
    gist: str
    office: str
    office_name: str
    missing: str
    coverage: tuple[Coverage, ...]

    @property
    def state(self) -> State:
        """Working when the serving rooms all say so, not yet when none declares it."""
        states = {c.state for c in self.coverage}
        if not states:
            return State.NOT_YET
        return State.WORKING if states == {State.WORKING} else State.PARTLY


@dataclass(frozen=True, slots=True)
class SectionView:
    """A chapter with its clauses."""

    code: str
    numeral: str | None
    name: str
    name_en: str
    clauses: tuple[ClauseView, ...]


def find_edition(plan_code: str = "") -> Edition | None:
    """The edition in force: of the plan with this code, else the city's newest."""
    found = Edition.objects.filter(state=Edition.State.IN_FORCE).select_related("plan")
    found = found.filter(plan__code=plan_code) if plan_code else found.filter(plan__level="city")
    return found.order_by("-issued_on").first()


def get_edition(plan_code: str = "") -> Edition:
    """Like `find_edition`. Raises `Missing`."""
    edition = find_edition(plan_code)
    if edition is None:
        raise Missing(_("No plan is in force."))
    return edition


def list_editions(today: date) -> list[EditionView]:
    """All editions of all plans, those in force first."""
    rows = Edition.objects.select_related("plan").order_by("plan__level", "plan__code", "-number")
    return [describe_edition(row, today) for row in rows]


def describe_edition(row: Edition, today: date) -> EditionView:
    """The edition as pages show it."""
    return EditionView(
        id=row.id,
        plan_code=row.plan.code,
        level=row.plan.level,
        number=row.number,
        state=row.state,
        title=row.title,
        title_en=row.title_en,
        document_number=row.document_number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        summary=row.summary,
        note=row.note,
        share_of_time=share_of_time(row.starts_on, row.ends_on, today),
        days_left=(row.ends_on - today).days,
    )


def list_targets(
    edition_id: UUID, today: date, *, scope: Scope = CITY, codes: Sequence[str] = ()
) -> list[TargetView]:
    """The targets of an edition with figures, trends and verdicts. Four queries, however many."""
    rows = (
        Target.objects.filter(clause__section__edition_id=edition_id)
        .select_related("clause")
        .prefetch_related("steps")
        .order_by("order")
    )
    if codes:
        rows = rows.filter(code__in=codes)
    targets = list(rows)
    bound = {t.measure for t in targets if t.measure}
    figures = latest(bound, scope)
    trends = series(bound, scope)
    return [
        _target(t, today, figures.get(t.measure or ""), trends.get(t.measure or "", []))
        for t in targets
    ]


def get_target(edition_id: UUID, code: str, today: date, *, scope: Scope = CITY) -> TargetView:
    """One target. Raises `Missing`."""
    found = list_targets(edition_id, today, scope=scope, codes=[code])
    if not found:
        raise Missing(_("There is no such target."))
    return found[0]


def list_tasks(edition_id: UUID, today: date) -> list[TaskView]:
    """The key tasks of an edition, in its order. Two queries."""
    rows = (
        KeyTask.objects.filter(clause__section__edition_id=edition_id)
        .select_related("clause")
        .prefetch_related("targets")
        .order_by("order")
    )
    return [
        TaskView(
            id=row.id,
            version=row.version,
            code=row.code,
            name=row.name,
            end_state=row.end_state,
            clause_code=row.clause.code,
            lead=row.lead,
            assisting=tuple(row.assisting),
            due_on=row.due_on,
            days_left=(row.due_on - today).days,
            office=row.office,
            office_name=row.office_name,
            target_codes=tuple(sorted(t.code for t in row.targets.all())),
        )
        for row in rows
    ]


def get_task(edition_id: UUID, code: str, today: date) -> TaskView:
    """One key task. Raises `Missing`."""
    found = next((t for t in list_tasks(edition_id, today) if t.code == code), None)
    if found is None:
        raise Missing(_("There is no such task."))
    return found


def list_sections(edition: Edition) -> list[SectionView]:
    """Every clause with the rooms that serve it: from words to system. Two queries."""
    declared = coverage_of(edition.plan.code)
    sections = edition.sections.order_by("order").prefetch_related("clauses")
    return [
        SectionView(
            code=section.code,
            numeral=section.numeral,
            name=section.name,
            name_en=section.name_en,
            clauses=tuple(
                _clause(c, declared.get(c.code, []))
                for c in sorted(section.clauses.all(), key=lambda c: c.order)
            ),
        )
        for section in sections
    ]


def list_searchable(edition_id: UUID) -> list[IndexEntry]:
    """What can be found of an edition: targets, clauses, key tasks; all public. Three queries."""
    of_edition = {"section__edition_id": edition_id}
    clauses = Clause.objects.filter(**of_edition).select_related("section__edition")
    below = {f"clause__{field}": value for field, value in of_edition.items()}
    targets = Target.objects.filter(**below).select_related("clause__section__edition")
    tasks = KeyTask.objects.filter(**below).select_related("clause__section__edition")
    board = reverse("plan:map"), reverse("plan:tasks")
    return [
        *(
            _entry("plan.target", t, [t.clause.gist, t.formula, t.lead, t.note], t.clause)
            for t in targets
        ),
        *(_entry("plan.clause", c, [c.gist, c.office_name], c, f"{board[0]}#c") for c in clauses),
        *(
            _entry("plan.task", k, [k.end_state, k.lead, *k.assisting], k.clause, f"{board[1]}#")
            for k in tasks
        ),
    ]


def _entry(
    thing_type: str,
    row: Target | Clause | KeyTask,
    words: Iterable[str],
    clause: Clause,
    page: str = "",
) -> IndexEntry:
    return IndexEntry(
        thing_type=thing_type,
        thing_id=row.id,
        title=f"{row.code} {row.name}",
        text="\n".join(word for word in words if word),
        url=f"{page}{row.code}" if page else reverse("plan:target", args=[row.code]),
        at=clock.start_of(clause.section.edition.issued_on),
        is_public=True,
        secrecy=Secrecy.PUBLIC,
    )


def _clause(row: Clause, declared: Iterable[Coverage]) -> ClauseView:
    return ClauseView(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        gist=row.gist,
        office=row.office,
        office_name=row.office_name,
        missing=row.missing,
        coverage=tuple(declared),
    )


def _target(row: Target, today: date, current: Figure | None, trend: list[Point]) -> TargetView:
    measure = find_measure(row.measure) if row.measure else None
    steps = tuple(StepValue(s.day, s.figure) for s in sorted(row.steps.all(), key=lambda s: s.day))
    threshold = row.figure if row.figure is not None else row.proposal
    ahead = _forecast(measure, trend, today, row.deadline_on)
    comparison = Comparison(row.comparison)
    verdict = judge(
        comparison=comparison,
        value=current.value if current else None,
        threshold=threshold,
        steps=steps,
        first=trend[0].value if trend else None,
        expected=ahead[-1].expected if ahead else None,
        today=today,
        deadline_on=row.deadline_on,
    )
    return TargetView(
        id=row.id,
        version=row.version,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        clause_code=row.clause.code,
        clause_name=row.clause.name,
        comparison=comparison,
        figure=row.figure,
        proposal=row.proposal,
        unit=row.unit,
        baseline_on=row.baseline_on,
        deadline_on=row.deadline_on,
        days_left=(row.deadline_on - today).days,
        lead=row.lead,
        office=row.office,
        office_name=row.office_name,
        formula=row.formula,
        formula_en=row.formula_en,
        numerator=row.numerator,
        denominator=row.denominator,
        evidence=row.evidence,
        note=row.note,
        steps=steps,
        step=step_at(steps, today),
        next_step=next_step(steps, today),
        measure=measure,
        current=current,
        trend=tuple(trend),
        forecast=tuple(ahead),
        verdict=verdict,
    )


def _forecast(
    measure: Measure | None, trend: list[Point], today: date, deadline: date
) -> list[Forecast]:
    if measure is None or deadline <= today:
        return []
    is_share = measure.kind is Kind.SHARE
    width = (deadline - today) / (FORECAST_POINTS - 1)
    days = [today + width * n for n in range(FORECAST_POINTS - 1)] + [deadline]
    return forecast(
        trend,
        days,
        floor=Decimal(0),
        ceiling=Decimal(100) if is_share else None,
    )
