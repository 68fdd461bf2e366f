"""What acts on the way into the catalogue do to editions, to one or to many at once.

Every statement is for all of them together; each leaves its own step, fact and place in search.
Whoever calls has locked the editions and found that each may go on (`locking.fitting`).
"""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.events import (
    EntryHandedIn,
    EntryPassed,
    EntryPublished,
    EntryReturned,
    PublicationAsked,
    PublicationRefused,
)
from liupan.capabilities.catalogue.models import Edition, UpdateTask
from liupan.capabilities.catalogue.operations import telling
from liupan.capabilities.catalogue.operations.keeping import (
    about,
    announce_all,
    keep_all,
    reindex_all,
)
from liupan.capabilities.catalogue.operations.locking import move, save_all
from liupan.capabilities.catalogue.operations.sourcing import collect_all, dispute_claims
from liupan.capabilities.catalogue.operations.updating import end_updates
from liupan.capabilities.catalogue.policies import PUBLISH, REVIEW
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.foundation.organisations.facade import By

REVIEWS = (
    "handed_in_at", "handed_in_by", "registered_at", "registered_by", "asked_at", "asked_by",
)  # fmt: skip
"""Who took which step; forgotten when the edition is handed in anew (the steps remember)."""
Editions = Sequence[Edition]
GoOn = Callable[[Editions, str, By], None]


def go_on(act: Act, editions: Editions, opinion: str, by: By) -> None:
    """Carry the act out on all of them."""
    if editions:
        _WAYS[act](editions, opinion, by)


def _hand_in(editions: Editions, opinion: str, by: By) -> None:
    _step(editions, Act.HAND_IN, by, opinion, _only("handed_in", by))
    announce_all([EntryHandedIn(**about(one, by)) for one in editions], by)
    for one in editions:
        dispute_claims(one, one.said.items, by)
    title = _("To review: registration of an entry")
    telling.tell_holders(REVIEW, telling.TO_REGISTER, editions, by, title)


def _pass(editions: Editions, opinion: str, by: By) -> None:
    _step(editions, Act.PASS, by, opinion, _took("registered", by))
    facts = [
        EntryPassed(
            **about(one, by), handed_in_by=one.handed_in_by or one.begun_by, opinion=opinion
        )
        for one in editions
    ]
    announce_all(facts, by)
    title = _("Registered: ask for publication next")
    telling.tell_authors(telling.DECIDED, editions, by, title, opinion)


def _ask(editions: Editions, opinion: str, by: By) -> None:
    _step(editions, Act.ASK, by, opinion, _took("asked", by))
    announce_all([PublicationAsked(**about(one, by)) for one in editions], by)
    title = _("To review: publication of an entry")
    telling.tell_holders(PUBLISH, telling.TO_PUBLISH, editions, by, title)


def _publish(editions: Editions, opinion: str, by: By) -> None:
    replaced = _replace(editions, by)
    values = {**_took("published", by), "publish_on": by.today}
    _step(editions, Act.PUBLISH, by, opinion, values)
    facts = [
        EntryPublished(
            **about(one, by), registered_by=one.registered_by or one.begun_by,
            replaces=replaced.get(one.resource_id, 0), items=len(one.said.items), opinion=opinion,
        )
        for one in editions
    ]  # fmt: skip
    announce_all(facts, by)
    collect_all(editions, by)
    end_updates(editions, UpdateTask.Outcome.EDITION, by)
    telling.tell_authors(telling.DECIDED, editions, by, _("Published"), opinion)
    reindex_all([one.resource_id for one in editions])


def _refuse(editions: Editions, opinion: str, by: By) -> None:
    _step(editions, Act.REFUSE, by, opinion, {})
    announce_all([PublicationRefused(**about(one, by), opinion=opinion) for one in editions], by)
    telling.tell_authors(telling.DECIDED, editions, by, _("Publication rejected"), opinion)


def _return(editions: Editions, opinion: str, by: By) -> None:
    _send_back(editions, Act.RETURN, opinion, by)


def _reject(editions: Editions, opinion: str, by: By) -> None:
    _send_back(editions, Act.REJECT, opinion, by)


def _send_back(editions: Editions, act: Act, opinion: str, by: By) -> None:
    _step(editions, act, by, opinion, {})
    is_rejected = act is Act.REJECT
    facts = [
        EntryReturned(**about(one, by), is_rejected=is_rejected, opinion=opinion)
        for one in editions
    ]
    announce_all(facts, by)
    title = _("Registration rejected") if is_rejected else _("Returned for changes")
    telling.tell_authors(telling.DECIDED, editions, by, title, opinion)


_WAYS: Mapping[Act, GoOn] = {
    Act.HAND_IN: _hand_in, Act.PASS: _pass, Act.RETURN: _return, Act.REJECT: _reject,
    Act.ASK: _ask, Act.PUBLISH: _publish, Act.REFUSE: _refuse,
}  # fmt: skip
TOGETHER = frozenset(_WAYS)
"""What can be done to many at once."""


def _step(editions: Editions, act: Act, by: By, opinion: str, values: Mapping[str, object]) -> None:
    """The new state, with what this step says, and its line in the record."""
    for one in editions:
        move(one, act)
        for name, value in values.items():
            setattr(one, name, value)
    save_all(editions, *values)
    keep_all(editions, act, by, opinion)


def _took(step: str, by: By) -> dict[str, object]:
    return {f"{step}_at": by.now, f"{step}_by": by.actor.id}


def _only(step: str, by: By) -> dict[str, object]:
    """This step was taken, and none of the others."""
    return dict.fromkeys(REVIEWS) | _took(step, by)


def _replace(editions: Editions, by: By) -> dict[object, int]:
    """The published editions of the resources end; their numbers by resource."""
    rows = Edition.objects.select_for_update().filter(
        resource_id__in=[one.resource_id for one in editions], state=State.PUBLISHED.value
    )
    before = list(rows.order_by("resource_id"))
    if before:
        _step(before, Act.REPLACE, by, "", {"ended_at": by.now})
    return {one.resource_id: one.number for one in before}
