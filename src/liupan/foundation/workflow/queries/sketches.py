"""What somebody draws and has not saved: each person's own."""

from dataclasses import dataclass
from datetime import datetime

from liupan.foundation.workflow.models import Sketch
from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchRef:
    """A sketch: its file, its revision, the latest version when it was begun."""

    source: bytes
    revision: int
    based_on: int
    kept_at: datetime


def find_sketch(kind: str, code: str, actor: Actor) -> SketchRef | None:
    """The actor's own sketch of a process or table. One query."""
    row = Sketch.objects.filter(kind=kind, code=code, person_id=actor.id).first()
    if row is None:
        return None
    return SketchRef(
        source=bytes(row.source), revision=row.revision, based_on=row.based_on, kept_at=row.kept_at
    )
