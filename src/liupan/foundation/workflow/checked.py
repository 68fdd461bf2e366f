"""A file as read and checked: what stands against executing it, and the engine's specification."""

from dataclasses import dataclass
from functools import partial

from liupan.foundation.workflow import conditions, registry
from liupan.foundation.workflow.engine import EngineFailed, specify
from liupan.foundation.workflow.rules.checking import Known, Objection, object_to
from liupan.foundation.workflow.rules.reading import Drawing, NotBpmn, draw, tree_of
from liupan.foundation.workflow.tables import shape_of
from liupan.foundation.workflow.wording import NOT_BPMN
from liupan.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as read, with everything that stands against executing it."""

    drawing: Drawing
    objections: tuple[Objection, ...]
    specification: dict[str, object] | None


def check(source: bytes) -> Checked:
    """Read a file and say what cannot be executed. Raises `InvalidInput` when it is no BPMN."""
    try:
        drawing = draw(tree_of(source))
    except NotBpmn as error:
        words = str(NOT_BPMN[error.reason]) % {"detail": error.detail}
        raise InvalidInput(words, fields={"file": [words]}) from error
    names = conditions.names_of(drawing.names())
    known = Known(
        frozenset(registry.services()),
        frozenset(registry.candidate_rules()),
        partial(_objection_to, names),
        shape_of,
    )
    objections = object_to(drawing, known)
    if objections:
        return Checked(drawing, objections, None)
    try:
        return Checked(drawing, (), specify(source, drawing.process_id))
    except EngineFailed as error:
        whole = Objection(drawing.process_id, drawing.name, "engine", str(error))
        return Checked(drawing, (whole,), None)


def _objection_to(names: conditions.Declared, text: str) -> str:
    return conditions.objection_to(text, names)
