"""A text becomes the rows of an edition."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from liupan.capabilities.plan.facts.texts import EditionText, Fault, TargetText, faults_of
from liupan.capabilities.plan.models import (
    Clause,
    Edition,
    KeyTask,
    Plan,
    Section,
    Step,
    Superior,
    Target,
)
from liupan.kernel.errors import InvalidInput

S = TypeVar("S", Clause, Target)


class FaultyText(InvalidInput):
    """The text of an edition contradicts itself or names what it does not have."""


def check(text: EditionText) -> None:
    """Raises `FaultyText` naming every place."""
    check_faults(faults_of(text))


def check_faults(faults: Sequence[Fault]) -> None:
    """Raises `FaultyText` when there is one."""
    if faults:
        said = "\n".join(words_for(fault) for fault in faults)
        raise FaultyText(
            _("The edition cannot stand like this: %(faults)s") % {"faults": said},
            next_step=_("Correct the places named and try again."),
        )


def words_for(fault: Fault) -> str:
    """A fault in a sentence."""
    return f"{fault.where}: {reasons()[fault.what]}"


def reasons() -> Mapping[str, str]:
    """What may be wrong with a text, by its code."""
    return {
        "term": _("The plan ends before it starts."),
        "code_twice": _("This code stands twice."),
        "unknown_clause": _("It names a clause that is not there."),
        "unknown_target": _("It names a target that is not there."),
        "unknown_above": _("It serves something that the plan above does not have."),
        "two_numbers": _("A number of the plan needs no proposal beside it."),
        "needs_number": _("This comparison needs a number."),
        "day_has_no_number": _("What is done by a day has no number and no steps."),
        "deadline_first": _("The deadline must lie after the baseline."),
        "after_end": _("It is due after the end of the plan."),
        "out_of_range": _("No number may be below 0, no share above 100 %."),
        "steps": _(
            "The steps must follow each other between baseline and deadline, towards the target."
        ),
    }


def fill(edition: Edition, text: EditionText) -> None:
    """Write all that the text says into the edition, which is empty. Some ten queries."""
    above = edition.plan.above
    Superior.objects.bulk_create(
        Superior(
            edition=edition,
            level=s.level.value,
            title=s.title,
            document_number=s.document_number,
            issuer=s.issuer,
            year=s.year,
            note=s.note,
        )
        for s in text.superiors
    )
    sections = Section.objects.bulk_create(
        Section(
            edition=edition,
            code=s.code,
            numeral=s.numeral,
            name=s.name,
            name_en=s.name_en,
            order=order,
        )
        for order, s in enumerate(text.sections)
    )
    served = _clauses_above(above)
    clauses = Clause.objects.bulk_create(
        Clause(
            section=section,
            code=c.code,
            name=c.name,
            name_en=c.name_en,
            gist=c.gist,
            office=c.office,
            office_name=c.office_name,
            missing=c.missing,
            serves=_served(c.serves, served, c.code),
            order=order,
        )
        for section, said in zip(sections, text.sections, strict=True)
        for order, c in enumerate(said.clauses)
    )
    by_code = {c.code: c for c in clauses}
    _fill_tasks(text, by_code, _fill_targets(text, by_code, _targets_above(above)))


def _fill_targets(
    text: EditionText, clauses: Mapping[str, Clause], served: Mapping[str, Target]
) -> dict[str, Target]:
    rows = Target.objects.bulk_create(
        _target(t, order, clauses, served) for order, t in enumerate(text.targets)
    )
    targets = {row.code: row for row in rows}
    Step.objects.bulk_create(
        Step(target=targets[t.code], day=s.day, figure=s.figure)
        for t in text.targets
        for s in t.steps
    )
    return targets


def _target(
    said: TargetText, order: int, clauses: Mapping[str, Clause], served: Mapping[str, Target]
) -> Target:
    return Target(
        clause=clauses[said.clause],
        code=said.code,
        name=said.name,
        name_en=said.name_en,
        comparison=said.comparison.value,
        figure=said.figure,
        proposal=said.proposal,
        unit=said.unit,
        baseline_on=said.baseline_on,
        deadline_on=said.deadline_on,
        lead=said.lead,
        office=said.office,
        office_name=said.office_name,
        measure=said.measure,
        formula=said.formula,
        formula_en=said.formula_en,
        numerator=said.numerator,
        denominator=said.denominator,
        evidence=said.evidence,
        note=said.note,
        serves=_served(said.serves, served, said.code),
        order=order,
    )


def _fill_tasks(
    text: EditionText, clauses: Mapping[str, Clause], targets: Mapping[str, Target]
) -> None:
    tasks = KeyTask.objects.bulk_create(
        KeyTask(
            clause=clauses[k.clause],
            code=k.code,
            name=k.name,
            end_state=k.end_state,
            lead=k.lead,
            assisting=list(k.assisting),
            due_on=k.due_on,
            office=k.office,
            office_name=k.office_name,
            order=order,
        )
        for order, k in enumerate(text.tasks)
    )
    through = KeyTask.targets.through
    through.objects.bulk_create(
        through(keytask=task, target=targets[code])
        for task, k in zip(tasks, text.tasks, strict=True)
        for code in k.targets
    )


def _clauses_above(plan: Plan | None) -> dict[str, Clause]:
    """By code; where editions of the plan above share a code, the newest adopted one's."""
    rows = Clause.objects.filter(section__edition__plan=plan).exclude(
        section__edition__state=Edition.State.DRAFT
    )
    return {c.code: c for c in rows.order_by("section__edition__number")} if plan else {}


def _targets_above(plan: Plan | None) -> dict[str, Target]:
    rows = Target.objects.filter(clause__section__edition__plan=plan).exclude(
        clause__section__edition__state=Edition.State.DRAFT
    )
    return {t.code: t for t in rows.order_by("clause__section__edition__number")} if plan else {}


def _served(code: str | None, above: Mapping[str, S], where: str) -> S | None:
    if code is not None and code not in above:
        check_faults([Fault(where, "unknown_above")])
    return above[code] if code else None
