"""An edition as a value: all it says."""

from decimal import Decimal
from uuid import UUID

from liupan.capabilities.plan.facts import Level
from liupan.capabilities.plan.facts.texts import (
    ClauseText,
    EditionText,
    HeadText,
    SectionText,
    StepText,
    SuperiorText,
    TargetText,
    TaskText,
)
from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Section, Target
from liupan.capabilities.plan.rules import Comparison


def text_of(edition_id: UUID) -> EditionText:
    """All that an edition says. Eight queries, however long it is."""
    edition = Edition.objects.select_related("plan__above").get(id=edition_id)
    sections = edition.sections.order_by("order").prefetch_related("clauses__serves")
    below = {"clause__section__edition_id": edition_id}
    targets = Target.objects.filter(**below).select_related("clause", "serves")
    tasks = KeyTask.objects.filter(**below).select_related("clause").prefetch_related("targets")
    return EditionText(
        plan=_head(edition),
        superiors=tuple(
            SuperiorText(
                level=Level(s.level), document_number=s.document_number, title=s.title,
                issuer=s.issuer, year=s.year, note=s.note,
            )
            for s in edition.superiors.order_by("id")
        ),
        sections=tuple(_section(s) for s in sections),
        targets=tuple(_target(t) for t in targets.prefetch_related("steps").order_by("order")),
        tasks=tuple(_task(k) for k in tasks.order_by("order")),
    )  # fmt: skip


def _head(edition: Edition) -> HeadText:
    plan = edition.plan
    return HeadText(
        code=plan.code,
        level=Level(plan.level),
        division=plan.division_code,
        above=plan.above.code if plan.above else None,
        title=edition.title,
        title_en=edition.title_en,
        document_number=edition.document_number,
        issuer=edition.issuer,
        issued_on=edition.issued_on,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        summary=edition.summary,
        note=edition.note,
        is_example=edition.is_example,
    )


def _section(row: Section) -> SectionText:
    clauses = sorted(row.clauses.all(), key=lambda c: c.order)
    return SectionText(
        code=row.code,
        numeral=row.numeral,
        name=row.name,
        name_en=row.name_en,
        clauses=tuple(_clause(c) for c in clauses),
    )


def _clause(row: Clause) -> ClauseText:
    return ClauseText(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        gist=row.gist,
        office=row.office,
        office_name=row.office_name,
        missing=row.missing,
        serves=row.serves.code if row.serves else None,
    )


def _target(row: Target) -> TargetText:
    steps = sorted(row.steps.all(), key=lambda s: s.day)
    return TargetText(
        code=row.code,
        clause=row.clause.code,
        name=row.name,
        name_en=row.name_en,
        comparison=Comparison(row.comparison),
        figure=_short(row.figure),
        proposal=_short(row.proposal),
        unit=row.unit,
        baseline_on=row.baseline_on,
        deadline_on=row.deadline_on,
        steps=tuple(StepText(day=s.day, figure=_short(s.figure) or Decimal(0)) for s in steps),
        lead=row.lead,
        office=row.office,
        office_name=row.office_name,
        measure=row.measure,
        formula=row.formula,
        formula_en=row.formula_en,
        numerator=row.numerator,
        denominator=row.denominator,
        evidence=row.evidence,
        note=row.note,
        serves=row.serves.code if row.serves else None,
    )


def _task(row: KeyTask) -> TaskText:
    return TaskText(
        code=row.code,
        clause=row.clause.code,
        name=row.name,
        end_state=row.end_state,
        lead=row.lead,
        assisting=tuple(row.assisting),
        due_on=row.due_on,
        office=row.office,
        office_name=row.office_name,
        targets=tuple(sorted(t.code for t in row.targets.all())),
    )


def _short(figure: Decimal | None) -> Decimal | None:
    """Without noughts behind the point that a column adds."""
    return None if figure is None else Decimal(f"{figure.normalize():f}")
