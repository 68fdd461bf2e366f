"""The gate: what would show is looked through, the report is kept, nothing passes without one."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.datasets import DatasetChecked
from liupan.capabilities.opendata.models import Check, Dataset
from liupan.capabilities.opendata.operations.keeping import about, locked_dataset
from liupan.capabilities.opendata.policies import EDIT, require_over
from liupan.capabilities.opendata.queries.gate import look_through
from liupan.capabilities.opendata.queries.gate_words import what_fails
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal


class NotPassed(Refusal):
    """The automatic check found what must not show; the sentence names the column and how many."""


class NoData(Refusal):
    """Nothing was loaded yet."""


@operation
def check_dataset(*, dataset_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Look the dataset's data through before it is handed in (发布前检查); the report's id.

    Raises `NoData`, `Missing`, `NotAuthorised`.
    """
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, EDIT, dataset)
    return keep_check(dataset, _table_of(dataset), By(actor, now)).id


def keep_check(dataset: Dataset, table_id: UUID, by: By) -> Check:
    """Look a table through as the dataset would show it, and keep what was found. In the caller's
    operation."""
    report = look_through(dataset, table_id, by.today)
    check = Check(
        dataset=dataset, at=by.now, by=by.actor.id, table_id=report.table_id,
        content=report.content, position=report.position, rows=report.rows,
        columns=list(report.columns), quasi=list(report.quasi), k=report.k,
        about_persons=report.about_persons, passed=report.passed,
        findings=[asdict(one) for one in report.findings], privacy=report.privacy_told,
    )  # fmt: skip
    check.save(force_insert=True)
    fact = DatasetChecked(**about(dataset), check_id=check.id, passed=check.passed)
    record(fact, actor=by.actor, now=by.now)
    return check


def passed_check(dataset: Dataset, by: By) -> Check:
    """The check of what the dataset's table holds now. Raises `NotPassed`, `NoData`."""
    check = keep_check(dataset, _table_of(dataset), by)
    if not check.passed:
        raise NotPassed(
            what_fails(check), next_step=_("Mend the data, then hand the dataset in again.")
        )
    return check


def _table_of(dataset: Dataset) -> UUID:
    if dataset.table_id is None:
        raise NoData(_("No data were loaded yet."), next_step=_("Load the data first."))
    return dataset.table_id
