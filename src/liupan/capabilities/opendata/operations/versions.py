"""Versions (数据集版本): kept when something shows, their rows dropped when they are too many or
when somebody says why."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.datasets import VersionDropped
from liupan.capabilities.opendata.models import Check, Dataset, Version
from liupan.capabilities.opendata.operations.keeping import NotNow, about, locked_dataset
from liupan.capabilities.opendata.policies import EDIT, RELEASE, WATCH, holds, require_over
from liupan.capabilities.opendata.queries.lists import figure
from liupan.capabilities.opendata.rules import lists
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import By
from liupan.foundation.tables.facade import close_table
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing
from liupan.kernel.said import require_said

SWEPT = 100
KEPT = 2
"""Earlier versions whose rows are kept, where no rule says any."""


def keep_version(dataset: Dataset, why: Version.Why, check: Check, by: By) -> Version:
    """What everybody sees from now on is the next version. In the caller's operation."""
    made = Version(
        dataset=dataset, number=dataset.versions.count() + 1, at=by.now, why=why.value,
        title=dataset.title, licence=dataset.licence, openness=dataset.openness,
        check_of=check, table_id=check.table_id,
    )  # fmt: skip
    made.save(force_insert=True)
    for old in _beyond_kept(dataset, by):
        _mark_gone(old, "", by)
    return made


def is_of_version(dataset: Dataset, table_id: UUID) -> bool:
    """Whether a version's rows stand in this table."""
    return dataset.versions.filter(table_id=table_id).exists()


@operation
def drop_version(
    *, dataset_id: UUID, number: int, reason: str, actor: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Give the rows of an earlier version out no more (停止提供), its unit or the authority; what
    it said stays. Raises `NotNow` for the current one, `Missing`."""
    by = By(actor, now)
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, RELEASE if holds(actor, RELEASE, dataset) else EDIT, dataset)
    require_said(reason=reason)
    found = dataset.versions.filter(number=number, dropped_at=None).first()
    if found is None:
        raise Missing(_("There is no such version, or its rows are not kept."))
    if found.table_id == dataset.table_id:
        raise NotNow(
            _("This is what everybody sees now."), next_step=_("Withdraw the dataset instead.")
        )
    _mark_gone(found, reason.strip(), by)
    record(VersionDropped(**about(dataset, reason), number=number), actor=actor, now=now)
    return found.id


def _beyond_kept(dataset: Dataset, by: By) -> list[Version]:
    """Those with rows, but for the current one and so many before it."""
    most = max(0, figure(lists.WATCH, lists.VERSIONS_KEPT, by.today, KEPT))
    return list(dataset.versions.filter(dropped_at=None).order_by("-number")[most + 1 :])


def _mark_gone(version: Version, why: str, by: By) -> None:
    version.dropped_at, version.why_dropped = by.now, why
    version.dropped_by = by.actor.id if why else None
    version.save(update_fields=["dropped_at", "dropped_by", "why_dropped"])


@operation
def sweep_versions(*, actor: Actor, now: datetime) -> int:
    """Take the tables away whose rows are given out no more; how many."""
    require(actor, WATCH)
    nothing_changed()  # but what `close_table` says of each
    gone = Version.objects.select_for_update().filter(dropped_at__isnull=False, swept_at=None)
    found = list(gone.order_by("dropped_at", "id")[:SWEPT])
    for one in found:
        reason = one.why_dropped or _("Newer versions took its place.")
        close_table(table_id=one.table_id, reason=reason, actor=actor, now=now)
        one.swept_at = now
        one.save(update_fields=["swept_at"])
    return len(found)
