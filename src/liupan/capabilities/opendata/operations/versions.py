"""Versions (数据集版本): kept when something shows, their rows dropped when they are too many or
when somebody says why."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.datasets import VersionDropped
from liupan.capabilities.opendata.models import Check, Dataset, Version
from liupan.capabilities.opendata.operations.keeping import NotNow, about, locked_dataset
from liupan.capabilities.opendata.operations.public_keeping import require_plain, require_showable
from liupan.capabilities.opendata.policies import EDIT, RELEASE, WATCH, holds, require_over
from liupan.capabilities.opendata.queries.lists import how_many_kept
from liupan.capabilities.opendata.rules.opening import Openness, State
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import By
from liupan.foundation.tables.facade import close_table
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing

SWEPT = 100


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


def drop_all_versions(dataset: Dataset, by: By) -> None:
    """No rows are given out any more. In the caller's operation."""
    for one in dataset.versions.select_for_update().filter(dropped_at=None):
        _mark_gone(one, "", by)


def is_of_version(dataset: Dataset, table_id: UUID) -> bool:
    """Whether a version's rows stand in this table."""
    return dataset.versions.filter(table_id=table_id).exists()


@operation
def drop_version(
    *, dataset_id: UUID, number: int, reason: str, actor: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Give the rows of an earlier version out no more (停止提供), its unit or the authority; what
    it said stays. Everybody reads the reason. Raises `NotNow` for the current one while it shows,
    `Missing`, `InvalidInput`, `NotShowable`."""
    by = By(actor, now)
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, RELEASE if holds(actor, RELEASE, dataset) else EDIT, dataset)
    _require_public(reason, by)
    found = dataset.versions.filter(number=number, dropped_at=None).first()
    if found is None:
        raise Missing(_("There is no such version, or its rows are not kept."))
    if found.table_id == dataset.table_id and dataset.state == State.PUBLISHED:
        raise NotNow(
            _("This is what everybody sees now."), next_step=_("Withdraw the dataset instead.")
        )
    _mark_gone(found, reason.strip(), by)
    record(VersionDropped(**about(dataset, reason), number=number), actor=actor, now=now)
    return found.id


def _require_public(reason: str, by: By) -> None:
    require_plain(reason=reason)
    require_showable(reason, by, next_step=_("Say it without this."))


def _beyond_kept(dataset: Dataset, by: By) -> list[Version]:
    """Those with rows, but for the current one and so many before it; none before it of what is
    given on application."""
    most = how_many_kept(Openness(dataset.openness), by.today)
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
        reason = one.why_dropped or _("It is not given out any more.")
        close_table(table_id=one.table_id, reason=reason, actor=actor, now=now)
        one.swept_at = now
        one.save(update_fields=["swept_at"])
    return len(found)
