"""Keeping what somebody is drawing and has not saved as a version."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.workflow.models import Definition, Sketch, Table
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.rules.reading import LARGEST
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion

PROCESS, TABLE = Sketch.Kind.PROCESS, Sketch.Kind.TABLE


@operation
def keep_sketch(
    *, kind: str, of_id: UUID, version: int, revision: int, source: bytes, actor: Actor,
    now: datetime,
) -> int:  # fmt: skip
    """Keep what the actor draws of a process or table; the sketch's new revision.

    `of_id`: one of its versions; `version`: the latest one's number when it was opened; `revision`:
    of the sketch it goes on from, 0 when there was none. Raises `NotAuthorised`, `Missing`,
    `InvalidInput`, and `StaleVersion` when the same person drew on elsewhere.
    """
    require(actor, DEPLOY)
    if not 0 < len(source) <= LARGEST:
        raise InvalidInput(_("A drawing has at most 4 MB."))
    code = code_of(kind, of_id)
    row = Sketch.objects.select_for_update().filter(
        kind=kind, code=code, person_id=actor.id
    ).first()  # fmt: skip
    if row is not None and row.revision != revision:
        raise StaleVersion(
            _("You drew on here elsewhere."),
            theirs={"version": row.revision},
            next_step=_("Open the drawing anew: it shows what was kept last."),
        )
    if row is None:
        row = Sketch(kind=kind, code=code, person_id=actor.id, based_on=version, revision=0)
    row.source, row.kept_at, row.revision = source, now, row.revision + 1
    row.save()
    nothing_changed()  # what is drawn is nobody's business before it is saved
    return row.revision


@operation
def drop_sketch(*, kind: str, of_id: UUID, actor: Actor, now: datetime) -> None:
    """Throw away what the actor drew and did not save. Raises `NotAuthorised`, `Missing`."""
    require(actor, DEPLOY)
    forget_sketch(kind, code_of(kind, of_id), actor)
    nothing_changed()


def forget_sketch(kind: str, code: str, actor: Actor) -> None:
    """What was drawn has become a version."""
    Sketch.objects.filter(kind=kind, code=code, person_id=actor.id).delete()


def code_of(kind: str, of_id: UUID) -> str:
    """The process or table that an id is a version of. Raises `Missing`."""
    rows = Table.objects if kind == TABLE else Definition.objects
    code = rows.filter(id=of_id).values_list("code", flat=True).first()
    if code is None:
        raise Missing(_("There is no such drawing."))
    return str(code)
