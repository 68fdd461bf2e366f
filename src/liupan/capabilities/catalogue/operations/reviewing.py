"""The way of an edition into the catalogue: handed in, reviewed twice, published, taken out."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.events import EntryRecalled, EntryWithdrawn
from liupan.capabilities.catalogue.models import UpdateTask
from liupan.capabilities.catalogue.operations import telling
from liupan.capabilities.catalogue.operations.going_on import REVIEWS, go_on
from liupan.capabilities.catalogue.operations.keeping import about, announce, keep, reindex
from liupan.capabilities.catalogue.operations.locking import (
    fitting,
    locked_edition,
    move,
    require_act,
    save,
)
from liupan.capabilities.catalogue.operations.sourcing import release
from liupan.capabilities.catalogue.operations.updating import end_updates
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.foundation.journal.facade import operation
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.said import require_said


@operation
def hand_in_entry(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Hand an entry in for registration (提交登记). Raises `Incomplete`, `NotNow`."""
    return _one(edition_id, Act.HAND_IN, opinion, By(actor, now))


@operation
def pass_registration(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Pass the registration review (登记审核通过). Raises `SameHands`, `NotNow`, `Incomplete`."""
    return _one(edition_id, Act.PASS, opinion, By(actor, now))


@operation
def return_entry(*, edition_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Return an entry to its unit for changes (退回修改). Raises `SameHands`, `NotNow`."""
    return _one(edition_id, Act.RETURN, opinion, By(actor, now))


@operation
def reject_registration(*, edition_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Reject the registration of an entry (登记审核不通过). Raises `SameHands`, `NotNow`."""
    return _one(edition_id, Act.REJECT, opinion, By(actor, now))


@operation
def ask_publication(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Ask for the publication of a registered entry (申请发布). Raises `SameHands`, `NotNow`."""
    return _one(edition_id, Act.ASK, opinion, By(actor, now))


@operation
def publish_entry(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Pass the publication review: the edition is in the catalogue and replaces the one before it.

    Without conditions (type 2) or article (type 3) it is not published. Raises `SameHands`,
    `NotNow`, `Incomplete`.
    """
    return _one(edition_id, Act.PUBLISH, opinion, By(actor, now))


@operation
def reject_publication(*, edition_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Reject the publication of an entry (发布审核不通过). Raises `SameHands`, `NotNow`."""
    return _one(edition_id, Act.REFUSE, opinion, By(actor, now))


@operation
def recall_entry(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Take an entry back before it is published (撤回). Raises `NotNow`."""
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.RECALL, edition)
    before = edition.standing
    move(edition, Act.RECALL)
    forgotten = ("asked_at", "asked_by") if before is State.PUBLISHING else REVIEWS
    for name in forgotten:
        setattr(edition, name, None)
    save(edition, *forgotten)
    keep(edition, Act.RECALL, by, opinion)
    announce(EntryRecalled(**about(edition, by), state_before=int(before)), by)
    return edition.resource_id


@operation
def withdraw_entry(*, edition_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Give an edition up, or take what is published out of the catalogue (撤销): the latter is the
    data authority's. Its code goes to nothing else. Raises `NotNow`.
    """
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.WITHDRAW, edition)
    require_said(reason=reason)
    before = edition.standing
    move(edition, Act.WITHDRAW)
    edition.ended_at = now
    save(edition, "ended_at")
    keep(edition, Act.WITHDRAW, by, reason)
    fact = EntryWithdrawn(**about(edition, by), state_before=int(before), reason=reason)
    announce(fact, by)
    if before is State.PUBLISHED:
        release(edition, by)
        end_updates([edition], UpdateTask.Outcome.WITHDRAWN, by)
        people = [edition.asked_by, edition.handed_in_by]
        telling.tell(people, telling.TAKEN_OUT, edition, by, _("Withdrawn"), reason)
    reindex(edition.resource_id)
    return edition.resource_id


def _one(edition_id: UUID, act: Act, opinion: str, by: By) -> UUID:
    edition = locked_edition(edition_id, by.actor)
    fitting(act, opinion, by)(edition)
    go_on(act, [edition], opinion, by)
    return edition.resource_id
