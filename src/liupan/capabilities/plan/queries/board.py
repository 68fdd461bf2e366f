"""Reads of the plan office: the board, a target, the clauses, the tasks. Everything is public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Section, Target
from liupan.capabilities.plan.queries.editions import EditionView
from liupan.capabilities.plan.rules import (
    Comparison,
    StepValue,
    Verdict,
    judge,
    next_step,
    step_at,
)
from liupan.foundation.changes.facade import remembered
from liupan.foundation.measures.facade import (
    CITY,
    Figure,
    Forecast,
    Measure,
    Point,
    Scope,
    breakdowns,
    find_measure,
    forecast,
    latest,
    series,
    series_of,
)
from liupan.kernel.coverage import Coverage, State, coverage_of
from liupan.kernel.errors import Missing
from liupan.kernel.figures import Kind

FORECAST_POINTS = 13
"""Points of the dashed line between today and the deadline."""


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target with its live figure, trend and verdict for one scope."""

    id: UUID
    version: int
    plan_code: str
    division_code: str
    is_county: bool
    code: str
    name: str
    name_en: str
    clause_code: str
    clause_name: str
    serves_plan: str | None
    serves_code: str | None
    serves_name: str | None
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
    serves_code: str | None
    serves_name: str | None
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


def said(chinese: str, english: str) -> str:
    """Domain words in the reader's language where we have them."""
    return english if english and (get_language() or "").startswith("en") else chinese


def list_targets(
    edition_id: UUID, today: date, *, scope: Scope = CITY, codes: Sequence[str] = ()
) -> list[TargetView]:
    """The targets of an edition with figures, trends and verdicts as of `today`. Four queries,
    however many; one while neither plan nor figures have changed."""
    return list(_targets(edition_id, today, scope, tuple(codes)))


@remembered("plan", "measures", most=64)
def _targets(
    edition_id: UUID, today: date, scope: Scope, codes: tuple[str, ...]
) -> tuple[TargetView, ...]:
    rows = _rows([edition_id])
    if codes:
        rows = rows.filter(code__in=codes)
    targets = list(rows)
    bound = {t.measure for t in targets if t.measure}
    figures = latest(bound, scope, by=today)
    trends = series(bound, scope, by=today)
    return tuple(
        _target(t, today, figures.get(t.measure or ""), trends.get(t.measure or "", []))
        for t in targets
    )


def list_targets_of(editions: Iterable[EditionView], today: date) -> list[TargetView]:
    """The targets of several editions, each in the scope of its plan: the city's figures for the
    city's, a county's for the county's. Six queries, however many; one while nothing changed."""
    return list(_targets_of(tuple(e.id for e in editions), today))


@remembered("plan", "measures", most=64)
def _targets_of(edition_ids: tuple[UUID, ...], today: date) -> tuple[TargetView, ...]:
    order = {edition_id: n for n, edition_id in enumerate(edition_ids)}
    targets = sorted(
        _rows(list(order)), key=lambda t: (order[t.clause.section.edition_id], t.order)
    )
    bound = {t.measure for t in targets if t.measure}
    keys = {t.clause.section.edition.plan.division_code for t in targets}
    city = latest(bound, by=today), series(bound, by=today)
    county = breakdowns(bound, "county", today), series_of(bound, "county", keys, today)
    return tuple(_scoped(t, today, city, county) for t in targets)


def _scoped(
    row: Target,
    today: date,
    city: tuple[Mapping[str, Figure], Mapping[str, list[Point]]],
    county: tuple[Mapping[str, Mapping[str, Figure]], Mapping[str, Mapping[str, list[Point]]]],
) -> TargetView:
    code, plan = row.measure or "", row.clause.section.edition.plan
    if plan.level != plan.Level.COUNTY:
        return _target(row, today, city[0].get(code), city[1].get(code, []))
    key = plan.division_code
    figure = county[0].get(code, {}).get(key)
    return _target(row, today, figure, county[1].get(code, {}).get(key, []))


def _rows(edition_ids: Iterable[UUID]) -> QuerySet[Target]:
    return (
        Target.objects.filter(clause__section__edition_id__in=list(edition_ids))
        .select_related("clause__section__edition__plan", "serves__clause__section__edition__plan")
        .prefetch_related("steps")
        .order_by("order")
    )


def get_target(edition_id: UUID, code: str, today: date, *, scope: Scope = CITY) -> TargetView:
    """One target. Raises `Missing`."""
    found = list_targets(edition_id, today, scope=scope, codes=[code])
    if not found:
        raise Missing(_("There is no such target."))
    return found[0]


def list_tasks(edition_id: UUID, today: date) -> list[TaskView]:
    """The key tasks of an edition, in its order. Two queries; one while no plan has changed."""
    return list(_tasks(edition_id, today))


@remembered("plan", most=64)
def _tasks(edition_id: UUID, today: date) -> tuple[TaskView, ...]:
    rows = (
        KeyTask.objects.filter(clause__section__edition_id=edition_id)
        .select_related("clause")
        .prefetch_related("targets")
        .order_by("order")
    )
    return tuple(
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
    )


def get_task(edition_id: UUID, code: str, today: date) -> TaskView:
    """One key task. Raises `Missing`."""
    found = next((t for t in list_tasks(edition_id, today) if t.code == code), None)
    if found is None:
        raise Missing(_("There is no such task."))
    return found


def list_sections(edition: Edition) -> list[SectionView]:
    """Every clause with the rooms that serve it: from words to system. Three queries; one while
    no plan has changed.

    Rooms declare the clauses of the plan they were built for; a clause of a plan below lives where
    the clause it serves lives.
    """
    above = edition.plan.above
    return list(_sections(edition.id, above.code if above else edition.plan.code))


@remembered("plan", most=64)
def _sections(edition_id: UUID, declared_for: str) -> tuple[SectionView, ...]:
    declared = coverage_of(declared_for)
    sections = (
        Section.objects.filter(edition_id=edition_id)
        .order_by("order")
        .prefetch_related("clauses__serves")
    )
    return tuple(
        SectionView(
            code=section.code,
            numeral=section.numeral,
            name=section.name,
            name_en=section.name_en,
            clauses=tuple(
                _clause(c, declared.get(c.serves.code if c.serves else c.code, []))
                for c in sorted(section.clauses.all(), key=lambda c: c.order)
            ),
        )
        for section in sections
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
        serves_code=row.serves.code if row.serves else None,
        serves_name=row.serves.name if row.serves else None,
        coverage=tuple(declared),
    )


def _target(row: Target, today: date, current: Figure | None, trend: list[Point]) -> TargetView:
    measure = find_measure(row.measure) if row.measure else None
    plan = row.clause.section.edition.plan
    above = row.serves
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
        plan_code=plan.code,
        division_code=plan.division_code,
        is_county=plan.level == plan.Level.COUNTY,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        clause_code=row.clause.code,
        clause_name=row.clause.name,
        serves_plan=above.clause.section.edition.plan.code if above else None,
        serves_code=above.code if above else None,
        serves_name=above.name if above else None,
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
