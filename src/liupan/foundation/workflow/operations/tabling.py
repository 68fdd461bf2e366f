"""Bringing, redrawing and deploying decision tables."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.workflow.events import TableDeployed, TableKept
from liupan.foundation.workflow.models import Definition, Table
from liupan.foundation.workflow.operations.deploying import AlreadyDeployed
from liupan.foundation.workflow.operations.sketching import TABLE, forget_sketch
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.rules.checking import TableShape, fits
from liupan.foundation.workflow.tables import CheckedTable, check_table
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion


class TableNotFit(Refusal):
    """The table cannot be asked, or not by a process that asks it; `reasons` say why not."""

    status = 422

    def __init__(self, message: str, reasons: Iterable[str]) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)


@operation
def keep_table(*, source: bytes, actor: Actor, now: datetime) -> UUID:
    """Keep a DMN file as the next version of its table, whether it can be asked or not; its id.

    The same file as the latest version changes nothing. Raises `NotAuthorised`, `InvalidInput`.
    """
    require(actor, DEPLOY)
    checked = check_table(source)
    _one_at_a_time()
    return _kept(source, checked, actor, now)


@operation
def redraw_table(
    *, table_id: UUID, version: int, source: bytes, actor: Actor, now: datetime
) -> UUID:
    """Keep an edited file as the next version of the table that `table_id` is a version of.

    `version` is the number of the latest version when it was opened. Raises `StaleVersion` when
    somebody has kept a later one since, `InvalidInput` when it decides something else, `Missing`.
    """
    require(actor, DEPLOY)
    code = Table.objects.filter(id=table_id).values_list("code", flat=True).first()
    if code is None:
        raise Missing(_("There is no such decision table."))
    checked = check_table(source)
    if checked.code != code:
        words = _("The file decides “%(other)s”, not “%(code)s”. Bring it as its own.")
        raise InvalidInput(words % {"other": checked.code, "code": code})
    _one_at_a_time()
    latest = Table.objects.filter(code=code).order_by("-number")[0]
    if latest.number != version:
        theirs = _rules_of(check_table(bytes(latest.source)))
        raise StaleVersion(
            theirs={"version": latest.number, "rules": theirs},
            mine={"rules": _rules_of(checked)},
            labels={"rules": _("Rules")},
        )
    forget_sketch(TABLE, code, actor)
    return _kept(source, checked, actor, now)


def _kept(source: bytes, checked: CheckedTable, actor: Actor, now: datetime) -> UUID:
    latest = Table.objects.filter(code=checked.code).order_by("-number").first()
    digest = sm3(source).hex()
    if latest is not None and latest.digest == digest:
        nothing_changed()
        return latest.id
    row = Table.objects.create(
        code=checked.code, number=latest.number + 1 if latest else 1, source=source,
        digest=digest, objections=list(checked.objections), kept_by=actor.id, kept_at=now,
    )  # fmt: skip
    record(
        TableKept(
            thing_id=row.id, table=row.code, number=row.number, digest=digest,
            objections=len(checked.objections),
        ),
        actor=actor, now=now,
    )  # fmt: skip
    return row.id


@operation
def deploy_table(*, table_id: UUID, actor: Actor, now: datetime) -> None:
    """Let processes that start from now on ask a kept version; running ones keep theirs.

    Raises `NotAuthorised`, `Missing`, `AlreadyDeployed`, `TableNotFit` also when a deployed
    process that asks it could do nothing with what it decides.
    """
    require(actor, DEPLOY)
    row = Table.objects.select_for_update().filter(id=table_id).first()
    if row is None:
        raise Missing(_("There is no such decision table."))
    if row.is_deployed:
        raise AlreadyDeployed(_("This version is deployed already."))
    checked = check_table(bytes(row.source))
    reasons = list(checked.objections)
    if checked.read is not None:
        reasons += _of_processes(row.code, checked.read.shape)
    if reasons:
        raise TableNotFit(_("The table cannot be asked as it is."), reasons)
    row.is_deployed, row.deployed_by, row.deployed_at = True, actor.id, now
    row.objections = []
    row.save()
    record(
        TableDeployed(thing_id=row.id, table=row.code, number=row.number, digest=row.digest),
        actor=actor, now=now,
    )  # fmt: skip


def _of_processes(code: str, shape: TableShape) -> Iterable[str]:
    """Why deployed processes that ask the table cannot go on with this version of it."""
    rows = Definition.objects.filter(is_deployed=True).order_by("code", "-number")
    latest = rows.distinct("code").values_list("name", "outline")
    for name, outline in latest:
        for element, (asked, result, declared) in outline.get("tables", {}).items():
            words = {"process": name, "element": element, "result": result}
            if asked != code:
                continue
            if not fits(shape.kind, declared):
                kinds = {"declared": declared, "kind": shape.kind}
                yield _(
                    "%(process)s, %(element)s: “%(result)s” is %(declared)s there, "
                    "the table decides %(kind)s."
                ) % {**words, **kinds}
            for missing in sorted(shape.reads - set(outline["names"]) - {"outcome"}):
                yield _(
                    "%(process)s, %(element)s: the table reads “%(name)s”, which the process "
                    "does not have."
                ) % {**words, "name": missing}


def _rules_of(checked: CheckedTable) -> str:
    """Each rule as a line: what is tested, what follows."""
    if checked.read is None:
        return "\n".join(checked.objections)
    return "\n".join(
        f"{'; '.join(rule.tests)} → {'; '.join(rule.results)}"
        for one in checked.read.decisions
        for rule in one.table.rules
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workflow.tables'))")
