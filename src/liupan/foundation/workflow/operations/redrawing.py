"""Saving what was drawn in the designer as the next version of its process."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.workflow.checked import check
from liupan.foundation.workflow.models import Definition
from liupan.foundation.workflow.operations.deploying import keep_process
from liupan.foundation.workflow.operations.sketching import PROCESS, forget_sketch
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.rules.reading import Drawing
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion


@operation
def redraw_process(
    *, definition_id: UUID, version: int, source: bytes, actor: Actor, now: datetime
) -> UUID:
    """Keep a drawing as the next version of the process that `definition_id` is a version of.

    `version` is the number of the latest version when it was opened. Raises `StaleVersion` when
    somebody has kept a later one since, `InvalidInput` when it draws another process, `Missing`.
    """
    require(actor, DEPLOY)
    code = Definition.objects.filter(id=definition_id).values_list("code", flat=True).first()
    if code is None:
        raise Missing(_("There is no such process."))
    drawn = check(source).drawing
    if drawn.process_id != code:
        words = _("The file draws the process “%(other)s”, not “%(code)s”. Bring it as its own.")
        raise InvalidInput(words % {"other": drawn.process_id, "code": code})
    _one_at_a_time(code)
    latest = Definition.objects.filter(code=code).order_by("-number")[0]
    if latest.number != version:
        raise _stale(latest, drawn)
    nothing_changed()  # the fact is that of keeping it
    forget_sketch(PROCESS, code, actor)
    return keep_process(source=source, actor=actor, now=now)


def _stale(latest: Definition, mine: Drawing) -> StaleVersion:
    theirs = check(bytes(latest.source)).drawing
    return StaleVersion(
        theirs={"version": latest.number, "name": theirs.name, "steps": _steps(theirs)},
        mine={"name": mine.name, "steps": _steps(mine)},
        labels={"name": _("Name"), "steps": _("Steps")},
    )


def _steps(drawing: Drawing) -> str:
    return "\n".join(node.name for node in drawing.nodes.values() if node.name)


def _one_at_a_time(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workflow.drawing.' || %s))", [code])
