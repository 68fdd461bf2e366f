"""What may change on targets and key tasks of an edition, also while it is in force."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.plan.events import StepsSet, TargetBound, TaskRevised
from liupan.capabilities.plan.models import Edition, KeyTask, Step, Target
from liupan.capabilities.plan.operations.conflicts import (
    Both,
    check_version,
    fields_of,
    reason_of,
    steps_of,
)
from liupan.capabilities.plan.operations.locking import (
    NoSuchMeasure,
    StepsDisordered,
    Value,
    applied,
    locked_target,
    touch,
)
from liupan.capabilities.plan.policies import require_keeper
from liupan.capabilities.plan.queries.searchable import list_searchable
from liupan.capabilities.plan.rules import Comparison, StepValue, steps_fit
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.measures.facade import find_measure
from liupan.foundation.search.facade import index
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing


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
    target = locked_target(target_id, actor)
    check_version(target, version, actor, lambda: _steps_and_reason(target, steps, reason, actor))
    _require_fit(target, steps)
    if not reason.strip():
        raise InvalidInput(_("Say why."), fields={"reason": [_("Say why the steps change.")]})
    before = written({StepValue(s.day, s.figure) for s in target.steps.all()})
    after = written(steps)
    if before == after:
        nothing_changed()
        return target.id
    replace_steps(target, steps)
    touch(target)
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
    target = locked_target(target_id, actor)
    check_version(target, version, actor, lambda: fields_of(target, {"measure": measure}))
    require_measure(measure)
    if target.measure == measure:
        nothing_changed()
        return target.id
    before, target.measure = target.measure, measure
    touch(target, "measure")
    fact = TargetBound(thing_id=target.id, target_code=target.code, measure=measure, before=before)
    record(fact, actor=actor, now=now)
    return target.id


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
    target = locked_target(target_id, actor)
    check_version(
        target,
        version,
        actor,
        lambda: [
            *fields_of(target, {"measure": measure}),
            *_steps_and_reason(target, steps, reason, actor),
        ],
    )
    nothing_changed()
    if {(s.day, s.figure) for s in target.steps.all()} != {(s.day, s.figure) for s in steps}:
        set_steps(
            target_id=target_id, steps=steps, reason=reason, version=version, actor=actor, now=now
        )
        version += 1
    if target.measure != measure:
        bind_target(target_id=target_id, measure=measure, version=version, actor=actor, now=now)
    return target_id


@operation
def revise_task(
    *,
    task_id: UUID,
    changes: Mapping[str, Value],
    version: int,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Change lead, due day or end state of a key task; the plan leaves these to its office."""
    task = (
        KeyTask.objects.select_for_update(of=("self",))
        .select_related("clause__section__edition__plan")
        .filter(id=task_id)
        .first()
    )
    require_keeper(actor, task.clause.section.edition.plan.unit_id if task else None)
    if task is None:
        raise Missing(_("There is no such task."))
    check_version(task, version, actor, lambda: fields_of(task, changes))
    changed = applied(task, changes, frozenset({"lead", "due_on", "end_state"}))
    if not changed:
        nothing_changed()
        return task.id
    touch(task, *changed)
    edition = task.clause.section.edition
    if edition.state == Edition.State.IN_FORCE:
        index(*(e for e in list_searchable(edition.id) if e.thing_id == task.id))
    fact = TaskRevised(thing_id=task.id, task_code=task.code, changed=changed, due_on=task.due_on)
    record(fact, actor=actor, now=now)
    return task.id


def require_measure(measure: str | None) -> None:
    """Raises `NoSuchMeasure` when no room declares the figure."""
    if measure is not None and find_measure(measure) is None:
        raise NoSuchMeasure(_("There is no figure %(code)s.") % {"code": measure})


def replace_steps(target: Target, steps: Sequence[StepValue]) -> None:
    """These steps instead of those that stood."""
    target.steps.all().delete()
    Step.objects.bulk_create([Step(target=target, day=s.day, figure=s.figure) for s in steps])


def written(steps: Sequence[StepValue] | set[StepValue]) -> dict[str, str]:
    """Steps as the journal keeps them: day to figure."""
    return {
        s.day.isoformat(): f"{s.figure.normalize():f}" for s in sorted(steps, key=lambda s: s.day)
    }


def _steps_and_reason(
    target: Target, steps: Sequence[StepValue], reason: str, actor: Actor
) -> list[Both]:
    return [*steps_of(target, steps), reason_of(target, reason, actor)]


def _require_fit(target: Target, steps: Sequence[StepValue]) -> None:
    fit = steps_fit(
        steps, Comparison(target.comparison), target.baseline_on, target.deadline_on, target.unit
    )
    if fit:
        return
    raise StepsDisordered(
        _("The steps must follow each other between %(start)s and %(end)s, towards the target.")
        % {"start": target.baseline_on, "end": target.deadline_on},
        fields={"steps": [_("Check the days and figures.")]},
    )
