"""Every write of the plan office."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from liupan.capabilities.plan.events import (
    DraftDiscarded,
    EditionAdopted,
    EditionEntered,
    StepsSet,
    TargetBound,
    TargetRevised,
    TaskRevised,
)
from liupan.capabilities.plan.facts import PlanFacts, guyuan_2015
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
from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.capabilities.plan.queries import list_searchable
from liupan.capabilities.plan.rules import StepValue
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.measures.facade import find_measure
from liupan.foundation.search.facade import index, unindex
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion


class NotADraft(Refusal):
    """Only a draft may be changed so; what is in force is revised by a new edition."""


class NoSuchMeasure(InvalidInput):
    """No room declares this figure."""


class StepsDisordered(InvalidInput):
    """Steps must lie in time order, between baseline and deadline, towards the target."""


@operation
def enter_edition(*, facts: PlanFacts, actor: Actor, now: datetime) -> UUID:
    """Enter a plan's edition with all it says, as a draft (录入规划)."""
    require(actor, MANAGE_PLAN)
    head = facts.plan
    plan, _created = Plan.objects.get_or_create(
        code=head.code, defaults={"level": head.level.value, "division_code": head.division}
    )
    edition = Edition.objects.create(
        plan=plan,
        number=_next_number(plan),
        title=head.title,
        title_en=head.title_en,
        document_number=head.number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        summary=head.summary,
        note=head.note,
    )
    _fill(edition, facts)
    fact = EditionEntered(
        thing_id=edition.id,
        concerned=(plan.id,),
        plan_code=plan.code,
        number=edition.number,
        title=edition.title,
        targets=len(facts.targets),
        key_tasks=len(facts.key_tasks),
    )
    record(fact, actor=actor, now=now)
    return edition.id


@operation
def adopt_edition(*, edition_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Bring a draft into force; the edition in force until now is superseded (发布)."""
    require(actor, MANAGE_PLAN)
    edition = _locked_draft(edition_id)
    former = Edition.objects.select_for_update().filter(
        plan=edition.plan, state=Edition.State.IN_FORCE
    )
    supersedes = former.values_list("id", flat=True).first()
    former.update(state=Edition.State.SUPERSEDED)
    edition.state = Edition.State.IN_FORCE
    edition.adopted_at = now
    edition.version += 1
    edition.save(update_fields=["state", "adopted_at", "version"])
    if supersedes:
        for entry in list_searchable(supersedes):
            unindex(entry.thing_type, entry.thing_id)
    index(*list_searchable(edition.id))
    fact = EditionAdopted(
        thing_id=edition.id,
        concerned=tuple(x for x in (edition.plan_id, supersedes) if x),
        plan_code=edition.plan.code,
        number=edition.number,
        supersedes=supersedes,
    )
    record(fact, actor=actor, now=now)
    return edition.id


@operation
def discard_draft(*, edition_id: UUID, actor: Actor, now: datetime) -> None:
    """Give a draft up. What was in force stays."""
    require(actor, MANAGE_PLAN)
    edition = _locked_draft(edition_id)
    fact = DraftDiscarded(thing_id=edition.id, plan_code=edition.plan.code, number=edition.number)
    edition.delete()
    record(fact, actor=actor, now=now)


@operation
def set_steps(
    *,
    target_id: UUID,
    steps: Sequence[StepValue],
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Set the yearly steps of a target. They are our defaults, not the plan's words, so they may
    change while the edition is in force, with a reason. Raises `StepsDisordered`, `StaleVersion`.
    """
    require(actor, MANAGE_PLAN)
    target = _locked_target(target_id, version)
    _check_steps(target, steps)
    if not reason.strip():
        raise InvalidInput(_("Say why."), fields={"reason": [_("Say why the steps change.")]})
    before = {s.day.isoformat(): f"{s.figure.normalize():f}" for s in target.steps.order_by("day")}
    after = {s.day.isoformat(): f"{s.figure.normalize():f}" for s in steps}
    if before == after:
        nothing_changed()
        return target.id
    target.steps.all().delete()
    Step.objects.bulk_create([Step(target=target, day=s.day, figure=s.figure) for s in steps])
    _touch(target)
    fact = StepsSet(
        thing_id=target.id, target_code=target.code, reason=reason, before=before, after=after
    )
    record(fact, actor=actor, now=now)
    return target.id


@operation
def bind_target(
    *, target_id: UUID, measure: str | None, version: int, actor: Actor, now: datetime
) -> UUID:
    """Bind a target to the figure that measures it, or loose it. Raises `NoSuchMeasure`."""
    require(actor, MANAGE_PLAN)
    target = _locked_target(target_id, version)
    if measure is not None and find_measure(measure) is None:
        raise NoSuchMeasure(_("There is no figure %(code)s.") % {"code": measure})
    if target.measure == measure:
        nothing_changed()
        return target.id
    before, target.measure = target.measure, measure
    _touch(target, "measure")
    fact = TargetBound(thing_id=target.id, target_code=target.code, measure=measure, before=before)
    record(fact, actor=actor, now=now)
    return target.id


@operation
def revise_target(
    *,
    target_id: UUID,
    changes: Mapping[str, Decimal | date | str | None],
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Change a target of a draft: its number, words, lead or deadline. Raises `NotADraft`."""
    require(actor, MANAGE_PLAN)
    target = _locked_target(target_id, version)
    if target.clause.section.edition.state != Edition.State.DRAFT:
        raise _not_a_draft()
    allowed = {"name", "name_en", "figure", "proposal", "deadline_on", "lead", "note"}
    changed = _apply(target, changes, allowed)
    if not changed:
        nothing_changed()
        return target.id
    _touch(target, *changed)
    fact = TargetRevised(thing_id=target.id, target_code=target.code, changed=changed)
    record(fact, actor=actor, now=now)
    return target.id


@operation
def revise_task(
    *,
    task_id: UUID,
    changes: Mapping[str, Decimal | date | str | None],
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Change lead, due day or end state of a key task; the plan leaves these to the city office."""
    require(actor, MANAGE_PLAN)
    task = KeyTask.objects.select_for_update().filter(id=task_id).first()
    if task is None:
        raise Missing(_("There is no such task."))
    _check_version(task, version)
    changed = _apply(task, changes, {"lead", "due_on", "end_state"})
    if not changed:
        nothing_changed()
        return task.id
    task.version += 1
    task.save(update_fields=[*changed, "version"])
    index(*(e for e in list_searchable(edition_of(task)) if e.thing_id == task.id))
    fact = TaskRevised(thing_id=task.id, task_code=task.code, changed=changed, due_on=task.due_on)
    record(fact, actor=actor, now=now)
    return task.id


@operation
def reshape_target(
    *,
    target_id: UUID,
    measure: str | None,
    steps: Sequence[StepValue],
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Bind a target and set its steps in one act; what does not differ stays untouched."""
    require(actor, MANAGE_PLAN)
    target = _locked_target(target_id, version)
    nothing_changed()
    if {(s.day, s.figure) for s in target.steps.all()} != {(s.day, s.figure) for s in steps}:
        set_steps(
            target_id=target_id, steps=steps, reason=reason, version=version, actor=actor, now=now
        )
        version += 1
    if target.measure != measure:
        bind_target(target_id=target_id, measure=measure, version=version, actor=actor, now=now)
    return target_id


def enter_shipped_plan(*, actor: Actor, now: datetime) -> UUID:
    """Enter the plan that ships with the project: Guyuan, 2015. See `enter_edition`."""
    return enter_edition(facts=guyuan_2015(), actor=actor, now=now)


def edition_of(task: KeyTask) -> UUID:
    """The edition a key task belongs to."""
    return task.clause.section.edition_id


def _next_number(plan: Plan) -> int:
    Plan.objects.select_for_update().get(id=plan.id)
    highest: int | None = plan.editions.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _fill(edition: Edition, facts: PlanFacts) -> None:
    offices = {o.code: o.name for o in facts.offices}
    Superior.objects.bulk_create(
        Superior(
            edition=edition,
            level=s.level.value,
            title=s.title,
            document_number=s.number,
            note=s.note,
        )
        for s in facts.superior
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
        for order, s in enumerate(facts.sections)
    )
    clauses = Clause.objects.bulk_create(
        Clause(
            section=section,
            code=c.code,
            name=c.name,
            name_en=c.name_en,
            gist=c.gist,
            office=c.office,
            office_name=offices[c.office],
            missing=c.status,
            order=order,
        )
        for section, said in zip(sections, facts.sections, strict=True)
        for order, c in enumerate(said.clauses)
    )
    _fill_targets(facts, {c.code: c for c in clauses}, offices)


def _fill_targets(
    facts: PlanFacts, clauses: Mapping[str, Clause], offices: Mapping[str, str]
) -> None:
    targets = Target.objects.bulk_create(
        Target(
            clause=clauses[t.clause],
            code=t.code,
            name=t.name,
            name_en=t.name_en,
            comparison=t.comparison.value,
            figure=t.figure,
            proposal=t.proposal,
            unit=t.unit or "",
            baseline_on=t.baseline_on,
            deadline_on=t.deadline_on,
            lead=t.lead,
            office=t.office,
            office_name=offices[t.office],
            measure=t.measure,
            formula=t.formula,
            formula_en=t.formula_en,
            numerator=t.numerator,
            denominator=t.denominator or "",
            evidence=t.evidence,
            note=t.note,
            order=order,
        )
        for order, t in enumerate(facts.targets)
    )
    by_code = {t.code: t for t in targets}
    Step.objects.bulk_create(
        Step(target=by_code[t.code], day=s.day, figure=s.figure)
        for t in facts.targets
        for s in t.steps
    )
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
            office_name=offices[k.office],
            order=order,
        )
        for order, k in enumerate(facts.key_tasks)
    )
    through = KeyTask.targets.through
    through.objects.bulk_create(
        through(keytask=task, target=by_code[code])
        for task, k in zip(tasks, facts.key_tasks, strict=True)
        for code in k.targets
    )


def _locked_draft(edition_id: UUID) -> Edition:
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(id=edition_id)
        .first()
    )
    if edition is None:
        raise Missing(_("There is no such edition."))
    if edition.state != Edition.State.DRAFT:
        raise _not_a_draft()
    return edition


def _locked_target(target_id: UUID, version: int) -> Target:
    target = (
        Target.objects.select_for_update(of=("self",))
        .select_related("clause__section__edition")
        .filter(id=target_id)
        .first()
    )
    if target is None:
        raise Missing(_("There is no such target."))
    _check_version(target, version)
    return target


def _check_version(row: Target | KeyTask, version: int) -> None:
    if row.version == version:
        return
    labels = (
        {"measure": _("Figure that measures it")}
        if isinstance(row, Target)
        else {
            "lead": _("Leading unit"),
            "due_on": _("Due"),
            "end_state": _("End state that can be seen"),
        }
    )
    raise StaleVersion(
        _("Somebody has changed this since you opened it."),
        theirs={name: getattr(row, name) for name in [*labels, "version"]},
        labels=labels,
        next_step=_("Compare both versions and enter your change again."),
    )


def _check_steps(target: Target, steps: Sequence[StepValue]) -> None:
    days = [s.day for s in steps]
    in_order = days == sorted(set(days))
    inside = all(target.baseline_on < day <= target.deadline_on for day in days)
    if not (in_order and inside):
        raise StepsDisordered(
            _("The steps must follow each other between %(start)s and %(end)s.")
            % {"start": target.baseline_on, "end": target.deadline_on},
            fields={"steps": [_("Check the days.")]},
        )


def _apply(
    row: Target | KeyTask, changes: Mapping[str, Decimal | date | str | None], allowed: set[str]
) -> dict[str, tuple[str | None, str | None]]:
    if unknown := set(changes) - allowed:
        raise InvalidInput(_("These cannot be changed: %(names)s.") % {"names": sorted(unknown)})
    changed = {}
    for name, value in changes.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = (_text(before), _text(value))
            setattr(row, name, value)
    return changed


def _touch(target: Target, *fields: str) -> None:
    target.version += 1
    target.save(update_fields=[*fields, "version"])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _not_a_draft() -> NotADraft:
    return NotADraft(
        _("This edition is no draft."),
        next_step=_("Draft a new edition of the plan and change it there."),
    )
