"""Sections, clauses, targets and key tasks of a draft: added, changed, taken out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.plan.events import PartAdded, PartRemoved, PartRevised
from liupan.capabilities.plan.models import Edition, KeyTask, Section, Target
from liupan.capabilities.plan.operations.conflicts import (
    Both,
    check_version,
    fields_of,
    steps_of,
)
from liupan.capabilities.plan.operations.filling import reasons
from liupan.capabilities.plan.operations.locking import (
    Row,
    Value,
    applied,
    locked_draft,
    touch,
)
from liupan.capabilities.plan.operations.targets import replace_steps, require_measure, written
from liupan.capabilities.plan.queries.parts import EDITION, FIELDS, ROWS, Part
from liupan.capabilities.plan.rules import Comparison, StepValue, target_faults
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing

FIELD_OF_FAULT = {
    "two_numbers": "proposal",
    "needs_number": "figure",
    "day_has_no_number": "figure",
    "deadline_first": "deadline_on",
    "after_end": "deadline_on",
    "steps": "steps",
    "out_of_range": "figure",
}


@operation
def add_part(
    *,
    edition_id: UUID,
    kind: Part,
    values: Mapping[str, Value | list[str]],
    parent_id: UUID | None = None,
    steps: Sequence[StepValue] = (),
    works_for: Sequence[str] = (),
    actor: Actor,
    now: datetime,
) -> UUID:
    """Add a section, or a clause, target or task under its parent, to a draft.

    Args:
        steps: a target's yearly steps.
        works_for: codes of the targets a task works for.
    """
    edition = locked_draft(edition_id, actor)
    row = ROWS[kind](**{k: v for k, v in values.items() if k in FIELDS[kind]})
    _put_under(row, kind, edition, parent_id)
    _check(row, kind, edition, steps)
    row.order = _next_order(kind, edition)
    row.save()
    _attach(row, edition, steps, works_for)
    touch(edition)
    fact = PartAdded(
        thing_id=row.id, concerned=(edition.id,), kind=kind.value, part_code=row.code, name=row.name
    )
    record(fact, actor=actor, now=now)
    return row.id


@operation
def revise_part(
    *,
    part_id: UUID,
    kind: Part,
    values: Mapping[str, Value | list[str]],
    version: int,
    steps: Sequence[StepValue] | None = None,
    works_for: Sequence[str] | None = None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Change what a draft says at one place; `steps` and `works_for` stay when None."""
    edition, row = _locked(part_id, kind, actor)
    check_version(row, version, actor, lambda: _both(row, values, steps, works_for))
    changed = applied(row, values, FIELDS[kind])  # type: ignore[arg-type]
    changed |= _changed_links(row, steps, works_for)
    if not changed:
        nothing_changed()
        return row.id
    _check(row, kind, edition, _steps_of(row) if steps is None else steps)
    touch(row, *(name for name in changed if name in FIELDS[kind]))
    _attach(row, edition, steps, works_for)
    touch(edition)
    fact = PartRevised(
        thing_id=row.id,
        concerned=(edition.id,),
        kind=kind.value,
        part_code=row.code,
        changed=changed,
    )
    record(fact, actor=actor, now=now)
    return row.id


@operation
def remove_part(*, part_id: UUID, kind: Part, actor: Actor, now: datetime) -> UUID:
    """Take a part out of a draft, with all that stands under it; returns the edition's id."""
    edition, row = _locked(part_id, kind, actor)
    fact = PartRemoved(
        thing_id=row.id, concerned=(edition.id,), kind=kind.value, part_code=row.code, name=row.name
    )
    row.delete()
    touch(edition)
    record(fact, actor=actor, now=now)
    return edition.id


def _locked(part_id: UUID, kind: Part, actor: Actor) -> tuple[Edition, Row]:
    rows = ROWS[kind].objects
    edition_id = rows.filter(id=part_id).values_list(f"{EDITION[kind]}_id", flat=True).first()
    edition = locked_draft(edition_id or part_id, actor)
    row: Row | None = rows.select_for_update(of=("self",)).filter(id=part_id).first()
    if row is None:
        raise Missing(_("There is no such part."))
    return edition, row


def _in(edition: Edition, kind: Part) -> QuerySet[Row]:
    found: QuerySet[Row] = ROWS[kind].objects.filter(**{EDITION[kind]: edition})
    return found


def _put_under(row: Row, kind: Part, edition: Edition, parent_id: UUID | None) -> None:
    if isinstance(row, Section):
        row.edition = edition
        return
    above = Part.SECTION if kind is Part.CLAUSE else Part.CLAUSE
    parent = _in(edition, above).filter(id=parent_id).first()
    if parent is None:
        raise Missing(_("What it should stand under is not in this draft."))
    setattr(row, above.value, parent)


def _check(row: Row, kind: Part, edition: Edition, steps: Sequence[StepValue]) -> None:
    if _in(edition, kind).filter(code=row.code).exclude(id=row.id).exists():
        raise InvalidInput(
            _("This code stands twice."), fields={"code": [_("Choose another code.")]}
        )
    if isinstance(row, KeyTask) and row.due_on > edition.ends_on:
        raise _fault("after_end", "due_on")
    if isinstance(row, Target):
        require_measure(row.measure)
        _check_target(row, edition, steps)


def _check_target(row: Target, edition: Edition, steps: Sequence[StepValue]) -> None:
    faults = target_faults(
        comparison=Comparison(row.comparison),
        figure=row.figure,
        proposal=row.proposal,
        steps=steps,
        baseline_on=row.baseline_on,
        deadline_on=row.deadline_on,
        ends_on=edition.ends_on,
        unit=row.unit,
    )
    for fault in faults:
        raise _fault(fault, FIELD_OF_FAULT[fault])


def _fault(code: str, field: str) -> InvalidInput:
    return InvalidInput(reasons()[code], fields={field: [reasons()[code]]})


def _next_order(kind: Part, edition: Edition) -> int:
    highest = _in(edition, kind).aggregate(highest=Max("order"))["highest"]
    return 0 if highest is None else int(highest) + 1


def _attach(
    row: Row,
    edition: Edition,
    steps: Sequence[StepValue] | None,
    works_for: Sequence[str] | None,
) -> None:
    if isinstance(row, Target) and steps is not None:
        replace_steps(row, steps)
    if isinstance(row, KeyTask) and works_for is not None:
        row.targets.set(
            Target.objects.filter(clause__section__edition=edition, code__in=list(works_for))
        )


def _changed_links(
    row: Row, steps: Sequence[StepValue] | None, works_for: Sequence[str] | None
) -> dict[str, tuple[str | None, str | None]]:
    changed: dict[str, tuple[str | None, str | None]] = {}
    if isinstance(row, Target) and steps is not None:
        before, after = str(written(_steps_of(row))), str(written(steps))
        changed = {"steps": (before, after)} if before != after else {}
    if isinstance(row, KeyTask) and works_for is not None:
        codes = sorted(t.code for t in row.targets.all())
        if codes != sorted(works_for):
            changed = {"targets": (" ".join(codes), " ".join(sorted(works_for)))}
    return changed


def _both(
    row: Row,
    values: Mapping[str, Value | list[str]],
    steps: Sequence[StepValue] | None,
    works_for: Sequence[str] | None,
) -> list[Both]:
    found = fields_of(row, values)
    if isinstance(row, Target) and steps is not None:
        found += steps_of(row, steps)
    if isinstance(row, KeyTask) and works_for is not None:
        codes = " ".join(sorted(t.code for t in row.targets.all()))
        found.append(Both(_("Targets it works for"), " ".join(sorted(works_for)), codes))
    return found


def _steps_of(row: Row) -> list[StepValue]:
    if not isinstance(row, Target):
        return []
    return [StepValue(s.day, s.figure) for s in row.steps.order_by("day")]
