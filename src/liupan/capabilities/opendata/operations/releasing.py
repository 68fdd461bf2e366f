"""A dataset on its way to everybody: handed in, returned, released, withdrawn."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.events.datasets import (
    DatasetHandedIn,
    DatasetReleased,
    DatasetReturned,
    DatasetWithdrawn,
)
from liupan.capabilities.opendata.models import Check, Dataset, Version
from liupan.capabilities.opendata.operations.drawing_up import published_entry, require_open
from liupan.capabilities.opendata.operations.gate import passed_check
from liupan.capabilities.opendata.operations.keeping import (
    DECIDED,
    TO_REVIEW,
    SameHands,
    about,
    holders,
    keep_step,
    locked_dataset,
    page_of,
    require_possible,
    save,
    tell,
)
from liupan.capabilities.opendata.operations.scoring import reckon_quality
from liupan.capabilities.opendata.operations.versions import drop_all_versions, keep_version
from liupan.capabilities.opendata.policies import EDIT, RELEASE, holds, require_over
from liupan.capabilities.opendata.rules.opening import Act, Openness, State
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.said import require_said


@operation
def hand_in_dataset(
    *, dataset_id: UUID, actor: Actor, now: datetime, opinion: str = ""
) -> UUID:  # fmt: skip
    """Hand a dataset in for release review (提交审核); what fails the check is not taken.

    Raises `NotPassed`, `NoData`, `NotOpen`, `NotNow`.
    """
    by = By(actor, now)
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, EDIT, dataset)
    require_possible(dataset, Act.HAND_IN)
    check = _gate(dataset, by)
    dataset.state, dataset.handed_in_by, dataset.reason = State.CHECKING.value, actor.id, ""
    save(dataset, by, "state", "handed_in_by", "reason")
    keep_step(dataset, Act.HAND_IN.value, by, opinion, check.id if check else None)
    record(DatasetHandedIn(**about(dataset, opinion)), actor=actor, now=now)
    people = holders(RELEASE, by, dataset.unit_id)
    title = _("A dataset waits for release review: %(title)s") % {"title": dataset.title}
    tell(people, TO_REVIEW, by, title, url=page_of(dataset), group=dataset.id)
    return dataset.id


@operation
def return_dataset(*, dataset_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Give a dataset back with the reason (退回). Raises `NotNow`, `SameHands`."""
    by = By(actor, now)
    dataset = _to_review(dataset_id, Act.RETURN, actor)
    require_said(reason=reason)
    dataset.state, dataset.reason = State.RETURNED.value, reason.strip()
    save(dataset, by, "state", "reason")
    keep_step(dataset, Act.RETURN.value, by, reason)
    record(DatasetReturned(**about(dataset, reason)), actor=actor, now=now)
    _tell_unit(dataset, by, _("A dataset was returned: %(title)s"), reason)
    return dataset.id


@operation
def release_dataset(
    *, dataset_id: UUID, actor: Actor, now: datetime, opinion: str = ""
) -> UUID:  # fmt: skip
    """Release a dataset to everybody (发布); the check looks through what its table holds now.

    Raises `NotPassed`, `NotOpen`, `SameHands`, `NotNow`.
    """
    by = By(actor, now)
    dataset = _to_review(dataset_id, Act.RELEASE, actor)
    check = _gate(dataset, by)
    dataset.state, dataset.released_by = State.PUBLISHED.value, actor.id
    dataset.published_at = dataset.published_at or now
    save(dataset, by, "state", "released_by", "published_at")
    keep_step(dataset, Act.RELEASE.value, by, opinion, check.id if check else None)
    if check:
        keep_version(dataset, Version.Why.RELEASE, check, by)
    reckon_quality(dataset, by)
    fact = DatasetReleased(
        **about(dataset, opinion), openness=dataset.openness, check_id=check.id if check else None
    )
    record(fact, actor=actor, now=now)
    _tell_unit(dataset, by, _("A dataset was released: %(title)s"), opinion)
    return dataset.id


@operation
def withdraw_dataset(*, dataset_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Take a released dataset from everybody (下架), its unit or the authority. Raises `NotNow`."""
    by = By(actor, now)
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, RELEASE if holds(actor, RELEASE, dataset) else EDIT, dataset)
    require_possible(dataset, Act.WITHDRAW)
    require_said(reason=reason)
    dataset.state, dataset.reason = State.WITHDRAWN.value, reason.strip()
    dataset.withdrawn_at = now
    save(dataset, by, "state", "reason", "withdrawn_at")
    drop_all_versions(dataset, by)
    keep_step(dataset, Act.WITHDRAW.value, by, reason)
    record(DatasetWithdrawn(**about(dataset, reason)), actor=actor, now=now)
    _tell_unit(dataset, by, _("A dataset was withdrawn: %(title)s"), reason)
    return dataset.id


def _gate(dataset: Dataset, by: By) -> Check | None:
    """Items are open, and the content passes; of what is not opened nothing shows."""
    if dataset.openness == Openness.NOT:
        return None
    items = list(dataset.columns.values_list("item", flat=True))
    require_open(published_entry(dataset.resource_id), dataset.openness, items)
    return passed_check(dataset, by)


def _to_review(dataset_id: UUID, act: Act, actor: Actor) -> Dataset:
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, RELEASE, dataset)
    require_possible(dataset, act)
    if actor.id == dataset.handed_in_by:
        raise SameHands(
            _("You handed this dataset in yourself."),
            next_step=_("Another reviewer releases it."),
        )
    return dataset


def _tell_unit(dataset: Dataset, by: By, title: str, body: str) -> None:
    people = {dataset.made_by, dataset.handed_in_by}
    tell(
        people, DECIDED, by, title % {"title": dataset.title}, url=page_of(dataset),
        group=dataset.id, body=body,
    )  # fmt: skip
