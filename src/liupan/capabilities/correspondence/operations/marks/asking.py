"""Another mark for a document (密级变更): asked for by one, decided by another (定密责任人)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import MarkAsked, MarkChanged, MarkRefused
from liupan.capabilities.correspondence.models import Entry, Incoming, MarkChange, Outgoing
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.drafting import keep_draft_anew
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    locked_outgoing,
    require_ceiling,
    require_state,
)
from liupan.capabilities.correspondence.operations.marks.putting import (
    Document,
    mark_borne,
    put_mark,
)
from liupan.capabilities.correspondence.operations.receiving.keeping import locked
from liupan.capabilities.correspondence.policies import REGISTRY, is_over, require_over
from liupan.capabilities.correspondence.queries.parties import holders
from liupan.capabilities.correspondence.rules import receiving
from liupan.capabilities.correspondence.rules.marks import kind_of
from liupan.capabilities.correspondence.rules.sending import EDITABLE, MARKABLE
from liupan.foundation.access.facade import list_cleared
from liupan.foundation.documents.facade import CHANGE_MARKS, DECIDE_MARKS
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.messaging.facade import Kind
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import ImpossibleMark, Mark, Secrecy
from liupan.kernel.statements import insert, update
from liupan.kernel.work import place


class AlreadyAsked(Refusal):
    """Somebody asked for another mark of the document, and nobody has decided yet."""


class AlreadyDecided(Refusal):
    """The request was decided before."""


class OwnRequest(NotAuthorised):
    """Nobody approves their own request."""


class MarkOfAnother(Refusal):
    """The mark was determined by the unit that sent the document, which alone changes it."""


@operation
def ask_mark(
    *,
    words: str,
    reason: str,
    actor: Actor,
    now: datetime,
    outgoing_id: UUID | None = None,
    incoming_id: UUID | None = None,
) -> UUID:
    """Ask for another mark: higher, lower, none, a longer or a shorter period; the request's id.

    Nothing changes before somebody else has approved it. `words`: the mark as it would be printed,
    such as 秘密★3年, or 内部. A period counts from the day the secret was determined. Raises
    `Missing`, `NotNow`, `MarkOfAnother`, `AlreadyAsked`, `AboveCeiling`, `InvalidInput`.
    """
    by = By(actor, now)
    document = _locked(outgoing_id, incoming_id, actor)
    _require_may_ask(document, actor)
    _require_markable(document)
    before = mark_borne(document)
    after = _wanted(words, before, by)
    require_ceiling(after.level, actor)
    require_said(reason=reason)
    if after == before:
        raise InvalidInput(fields={"level": [_("The document has this mark already.")]})
    if document.mark_changes.filter(state=MarkChange.State.ASKED).exists():
        raise AlreadyAsked(
            _("Another mark was asked for, and nobody has decided yet."),
            next_step=_("Wait for the decision."),
        )
    change = insert(MarkChange(
        **_key(document), kind=kind_of(before, after), before=str(before), after=str(after),
        before_level=before.level, after_level=after.level, after_since=after.since,
        reason=reason.strip(), asked_at=now, asked_by=actor.id,
    ))  # fmt: skip
    _enter(document, "mark_asked", change, by, change.reason)
    record(MarkAsked(**_about(document, change, by), reason=change.reason), actor=actor, now=now)
    title = _("Secrecy mark to decide: %(title)s") % {"title": document.title}
    tell(deciders(document, change), telling.MARK_TO_DECIDE, document, by, title, str(change))
    return change.id


@operation
def decide_mark(
    *, change_id: UUID, is_granted: bool, answer: str, actor: Actor, now: datetime
) -> UUID:
    """Approve or refuse another mark, never at one's own request; the document's id.

    Approved, it is in force at once, with its files, wherever the document was received and filed.
    Raises `Missing`, `AlreadyDecided`, `OwnRequest`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    found = MarkChange.objects.filter(id=change_id).first()
    if found is None:
        raise Missing(_("There is no such request."))
    document = _locked(found.outgoing_id, found.incoming_id, actor)
    change = MarkChange.objects.select_for_update().get(id=change_id)
    require_over(actor, DECIDE_MARKS, unit_of(document), max(change.before_level, document.secrecy))
    if change.asked_by == actor.id:
        raise OwnRequest(
            _("Nobody approves their own request."), next_step=_("Somebody else decides.")
        )
    if change.state != MarkChange.State.ASKED:
        raise AlreadyDecided(_("This was decided already."))
    if not is_granted:
        require_said(answer=answer)
    change.state = MarkChange.State.GRANTED if is_granted else MarkChange.State.REFUSED
    change.decided_at, change.decided_by, change.answer = now, actor.id, answer.strip()
    if is_granted:
        _grant(document, change, by)
    update(change, "state", "decided_at", "decided_by", "answer")
    if not is_granted:
        _enter(document, "mark_refused", change, by, change.answer)
        fact = MarkRefused(**_about(document, change, by), answer=change.answer)
        record(fact, actor=actor, now=now)
    title = _("Secrecy mark decided: %(title)s") % {"title": document.title}
    said = f"{change}: {change.get_state_display()}"
    tell([change.asked_by], telling.MARK_DECIDED, document, by, title, said)
    return document.id


def _grant(document: Document, change: MarkChange, by: By) -> None:
    _require_markable(document)
    before = mark_borne(document)
    if str(before) != change.before:
        raise NotNow(
            _("The document has another mark by now: %(mark)s.") % {"mark": before},
            next_step=_("Refuse this request; whoever needs another mark asks anew."),
        )
    after = Mark.parse(change.after, since=change.after_since)
    require_ceiling(after.level, by.actor)
    put_mark(document, before, after, change.reason, change.asked_by, by)
    told_of_change(document, change, by)
    if isinstance(document, Outgoing) and document.standing in EDITABLE:
        keep_draft_anew(document, by)


def told_of_change(document: Document, change: MarkChange, by: By) -> None:
    """It is written down, told to the journal, and to the units that received the document."""
    _enter(document, "mark_changed", change, by, change.answer or change.reason)
    fact = MarkChanged(
        **_about(document, change, by), reason=change.reason, asked_by=change.asked_by
    )
    record(fact, actor=by.actor, now=by.now)
    if not isinstance(document, Outgoing):
        return
    title = _("Secrecy mark changed: %(title)s") % {"title": document.title}
    for row in document.deliveries.filter(returned_at=None):
        people = list_cleared(holders(REGISTRY, row.unit_id), Secrecy(document.secrecy))
        url = place("correspondence:incoming", row.id)
        tell(people, telling.MARK_CHANGED, document, by, title, str(change), url=url)


def deciders(document: Document, change: MarkChange) -> Collection[UUID]:
    """Who may decide over it and is cleared for it, but who asked."""
    level = Secrecy(max(change.before_level, change.after_level))
    return list_cleared(set(holders(DECIDE_MARKS, unit_of(document))) - {change.asked_by}, level)


def unit_of(document: Document) -> UUID:
    """The unit whose people decide over its mark."""
    return document.issuing_unit_id if isinstance(document, Outgoing) else document.unit_id


def tell(
    people: Collection[UUID],
    kind: Kind,
    document: Document,
    by: By,
    title: str,
    body: str,
    *,
    url: str = "",
    key: str | None = None,
) -> None:
    """Tell people of a document's mark, whichever way the document went."""
    way = "outgoing" if isinstance(document, Outgoing) else "incoming"
    telling.tell_of(
        people, kind, document.id, by, title, body, key=key,
        url=url or place(f"correspondence:{way}", document.id),
    )  # fmt: skip


def _locked(outgoing_id: UUID | None, incoming_id: UUID | None, actor: Actor) -> Document:
    if outgoing_id:
        return locked_outgoing(outgoing_id, actor)
    if incoming_id:
        return locked(incoming_id, actor)
    raise Missing(_("There is no such document."))


def _require_may_ask(document: Document, actor: Actor) -> None:
    person = document.drafter_id if isinstance(document, Outgoing) else document.handler_id
    if actor.id == person:
        own(actor, actor.id)
        return
    unit, level = unit_of(document), document.secrecy
    right = REGISTRY if is_over(actor, REGISTRY, unit, level) else CHANGE_MARKS
    require_over(actor, right, unit, level)


def _require_markable(document: Document) -> None:
    if isinstance(document, Outgoing):
        require_state(document, MARKABLE)
        return
    if document.outgoing_id is not None:
        raise MarkOfAnother(
            _("Its mark was determined by %(unit)s.") % {"unit": document.from_name},
            next_step=_("Ask there: when it changes there, it changes here."),
        )
    if document.standing is receiving.State.RETURNED:
        raise NotNow(_("It was sent back: it has no mark here."))


def _wanted(words: str, before: Mark, by: By) -> Mark:
    since = before.since or by.today
    try:
        return Mark.parse(words, since=since)
    except ImpossibleMark as wrong:
        said = _("Write level and period, such as 秘密★1年.")
        if str(wrong) == "long":
            said = _(
                "No period may be longer than 30 years for top secret, 20 for confidential, 10 for"
                " secret, reckoned from the day the secret was determined."
            )
        raise InvalidInput(said, fields={"period": [said]}) from wrong


def _key(document: Document) -> dict[str, Document]:
    return {"outgoing" if isinstance(document, Outgoing) else "incoming": document}


def _enter(document: Document, act: str, change: MarkChange, by: By, words: str) -> None:
    """What was done stands among the other things that were done with the document."""
    way = "outgoing" if isinstance(document, Outgoing) else "incoming"
    insert(Entry(
        **_key(document), act=f"{way}.{act}", actor_id=by.actor.id, actor_unit_id=by.unit_id,
        words=words.strip(), values={"mark": str(change), "kind": change.kind}, at=by.now,
    ))  # fmt: skip


def _about(document: Document, change: MarkChange, by: By) -> dict[str, Any]:
    received = Incoming.objects.none()
    if isinstance(document, Outgoing):
        received = document.deliveries.all()
    return {
        "thing_id": document.id,
        "concerned": tuple(received.values_list("id", flat=True)),
        "secrecy": Secrecy(max(change.before_level, change.after_level)),
        "unit_id": unit_of(document),
        "is_outgoing": isinstance(document, Outgoing),
        "kind": str(change.kind),
        "before": change.before,
        "after": change.after,
        "on": by.today,
    }
