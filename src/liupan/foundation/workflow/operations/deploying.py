"""Bringing and deploying processes."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.workflow.checked import check
from liupan.foundation.workflow.events import ProcessDeployed, ProcessKept
from liupan.foundation.workflow.loaded import outline_of
from liupan.foundation.workflow.models import Definition
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.rules.checking import Objection
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, Refusal


class NotExecutable(Refusal):
    """The engine cannot execute something in the file; `objections` say what and why."""

    status = 422

    def __init__(self, message: str, objections: Iterable[Objection]) -> None:
        super().__init__(message)
        self.objections = tuple(objections)


class AlreadyDeployed(Refusal):
    """This version is deployed."""


@operation
def keep_process(
    *, source: bytes, actor: Actor, now: datetime, origin: str = Definition.Origin.UPLOADED
) -> UUID:
    """Keep any BPMN file as the next version of its process, executable or not; its id.

    The same file as the latest version changes nothing. Raises `InvalidInput`.
    """
    require(actor, DEPLOY)
    checked = check(source)
    _one_at_a_time()
    latest = _latest(checked.drawing.process_id)
    digest = sm3(source).hex()
    if latest is not None and latest.digest == digest:
        nothing_changed()
        return latest.id
    row = Definition.objects.create(
        code=checked.drawing.process_id,
        number=latest.number + 1 if latest else 1,
        name=checked.drawing.name,
        source=source,
        digest=digest,
        origin=origin,
        specification=checked.specification,
        outline=outline_of(checked.drawing),
        objections=[asdict(one) for one in checked.objections],
        kept_by=actor.id,
        kept_at=now,
    )
    record(
        ProcessKept(
            thing_id=row.id, process=row.code, number=row.number, digest=digest,
            objections=len(checked.objections),
        ),
        actor=actor, now=now,
    )  # fmt: skip
    return row.id


@operation
def deploy_process(*, definition_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a kept version be started from now on; running instances keep theirs.

    What it says is checked anew: services and rules may have come or gone.
    Raises `Missing`, `AlreadyDeployed`, `NotExecutable`.
    """
    require(actor, DEPLOY)
    row = Definition.objects.select_for_update().filter(id=definition_id).first()
    if row is None:
        raise Missing(_("There is no such process."))
    if row.is_deployed:
        raise AlreadyDeployed(_("This version is deployed already."))
    checked = check(bytes(row.source))
    if checked.objections:
        raise NotExecutable(_("The process cannot be executed as it is drawn."), checked.objections)
    row.specification, row.objections = checked.specification, []
    row.is_deployed, row.deployed_by, row.deployed_at = True, actor.id, now
    row.save()
    record(
        ProcessDeployed(
            thing_id=row.id, process=row.code, number=row.number, digest=row.digest,
            origin=row.origin,
        ),
        actor=actor, now=now,
    )  # fmt: skip


def ship_process(*, source: bytes, actor: Actor, now: datetime) -> bool:
    """Keep and deploy what an office brings, when its file is another than the office brought
    last; whether it was. A city's own later version is not overruled by an upgrade that brings
    nothing new. Raises `NotExecutable`."""
    code = check(source).drawing.process_id
    shipped = Definition.objects.filter(code=code, origin=Definition.Origin.SHIPPED)
    last = shipped.order_by("-number").values_list("digest", flat=True).first()
    if last == sm3(source).hex():
        return False
    kept = keep_process(source=source, actor=actor, now=now, origin=Definition.Origin.SHIPPED)
    deploy_process(definition_id=kept, actor=actor, now=now)
    return True


def _latest(code: str) -> Definition | None:
    return Definition.objects.filter(code=code).order_by("-number").first()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workflow.definitions'))")
