"""Putting on record that a drawing was run on trial to its end."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.workflow.checked import check
from liupan.foundation.workflow.events import ProcessTried
from liupan.foundation.workflow.models import Definition
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.queries.trying import Started, play
from liupan.foundation.workflow.trials import NotPossible
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing


@operation
def record_trial(*, definition_id: UUID, started: Started, actor: Actor, now: datetime) -> None:
    """Record that a version was run on trial to its end. It is played anew to see that it was.

    Raises `NotAuthorised`, `Missing`, `NotPossible` for a trial that has not ended.
    """
    require(actor, DEPLOY)
    row = Definition.objects.select_for_update().filter(id=definition_id).first()
    if row is None:
        raise Missing(_("There is no such process."))
    checked = check(bytes(row.source))
    trial = play(checked, started) if checked.specification else None
    if trial is None or not trial.ended or trial.refused:
        raise NotPossible(_("The trial has not come to its end."))
    row.tried_by, row.tried_at = actor.id, now
    row.save(update_fields=["tried_by", "tried_at"])
    record(
        ProcessTried(
            thing_id=row.id, process=row.code, number=row.number, digest=row.digest,
            steps=tuple(one.step.element for one in trial.steps if one.state == "done"),
        ),
        actor=actor, now=now,
    )  # fmt: skip
