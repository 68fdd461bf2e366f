"""The parts of a draft, one by one, for those who look after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Section, Target
from liupan.capabilities.plan.policies import kept_by
from liupan.capabilities.plan.queries.editions import EditionView, describe_edition
from liupan.capabilities.plan.queries.notices import words_behind
from liupan.capabilities.plan.rules import StepValue
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

Row = Section | Clause | Target | KeyTask
Behind = Mapping[str, tuple[UUID, UUID]]
"""Code → notice and proposed part that something came from."""


class Part(StrEnum):
    """What an edition is made of."""

    SECTION = "section"
    CLAUSE = "clause"
    TARGET = "target"
    TASK = "task"


ROWS: Mapping[Part, type[Row]] = {
    Part.SECTION: Section,
    Part.CLAUSE: Clause,
    Part.TARGET: Target,
    Part.TASK: KeyTask,
}
EDITION = {
    Part.SECTION: "edition",
    Part.CLAUSE: "section__edition",
    Part.TARGET: "clause__section__edition",
    Part.TASK: "clause__section__edition",
}
"""The way from a part to its edition."""

FIELDS = {
    Part.SECTION: frozenset({"code", "numeral", "name", "name_en"}),
    Part.CLAUSE: frozenset({"code", "name", "name_en", "gist", "office", "office_name", "missing"}),
    Part.TARGET: frozenset(
        {
            "code", "name", "name_en", "comparison", "figure", "proposal", "unit", "baseline_on",
            "deadline_on", "lead", "office", "office_name", "measure", "formula", "formula_en",
            "numerator", "denominator", "evidence", "note",
        }
    ),
    Part.TASK: frozenset(
        {"code", "name", "end_state", "lead", "assisting", "due_on", "office", "office_name"}
    ),
}  # fmt: skip
"""What may be said of each."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a draft with all that can be said of it."""

    id: UUID
    kind: Part
    edition: EditionView
    version: int
    name: str
    said: Mapping[str, Any]
    steps: tuple[StepValue, ...] = ()
    works_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A line of a draft's outline, and what stands under it."""

    id: UUID
    kind: Part
    code: str
    name: str
    words: str
    below: tuple["OutlinePart", ...] = ()
    notice_id: UUID | None = None
    proposed_id: UUID | None = None
    """The proposed part of a notice that it came from."""


def get_draft(edition_id: UUID, actor: Actor, today: date) -> EditionView:
    """A draft the actor looks after. Raises `Missing`."""
    return describe_edition(_draft(edition_id, actor), today)


def get_part(kind: Part, part_id: UUID, actor: Actor, today: date) -> PartView:
    """A part of a draft the actor looks after. Raises `Missing`."""
    row: Row | None = ROWS[kind].objects.filter(id=part_id).first()
    if row is None:
        raise Missing(_("There is no such part."))
    edition = ROWS[kind].objects.values_list(f"{EDITION[kind]}_id", flat=True).get(id=part_id)
    return PartView(
        id=row.id,
        kind=kind,
        edition=get_draft(edition, actor, today),
        version=row.version,
        name=f"{row.code} {row.name}",
        said={name: getattr(row, name) for name in FIELDS[kind]},
        steps=_steps(row),
        works_for=_works_for(row),
    )


def list_outline(edition_id: UUID) -> list[OutlinePart]:
    """Sections, clauses, targets and tasks of an edition as a tree. Five queries."""
    behind = words_behind(edition_id)
    sections = Section.objects.filter(edition_id=edition_id).order_by("order")
    found = sections.prefetch_related("clauses__targets", "clauses__tasks")
    return [
        OutlinePart(
            s.id, Part.SECTION, s.numeral or s.code, s.name, "",
            tuple(_clause(c, behind) for c in sorted(s.clauses.all(), key=lambda c: c.order)),
        )
        for s in found
    ]  # fmt: skip


def list_target_codes(edition_id: UUID) -> list[tuple[str, str]]:
    """Code and name of an edition's targets, for choosing. One query."""
    rows = Target.objects.filter(clause__section__edition_id=edition_id).order_by("order")
    return [(code, f"{code} {name}") for code, name in rows.values_list("code", "name")]


def _draft(edition_id: UUID, actor: Actor) -> Edition:
    rows = Edition.objects.filter(kept_by(actor), id=edition_id, state=Edition.State.DRAFT)
    found = rows.select_related("plan__above").first()
    if found is None:
        raise Missing(_("There is no such draft."))
    return found


def _clause(row: Clause, behind: Behind) -> OutlinePart:
    targets = sorted(row.targets.all(), key=lambda t: t.order)
    tasks = sorted(row.tasks.all(), key=lambda k: k.order)
    return OutlinePart(
        row.id, Part.CLAUSE, row.code, row.name, row.gist,
        (
            *(_below(t, Part.TARGET, behind) for t in targets),
            *(_below(k, Part.TASK, behind) for k in tasks),
        ),
    )  # fmt: skip


def _below(row: Target | KeyTask, kind: Part, behind: Behind) -> OutlinePart:
    notice, proposed = behind.get(row.code, (None, None))
    return OutlinePart(row.id, kind, row.code, row.name, row.lead, (), notice, proposed)


def _steps(row: Row) -> tuple[StepValue, ...]:
    if not isinstance(row, Target):
        return ()
    return tuple(StepValue(s.day, s.figure) for s in row.steps.order_by("day"))


def _works_for(row: Row) -> tuple[str, ...]:
    if not isinstance(row, KeyTask):
        return ()
    return tuple(row.targets.order_by("order").values_list("code", flat=True))
