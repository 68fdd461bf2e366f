"""Deployed definitions in memory: they never change, so each process reads one once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.workflow import conditions, registry
from liupan.foundation.workflow.engine import Data, Engine, Evaluate, Specification
from liupan.foundation.workflow.models import Definition
from liupan.foundation.workflow.rules.checking import MOST, in_branches
from liupan.foundation.workflow.rules.reading import TASKS, Candidate, Drawing
from liupan.kernel.errors import Fault, Missing
from liupan.kernel.ids import uuid7


class ServiceGone(Fault):
    """A definition calls a service that this version of the program does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as its definition has it."""

    element: str
    name: str
    is_task: bool
    message: str = ""
    in_branch: bool = False
    """Stands in a parallel branch, which a lone token could not leave."""
    candidates: tuple[Candidate, ...] = ()
    signing: str = ""
    ratio: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def may_edit(self, name: str) -> bool:
        """Whether a field may be written in this step; all may where the step names none."""
        return not self.fields or self.fields.get(name) == "edit"

    def may_read(self, name: str) -> bool:
        """Whether a field is shown in this step."""
        return self.fields.get(name) != "hide"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deployed definition: its engine, its steps by element, how its conditions are read."""

    id: UUID
    code: str
    number: int
    name: str
    engine: Engine
    steps: Mapping[str, Step]
    names: conditions.Declared
    tables: frozenset[str] = frozenset()
    """Decision tables it asks, by name."""

    @property
    def evaluate(self) -> Evaluate:
        return partial(_evaluate, self.names)

    def serve(self, name: str, data: Data) -> Data:
        """Ask a registered service. Raises `ServiceGone`."""
        try:
            return registry.serve(name, data)
        except KeyError as error:
            raise ServiceGone(_("There is no service “%(name)s”.") % {"name": name}) from error


def _evaluate(names: conditions.Declared, text: str, data: Data) -> object:
    return conditions.evaluate(text, data, names)


def outline_of(drawing: Drawing) -> dict[str, Any]:
    """What is kept of a drawing beside the engine's own."""
    inside = in_branches(drawing) if drawing.count <= MOST else frozenset()
    return {
        "names": drawing.names(),
        "steps": {
            node.id: {
                "name": node.name or node.message,
                "is_task": node.kind in TASKS,
                "message": node.message,
                "in_branch": node.id in inside,
                "candidates": [[c.kind, c.value, c.unit] for c in node.candidates],
                "signing": node.signing,
                "ratio": node.ratio,
                "fields": dict(node.fields),
            }
            for node in drawing.nodes.values()
            if node.kind in (*TASKS, "intermediateCatchEvent", "boundaryEvent")
        },
        "tables": {
            node.id: [node.table, node.result, drawing.data.get(node.result, "Any")]
            for node in drawing.nodes.values()
            if node.kind == "businessRuleTask"
        },
    }


def steps_of(outline: Mapping[str, Any]) -> dict[str, Step]:
    """The steps back from what is kept."""
    return {
        element: Step(
            element=element,
            **{**said, "candidates": tuple(Candidate(*c) for c in said["candidates"])},
        )
        for element, said in outline.get("steps", {}).items()
    }


def tables_of(outline: Mapping[str, Any]) -> frozenset[str]:
    """The decision tables that a process asks, by name."""
    return frozenset(table for table, *_more in outline.get("tables", {}).values())


def loaded_from(drawing: Drawing, specification: Specification, *, number: int = 0) -> Loaded:
    """A drawing that nobody has deployed, as if it were: for a trial."""
    outline = outline_of(drawing)
    return Loaded(
        uuid7(),
        drawing.process_id,
        number,
        drawing.name,
        Engine(specification),
        steps_of(outline),
        conditions.names_of(outline["names"]),
        tables_of(outline),
    )


@lru_cache(maxsize=256)
def definition(definition_id: UUID) -> Loaded:
    """A deployed definition. One query the first time. Raises `Missing`."""
    row = Definition.objects.filter(id=definition_id, is_deployed=True).first()
    if row is None:
        raise Missing(_("There is no such process."))
    return Loaded(
        row.id,
        row.code,
        row.number,
        row.name,
        Engine(row.specification or {}),
        steps_of(row.outline),
        conditions.names_of(row.outline["names"]),
        tables_of(row.outline),
    )
