"""Asking for more time (延期) or a pause (暂停), deciding on it, letting the time run again."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import (
    ItemExtended,
    ItemPaused,
    ItemResumed,
    RequestDecided,
    RequestMade,
)
from liupan.capabilities.supervision.models import Item, Request
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.keeping import Said, about, announce, keep
from liupan.capabilities.supervision.operations.locking import (
    NotNow,
    locked_with_parent,
    require_possible,
    require_within,
    save,
)
from liupan.capabilities.supervision.policies import (
    DECIDE_REQUESTS,
    handles,
    require_handling,
    require_supervising,
    visible,
)
from liupan.capabilities.supervision.queries.offering import reasons_to_ask
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.calendar.facade import (
    describe,
    extend_clock,
    last_day_of,
    limit_until,
    pause_clock,
    resume_clock,
)
from liupan.foundation.journal.facade import operation, refused_when_taken
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert, update


class AlreadyAsked(Refusal):
    """A request of this kind waits for a decision already."""


class AlreadyDecided(Refusal):
    """Somebody decided this request."""


class OwnRequest(NotAuthorised):
    """Nobody decides what they asked for themselves."""


@operation
def request_extension(
    *, item_id: UUID, until_on: date, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Ask for more time (申请延期), before the day has passed; returns the request's id.

    Raises `NotNow`, `AlreadyAsked`, `DueAfterParent`, `InvalidInput`.
    """
    by = By(actor, now)
    item, parent = locked_with_parent(item_id, actor)
    _require_asking(item, reason, by)
    _require_later(item, parent, until_on)
    return _ask(item, Request(kind=Request.Kind.EXTENSION, until_on=until_on, reason=reason), by)


@operation
def request_pause(
    *, item_id: UUID, pause_key: str, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Ask for a pause (申请暂停) for one of `queries.offering.reasons_to_ask`; the request's id.

    Raises `NotNow`, `AlreadyAsked`, `InvalidInput`.
    """
    by = By(actor, now)
    item, _parent = locked_with_parent(item_id, actor)
    _require_asking(item, reason, by)
    require_possible(item, Act.PROGRESS)  # only work can pause
    if pause_key not in reasons_to_ask(by.today):
        raise InvalidInput(
            _("This is no reason to pause a limit."),
            fields={"pause_key": [_("Choose one of the reasons.")]},
        )
    return _ask(item, Request(kind=Request.Kind.PAUSE, pause_key=pause_key, reason=reason), by)


@operation
def decide_request(
    *, request_id: UUID, grant: bool, opinion: str, actor: Actor, now: datetime
) -> UUID:
    """Grant or refuse a request, by another person than asked; the old day is kept.

    Returns the item's id. Raises `AlreadyDecided`, `OwnRequest`, `DueAfterParent`, and what the
    calendar refuses: a limit that has passed can be neither extended nor paused.
    """
    by = By(actor, now)
    request, item, parent = _locked_request(request_id, actor)
    require_supervising(actor, item, DECIDE_REQUESTS)
    if request.state != Request.State.OPEN:
        raise AlreadyDecided(_("Somebody decided this request."))
    if request.asked_by == actor.id:
        raise OwnRequest(_("Nobody decides what they asked for themselves."))
    require_said(opinion=opinion)
    require_possible(item, Act.GRANT if grant else Act.REFUSE)
    _settle(request, grant, opinion, by)
    before = item.due_on
    if grant:
        _grant(request, item, parent, by)
    _keep_decision(request, item, before, by)
    told = {request.asked_by, *((item.signed_by,) if item.signed_by else ())}
    word = _("Granted: %(title)s") if grant else _("Not granted: %(title)s")
    telling.tell(told, telling.DECIDED, item, by, word % {"title": item.title}, opinion)
    return item.id


@operation
def resume_item(*, item_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Let a paused item's time run again (恢复计时); its day moves. Raises `NotNow`."""
    by = By(actor, now)
    item, _parent = locked_with_parent(item_id, actor)
    if handles(actor, item):
        require_handling(actor, item)
    else:
        require_supervising(actor, item)
    require_possible(item, Act.RESUME)
    require_said(reason=reason)
    since = clock.on(item.paused_since or now)
    before, item.paused_since = item.due_on, None
    if item.clock_id:
        resume_clock(clock_id=item.clock_id, actor=actor, now=now)
        item.due_on = last_day_of(item.clock_id)
    save(item, "paused_since", "due_on")
    values = {"before": before.isoformat(), "after": item.due_on.isoformat()}
    keep(item, Act.RESUME, by, Said(opinion=reason, values=values))
    fact = ItemResumed(**about(item, by), due_before=before, paused_since=since, reason=reason)
    announce(fact, by)
    told = {item.supervisor_id, *((item.signed_by,) if item.signed_by else ())}
    title = _("The time runs again: %(title)s") % {"title": item.title}
    telling.tell(told, telling.CHANGED, item, by, title, reason)
    return item.id


def _require_asking(item: Item, reason: str, by: By) -> None:
    require_handling(by.actor, item)
    require_possible(item, Act.ASK)
    require_said(reason=reason)
    reading = describe(item.clock_id, now=by.now) if item.clock_id else None
    if reading is not None and reading.is_late:
        raise NotNow(
            _("The limit has passed; it can be neither paused nor extended."),
            next_step=_("Finish the work and say why it is late."),
        )


def _require_later(item: Item, parent: Item | None, until_on: date) -> None:
    if until_on <= item.due_on:
        raise InvalidInput(
            _("The new day must be later."),
            fields={"until_on": [_("Choose a day after %(day)s.") % {"day": item.due_on}]},
        )
    require_within(parent, until_on)


def _ask(item: Item, request: Request, by: By) -> UUID:
    request.item, request.unit_id = item, item.lead_unit_id
    request.asked_by, request.asked_at = by.actor.id, by.now
    request.old_due_on = item.due_on
    asked = AlreadyAsked(
        _("A request of this kind waits for a decision already."),
        next_step=_("Wait for the decision."),
    )
    with refused_when_taken(asked):
        insert(request)
    values = {
        "request": str(request.kind),
        "before": item.due_on.isoformat(),
        "until_on": request.until_on.isoformat() if request.until_on else None,
    }
    keep(item, Act.ASK, by, Said(opinion=request.reason, values=values, on_behalf=request.unit_id))
    fact = RequestMade(
        **about(item, by, request.id),
        kind=str(request.kind),
        until_on=request.until_on,
        reason=request.reason,
    )
    announce(fact, by)
    told = telling.people_with(DECIDE_REQUESTS, item.supervising_unit_id, by.today)
    title = _("To be decided: %(title)s") % {"title": item.title}
    telling.tell(told, telling.ASKED, item, by, title, request.reason)
    return request.id


def _locked_request(request_id: UUID, actor: Actor) -> tuple[Request, Item, Item | None]:
    """The request with its item and the item's parent, the items locked first."""
    seen = Request.objects.filter(id=request_id, item__in=Item.objects.filter(visible(actor)))
    found = seen.first()
    if found is None:
        raise Missing(_("There is no such request."))
    item, parent = locked_with_parent(found.item_id, actor)
    return Request.objects.select_for_update().get(id=request_id), item, parent


def _settle(request: Request, grant: bool, opinion: str, by: By) -> None:
    request.state = Request.State.GRANTED if grant else Request.State.REFUSED
    request.decided_by, request.decided_at, request.opinion = by.actor.id, by.now, opinion
    update(request, "state", "decided_by", "decided_at", "opinion")


def _grant(request: Request, item: Item, parent: Item | None, by: By) -> None:
    if request.kind == Request.Kind.EXTENSION and request.until_on:
        _require_later(item, parent, request.until_on)
        _extend(request, item, request.until_on, by)
    else:
        require_possible(item, Act.PROGRESS)
        _pause(request, item, by)


def _extend(request: Request, item: Item, until_on: date, by: By) -> None:
    if item.clock_id:
        extend_clock(
            clock_id=item.clock_id, limit=limit_until(until_on), approval=str(request.id),
            reason=request.reason, actor=by.actor, now=by.now,
        )  # fmt: skip
    before, item.due_on = item.due_on, until_on
    save(item, "due_on")
    fact = ItemExtended(
        **about(item, by), request_id=request.id, due_before=before, reason=request.reason
    )
    announce(fact, by)


def _pause(request: Request, item: Item, by: By) -> None:
    if item.clock_id:
        pause_clock(
            clock_id=item.clock_id, reason=request.pause_key, evidence=str(request.id),
            actor=by.actor, now=by.now,
        )  # fmt: skip
    item.paused_since = by.now
    save(item, "paused_since")
    announce(ItemPaused(**about(item, by), request_id=request.id, reason=request.reason), by)


def _keep_decision(request: Request, item: Item, before: date, by: By) -> None:
    granted = request.state == Request.State.GRANTED
    values = {
        "request": request.kind,
        "before": before.isoformat(),
        "after": item.due_on.isoformat(),
        "until_on": request.until_on.isoformat() if request.until_on else None,
    }
    said = Said(opinion=request.opinion, values=values, on_behalf=item.supervising_unit_id)
    keep(item, Act.GRANT if granted else Act.REFUSE, by, said)
    fact = RequestDecided(
        **about(item, by, request.id),
        kind=request.kind,
        is_granted=granted,
        asked_by=request.asked_by,
        old_due_on=request.old_due_on,
        until_on=request.until_on,
        opinion=request.opinion,
    )
    announce(fact, by)
