"""Datasets locked for a write, their steps, whom an act is told, and what every act may refuse."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.opendata.models import Dataset, DatasetStep
from liupan.capabilities.opendata.policies import visible
from liupan.capabilities.opendata.rules.opening import Act, State, may_act
from liupan.foundation.access.facade import list_holders
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.errors import Missing, Refusal, StaleVersion
from liupan.kernel.work import place

TO_REVIEW = declare_kind("opendata.to_review", gettext_lazy("A dataset waits for release review"))
DECIDED = declare_kind("opendata.decided", gettext_lazy("A dataset was reviewed"))
NEW_DATA = declare_kind("opendata.new_data", gettext_lazy("A dataset you follow has new data"))
BLOCKED = declare_kind("opendata.blocked", gettext_lazy("New data failed the check"))
LATE = declare_kind("opendata.late", gettext_lazy("A dataset of the unit is late"))


class NotNow(Refusal):
    """The act is not possible in the dataset's state."""


class SameHands(Refusal):
    """Nobody releases what they handed in."""


def locked_dataset(dataset_id: UUID, actor: Actor) -> Dataset:
    """The dataset, locked, if the actor sees it in the office. Raises `Missing`."""
    found = Dataset.objects.select_for_update().filter(visible(actor), id=dataset_id).first()
    if found is None:
        raise Missing(_("There is no such dataset."))
    return found


def require_possible(dataset: Dataset, act: Act) -> None:
    """Raises `NotNow`."""
    if not may_act(act, State(dataset.state)):
        raise NotNow(
            _("%(title)s is “%(state)s”: this is not possible now.")
            % {"title": dataset.title, "state": dataset.get_state_display()}
        )


def require_version(dataset: Dataset, version: int) -> None:
    """Raises `StaleVersion` when somebody changed it since it was read."""
    if dataset.version != version:
        raise StaleVersion(
            _("Somebody changed this dataset meanwhile."),
            theirs={"title": dataset.title, "abstract": dataset.abstract},
            next_step=_("Look at what it says now and decide again."),
        )


def save(dataset: Dataset, by: By, *fields: str) -> None:
    """Save these fields and count the version up."""
    dataset.version += 1
    dataset.changed_at = by.now
    dataset.save(update_fields=["version", "changed_at", *fields])


def keep_step(
    dataset: Dataset, kind: str, by: By, opinion: str = "", check_id: UUID | None = None
) -> None:
    """What was done stays."""
    DatasetStep(
        dataset=dataset, kind=kind, actor_id=by.actor.id, actor_unit_id=by.unit_id,
        opinion=opinion.strip(), check_id=check_id, at=by.now,
    ).save(force_insert=True)  # fmt: skip


def about(dataset: Dataset, opinion: str = "") -> dict[str, Any]:
    """What every fact carries."""
    return {
        "thing_id": dataset.id,
        "concerned": (dataset.unit_id, dataset.resource_id),
        "dataset": dataset.code,
        "title": dataset.title,
        "unit_id": dataset.unit_id,
        "state": dataset.state,
        "opinion": opinion,
    }


def page_of(dataset: Dataset) -> str:
    """The office's page of the dataset."""
    return place("opendata:staff-dataset", dataset.id)


def holders(permission: Permission, by: By, unit_id: UUID | None = None) -> frozenset[UUID]:
    """Who holds a right over the unit, to be told; nobody while it is quiet."""
    return frozenset() if is_quiet() else list_holders(permission, by.today, unit_id=unit_id)


def tell(
    people: Iterable[UUID | None],
    kind: Kind,
    by: By,
    title: str | Promise,
    *,
    url: str,
    group: UUID,
    body: str = "",
) -> None:
    """Tell people about an act; who acts is not told."""
    notify(
        {person for person in people if person} - {by.actor.id},
        title=title, kind=kind.code, now=by.now, body=body, url=url, group=str(group),
    )  # fmt: skip
