"""The plan for programs: targets, clauses and key tasks. Public."""

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from liupan.capabilities.plan.queries.board import (
    TargetView,
    get_target,
    list_sections,
    list_targets,
    list_targets_of,
    list_tasks,
)
from liupan.capabilities.plan.queries.editions import EditionView, get_edition, list_in_force
from liupan.capabilities.plan.views.shown import said
from liupan.foundation.design.facade import public
from liupan.foundation.measures.facade import CITY, Scope
from liupan.kernel import clock

PREFIX = "plan/"
router = Router(tags=["plan"])


class Threshold(Schema):
    """What should be reached at the end of a day."""

    day: date
    figure: Decimal


class TargetOut(Schema):
    """A target; `value` is null when not yet measured, and never typed in.

    `name` and `formula` are Chinese, the plan's own words; who asks with `Accept-Language: en`
    gets them in English where there is an English text. `name_en` is there for everybody.
    """

    code: str
    name: str
    name_en: str
    clause: str
    comparison: str
    threshold: Decimal | None
    threshold_is_proposal: bool
    steps: list[Threshold]
    unit: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    standing: str
    formula: str
    measure: str | None
    fed_by: str
    lead: str
    deadline: date
    days_left: int
    expected_at_deadline: Decimal | None
    as_of: date | None
    computed_at: datetime | None
    evidence_url: str
    plan: str
    division: str
    serves: str | None
    serves_plan: str | None


class PlanOut(Schema):
    """A plan's edition in force; `above` is the code of the plan it carries out."""

    code: str
    level: str
    division: str
    above: str | None
    edition: int
    title: str
    document_number: str | None
    issuer: str
    issued: date
    starts: date
    ends: date
    is_example: bool
    targets_url: str


class ClauseOut(Schema):
    """A clause of the plan and how much of it lives in the system."""

    code: str
    section: str
    name: str
    gist: str
    office: str
    state: str
    pages: list[str]


class TaskOut(Schema):
    """A key task."""

    code: str
    name: str
    clause: str
    end_state: str
    lead: str
    assisting: list[str]
    due: date
    office: str
    targets: list[str]


@router.get(
    "targets",
    response=list[TargetOut],
    summary="Targets of the plan in force",
    url_name="plan_targets",
)
@public
def targets(
    request: HttpRequest, county: str = "", plan: str = "", level: str = "", division: str = ""
) -> list[TargetOut]:
    """All targets with today's values.

    Without a filter those of the city's plan; `county` (division code) gives their values for one
    county. `level` and `division` choose plans instead, each with the values of its own place.
    """
    if level or division:
        today = clock.today()
        chosen = list_in_force(today, plan=plan, level=level, division=division)
        return [_target(request, t) for t in list_targets_of(chosen, today)]
    edition = get_edition(plan)
    return [
        _target(request, t, county)
        for t in list_targets(
            edition.id,
            clock.today(),
            scope=_scope(county or _own(edition.plan.level, edition.plan.division_code)),
        )
    ]


@router.get("targets/{code}", response=TargetOut, summary="One target")
@public
def target(request: HttpRequest, code: str, county: str = "", plan: str = "") -> TargetOut:
    """One target with today's value, for the city or one county (division code)."""
    edition = get_edition(plan)
    scope = _scope(county or _own(edition.plan.level, edition.plan.division_code))
    return _target(request, get_target(edition.id, code, clock.today(), scope=scope), county)


@router.get("clauses", response=list[ClauseOut], summary="From words to system")
@public
def clauses(request: HttpRequest, plan: str = "") -> list[ClauseOut]:
    """Every clause, the office that serves it, and the pages where it lives."""
    return [
        ClauseOut(
            code=clause.code,
            section=section.code,
            name=clause.name,
            gist=clause.gist,
            office=clause.office,
            state=clause.state.value,
            pages=[request.build_absolute_uri(reverse(c.page)) for c in clause.coverage],
        )
        for section in list_sections(get_edition(plan))
        for clause in section.clauses
    ]


@router.get("tasks", response=list[TaskOut], summary="Key tasks of the plan in force")
@public
def tasks(request: HttpRequest, plan: str = "") -> list[TaskOut]:
    """All key tasks with lead, assisting units and due day."""
    return [
        TaskOut(
            code=task.code,
            name=task.name,
            clause=task.clause_code,
            end_state=task.end_state,
            lead=task.lead,
            assisting=list(task.assisting),
            due=task.due_on,
            office=task.office,
            targets=list(task.target_codes),
        )
        for task in list_tasks(get_edition(plan).id, clock.today())
    ]


@router.get(
    "plans", response=list[PlanOut], summary="Plans in force, by level", url_name="plan_plans"
)
@public
def plans(request: HttpRequest, level: str = "", division: str = "") -> list[PlanOut]:
    """The plans in force, from above to below."""
    found = list_in_force(clock.today(), level=level, division=division)
    return [_plan(request, edition) for edition in found]


def _plan(request: HttpRequest, e: EditionView) -> PlanOut:
    where = reverse("api-v1:plan_targets")
    return PlanOut(
        code=e.plan_code,
        level=e.level,
        division=e.division_code,
        above=e.above_code,
        edition=e.number,
        title=e.title,
        document_number=e.document_number,
        issuer=e.issuer,
        issued=e.issued_on,
        starts=e.starts_on,
        ends=e.ends_on,
        is_example=e.is_example,
        targets_url=request.build_absolute_uri(f"{where}?plan={e.plan_code}"),
    )


def _own(level: str, division: str) -> str:
    """The county whose figures a county's plan shows."""
    return division if level == "county" else ""


def _evidence(request: HttpRequest, t: TargetView, county: str) -> str:
    asked = {"plan": t.plan_code, "county": county}
    query = urlencode({name: value for name, value in asked.items() if value})
    return request.build_absolute_uri(f"{reverse('plan:records', args=[t.code])}?{query}")


def _scope(county: str) -> Scope:
    return Scope.county(county) if county else CITY


def _target(request: HttpRequest, t: TargetView, county: str = "") -> TargetOut:
    measured = t.current if t.value is not None else None
    return TargetOut(
        code=t.code,
        name=said(t.name, t.name_en),
        name_en=t.name_en,
        clause=t.clause_code,
        comparison=t.comparison.value,
        threshold=t.threshold,
        threshold_is_proposal=t.figure is None and t.proposal is not None,
        steps=[Threshold(day=s.day, figure=s.figure) for s in t.steps],
        unit=t.unit,
        value=t.value,
        numerator=measured.numerator if measured else None,
        denominator=measured.denominator if measured else None,
        standing=t.verdict.standing.value,
        formula=said(t.formula, t.formula_en),
        measure=t.measure.code if t.measure else None,
        fed_by=t.office,
        lead=t.lead,
        deadline=t.deadline_on,
        days_left=t.days_left,
        expected_at_deadline=t.forecast[-1].expected if t.forecast else None,
        as_of=t.as_of,
        computed_at=t.computed_at if measured else None,
        evidence_url=_evidence(request, t, county),
        plan=t.plan_code,
        division=t.division_code,
        serves=t.serves_code,
        serves_plan=t.serves_plan,
    )
