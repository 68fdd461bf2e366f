"""The way of an edition into the catalogue: handed in, reviewed twice, published, taken out."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.events import (
    EntryHandedIn,
    EntryPassed,
    EntryPublished,
    EntryRecalled,
    EntryReturned,
    EntryWithdrawn,
    PublicationAsked,
    PublicationRefused,
)
from liupan.capabilities.catalogue.models import Edition, UpdateTask
from liupan.capabilities.catalogue.operations import telling
from liupan.capabilities.catalogue.operations.keeping import about, announce, keep, reindex
from liupan.capabilities.catalogue.operations.locking import (
    locked_edition,
    move,
    require_act,
    require_complete,
    save,
)
from liupan.capabilities.catalogue.operations.sourcing import collect, dispute_claims, release
from liupan.capabilities.catalogue.operations.updating import end_updates
from liupan.capabilities.catalogue.policies import PUBLISH, REVIEW
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.foundation.journal.facade import operation
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.said import require_said

REVIEWS = (
    "handed_in_at", "handed_in_by", "registered_at", "registered_by", "asked_at", "asked_by",
)  # fmt: skip
"""Who took which step; forgotten when the edition is handed in anew (the steps remember)."""


@operation
def hand_in_entry(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Hand an entry in for registration (提交登记). Raises `Incomplete`, `NotNow`."""
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.HAND_IN, edition)
    said = edition.said
    require_complete(said, by.today)
    move(edition, Act.HAND_IN)
    for name in REVIEWS:
        setattr(edition, name, None)
    edition.handed_in_at, edition.handed_in_by = now, actor.id
    save(edition, *REVIEWS)
    keep(edition, Act.HAND_IN, by, opinion)
    announce(EntryHandedIn(**about(edition, by)), by)
    dispute_claims(edition, said.items, by)
    title = _("To review: registration of an entry")
    telling.tell_holders(REVIEW, telling.TO_REGISTER, edition, by, title)
    return edition.resource_id


@operation
def pass_registration(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Pass the registration review (登记审核通过). Raises `SameHands`, `NotNow`, `Incomplete`."""
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.PASS, edition)
    require_complete(edition.said, by.today)
    move(edition, Act.PASS)
    edition.registered_at, edition.registered_by = now, actor.id
    save(edition, "registered_at", "registered_by")
    keep(edition, Act.PASS, by, opinion)
    handed_in_by = edition.handed_in_by or edition.begun_by
    fact = EntryPassed(**about(edition, by), handed_in_by=handed_in_by, opinion=opinion)
    announce(fact, by)
    title = _("Registered: ask for publication next")
    telling.tell([edition.handed_in_by], telling.DECIDED, edition, by, title, opinion)
    return edition.resource_id


@operation
def return_entry(*, edition_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Return an entry to its unit for changes (退回修改). Raises `SameHands`, `NotNow`."""
    return _send_back(edition_id, Act.RETURN, opinion, By(actor, now))


@operation
def reject_registration(*, edition_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Reject the registration of an entry (登记审核不通过). Raises `SameHands`, `NotNow`."""
    return _send_back(edition_id, Act.REJECT, opinion, By(actor, now))


@operation
def ask_publication(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Ask for the publication of a registered entry (申请发布). Raises `SameHands`, `NotNow`."""
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.ASK, edition)
    move(edition, Act.ASK)
    edition.asked_at, edition.asked_by = now, actor.id
    save(edition, "asked_at", "asked_by")
    keep(edition, Act.ASK, by, opinion)
    announce(PublicationAsked(**about(edition, by)), by)
    title = _("To review: publication of an entry")
    telling.tell_holders(PUBLISH, telling.TO_PUBLISH, edition, by, title)
    return edition.resource_id


@operation
def publish_entry(*, edition_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """Pass the publication review: the edition is in the catalogue and replaces the one before it.

    Without conditions (type 2) or article (type 3) it is not published. Raises `SameHands`,
    `NotNow`, `Incomplete`.
    """
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.PUBLISH, edition)
    said = edition.said
    require_complete(said, by.today)
    replaced = _replace(edition, by)
    move(edition, Act.PUBLISH)
    edition.published_at, edition.published_by, edition.publish_on = now, actor.id, by.today
    save(edition, "published_at", "published_by", "publish_on")
    keep(edition, Act.PUBLISH, by, opinion)
    fact = EntryPublished(
        **about(edition, by),
        registered_by=edition.registered_by or edition.begun_by,
        replaces=replaced,
        items=len(said.items),
        opinion=opinion,
    )
    announce(fact, by)
    collect(edition, said.items, by)
    end_updates(edition, UpdateTask.Outcome.EDITION, by)
    people = [edition.asked_by, edition.handed_in_by]
    telling.tell(people, telling.DECIDED, edition, by, _("Published"), opinion)
    reindex(edition.resource_id)
    return edition.resource_id


@operation
def reject_publication(*, edition_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Reject the publication of an entry (发布审核不通过). Raises `SameHands`, `NotNow`."""
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.REFUSE, edition)
    require_said(opinion=opinion)
    move(edition, Act.REFUSE)
    save(edition)
    keep(edition, Act.REFUSE, by, opinion)
    announce(PublicationRefused(**about(edition, by), opinion=opinion), by)
    people = [edition.asked_by, edition.handed_in_by]
    telling.tell(people, telling.DECIDED, edition, by, _("Publication rejected"), opinion)
    return edition.resource_id


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
        end_updates(edition, UpdateTask.Outcome.WITHDRAWN, by)
        people = [edition.asked_by, edition.handed_in_by]
        telling.tell(people, telling.TAKEN_OUT, edition, by, _("Withdrawn"), reason)
    reindex(edition.resource_id)
    return edition.resource_id


def _send_back(edition_id: UUID, act: Act, opinion: str, by: By) -> UUID:
    edition = locked_edition(edition_id, by.actor)
    require_act(by.actor, act, edition)
    require_said(opinion=opinion)
    move(edition, act)
    save(edition)
    keep(edition, act, by, opinion)
    is_rejected = act is Act.REJECT
    announce(EntryReturned(**about(edition, by), is_rejected=is_rejected, opinion=opinion), by)
    title = _("Registration rejected") if is_rejected else _("Returned for changes")
    telling.tell([edition.handed_in_by], telling.DECIDED, edition, by, title, opinion)
    return edition.resource_id


def _replace(edition: Edition, by: By) -> int:
    """The published edition of the resource ends; its number, 0 where there was none."""
    rows = Edition.objects.select_for_update().filter(
        resource_id=edition.resource_id, state=State.PUBLISHED.value
    )
    before = rows.first()
    if before is None:
        return 0
    move(before, Act.REPLACE)
    before.ended_at = by.now
    save(before, "ended_at")
    keep(before, Act.REPLACE, by)
    return before.number
