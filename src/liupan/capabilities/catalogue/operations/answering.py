"""What the data authority and the provider do with a request: its conformity is checked, it is
answered, both sides are heard on a dispute, and it is ruled on."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import (
    PositionStated,
    RequestAnswered,
    RequestChecked,
    RequestRuled,
)
from liupan.capabilities.catalogue.models import DecidedItem, Decision, Request, RequestStep
from liupan.capabilities.catalogue.operations.request_keeping import (
    ANSWER_CLOCK,
    TO_DO,
    Held,
    about,
    announce,
    begin_limit,
    keep,
    locked_request,
    move,
    require_act,
    require_request_version,
    rest_limit,
    stop_limit,
    tell,
    tell_holders,
    tell_requester,
)
from liupan.capabilities.catalogue.operations.stages import to_negotiation, to_reviews
from liupan.capabilities.catalogue.policies import DECIDE
from liupan.capabilities.catalogue.queries.request_rules import hearing_ends
from liupan.capabilities.catalogue.queries.request_sides import side_of
from liupan.capabilities.catalogue.queries.wording import wider_words
from liupan.capabilities.catalogue.rules.elements import NOT_SHARED
from liupan.capabilities.catalogue.rules.permits import (
    PLAIN,
    Outcome,
    Permit,
    is_same,
    read_modes,
    wider,
    write_modes,
)
from liupan.capabilities.catalogue.rules.requesting import (
    Act,
    Side,
    State,
    Verdict,
    both_are_heard,
)
from liupan.capabilities.catalogue.rules.scopes import write_rows
from liupan.foundation.journal.facade import operation
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert

ANSWERS = {Outcome.ALL: Act.AGREE, Outcome.PART: Act.AGREE_IN_PART, Outcome.REFUSE: Act.REFUSE}
RULED = {
    Outcome.ALL: Act.RULE_FOR, Outcome.PART: Act.RULE_IN_PART, Outcome.REFUSE: Act.RULE_AGAINST,
}  # fmt: skip
ANSWERED = {
    Outcome.ALL: gettext_lazy("Agreed to"),
    Outcome.PART: gettext_lazy("Agreed to in part: accept or dispute"),
    Outcome.REFUSE: gettext_lazy("Refused: accept or dispute"),
}


class NotHeard(Refusal):
    """Both sides are heard before anybody rules."""


@operation
def pass_conformity(
    *, request_id: UUID, actor: Actor, now: datetime, version: int | None = None, opinion: str = ""
) -> UUID:
    """Pass the conformity check (合规性审核通过): the provider's limit to answer begins.

    What is not shared by law (type 3) is negotiated at once. Raises `SameHands`, `NotNow`.
    """
    by = By(actor, now)
    request = _taken(request_id, Act.PASS_CHECK, by, version).request
    stop_limit(request, by)
    if request.share_type == NOT_SHARED:
        to_negotiation(request, by)
    else:
        begin_limit(request, ANSWER_CLOCK, DECIDE, by)
        move(request, State.DECIDING, by)
    keep(request, Act.PASS_CHECK, by, opinion, due_on=_answer_due(request))
    verdict = Verdict.PASSED.value
    fact = RequestChecked(
        **about(request, by), verdict=verdict, opinion=opinion, due_on=request.due_on
    )
    announce(fact, by)
    tell_holders(DECIDE, request, by, _("To answer: a request for access"))
    return request.id


@operation
def return_request(
    *, request_id: UUID, opinion: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """Return a request for supplement (退回补正): the limit stands still. Raises `SameHands`."""
    by = By(actor, now)
    request = _taken(request_id, Act.RETURN_CHECK, by, version).request
    require_said(opinion=opinion)
    rest_limit(request, by)
    move(request, State.RETURNED, by)
    keep(request, Act.RETURN_CHECK, by, opinion)
    verdict = Verdict.RETURNED.value
    announce(RequestChecked(**about(request, by), verdict=verdict, opinion=opinion), by)
    tell_requester(request, by, _("Returned for supplement"), opinion)
    return request.id


@operation
def reject_request(
    *, request_id: UUID, opinion: str, actor: Actor, now: datetime, version: int | None = None
) -> UUID:
    """Reject a request that does not conform (合规性审核不通过). Raises `SameHands`."""
    by = By(actor, now)
    request = _taken(request_id, Act.REJECT_CHECK, by, version).request
    require_said(opinion=opinion)
    stop_limit(request, by)
    move(request, State.REJECTED, by)
    keep(request, Act.REJECT_CHECK, by, opinion)
    verdict = Verdict.REJECTED.value
    announce(RequestChecked(**about(request, by), verdict=verdict, opinion=opinion), by)
    tell_requester(request, by, _("Rejected by the conformity check"), opinion)
    return request.id


@operation
def answer_request(
    *,
    request_id: UUID,
    outcome: Outcome,
    actor: Actor,
    now: datetime,
    permit: Permit | None = None,
    reason: str = "",
    version: int | None = None,
) -> UUID:
    """Answer as the provider: all, a part (`permit`), or refuse; the last two with a reason.

    A part has fewer items, narrower rows, masks, a shorter term or a lower quota, and is never
    wider than what was asked for. In negotiation the provider may still agree. Raises `SameHands`,
    `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    request = _taken(request_id, ANSWERS[outcome], by, version).request
    if outcome is not Outcome.ALL:
        require_said(reason=reason)
    decided = _decide(request, outcome, permit, reason, by, is_ruling=False)
    was_late = stop_limit(request, by)
    request.decision = decided
    if outcome is Outcome.ALL:
        to_reviews(request, by)
    else:
        move(request, State.ANSWERED, by, "decision")
    keep(request, ANSWERS[outcome], by, reason, side=Side.PROVIDER)
    fact = RequestAnswered(
        **about(request, by), outcome=outcome.value, items=decided.size, reason=reason,
        is_in_time=not was_late,
    )  # fmt: skip
    announce(fact, by)
    tell_requester(request, by, ANSWERED[outcome], reason)
    return request.id


@operation
def state_position(*, request_id: UUID, position: str, actor: Actor, now: datetime) -> UUID:
    """Say the requester's or the provider's position in a negotiation (陈述意见).

    Raises `NotNow`.
    """
    by = By(actor, now)
    held = locked_request(request_id, actor)
    request = held.request
    side = side_of(actor, request)
    require_act(held, Act.SAY, actor, side)
    require_said(position=position)
    assert side
    move(request, State.NEGOTIATING, by)
    keep(request, Act.SAY, by, position, side=side)
    announce(PositionStated(**about(request, by), side=side.value, position=position), by)
    if side is Side.CONSUMER:
        tell_holders(DECIDE, request, by, _("The requester said its position"))
    else:
        tell_requester(request, by, _("The provider said its position"), position)
    return request.id


@operation
def rule_on_request(
    *,
    request_id: UUID,
    outcome: Outcome,
    reason: str,
    actor: Actor,
    now: datetime,
    permit: Permit | None = None,
    version: int | None = None,
) -> UUID:
    """Rule as the data authority (裁定), once both sides are heard or their time has passed.

    Raises `NotHeard`, `SameHands`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    request = _taken(request_id, RULED[outcome], by, version).request
    require_said(reason=reason)
    _require_heard(request, by)
    decided = _decide(request, outcome, permit, reason, by, is_ruling=True)
    stop_limit(request, by)
    request.decision = decided
    if outcome is Outcome.REFUSE:
        move(request, State.REFUSED, by, "decision")
    else:
        to_reviews(request, by)
    keep(request, RULED[outcome], by, reason)
    fact = RequestRuled(
        **about(request, by), outcome=outcome.value, items=decided.size, reason=reason
    )
    announce(fact, by)
    tell_requester(request, by, _("The data authority has ruled"), reason)
    _tell_provider(request, by, reason)
    return request.id


def _taken(request_id: UUID, act: Act, by: By, version: int | None) -> Held:
    held = locked_request(request_id, by.actor)
    require_act(held, act, by.actor)
    require_request_version(held.request, version)
    return held


def _answer_due(request: Request) -> date | None:
    """The last day for the provider's answer; a negotiation has none."""
    return request.due_on if request.standing is State.DECIDING else None


def _require_heard(request: Request, by: By) -> None:
    steps = RequestStep.objects.filter(
        request=request, at__gte=request.negotiates_since, kind__in=(Act.OBJECT, Act.SAY)
    )
    if both_are_heard(steps.values_list("side", flat=True)):
        return
    ends = hearing_ends(request.negotiates_since)
    if ends is None or by.now < ends:
        raise NotHeard(
            _("Both sides have not said their position yet."),
            next_step=_("Wait until they have, or until their time has passed."),
        )


def _decide(
    request: Request, outcome: Outcome, permit: Permit | None, reason: str, by: By,
    *, is_ruling: bool,
) -> Decision:  # fmt: skip
    """Write what was decided, never wider than what was asked for."""
    given = _given(request, outcome, permit)
    decision = insert(
        Decision(
            request=request, round=request.round, is_ruling=is_ruling, outcome=outcome.value,
            rows=write_rows(given.rows), valid_from=given.valid_from,
            valid_until=given.valid_until, quota=given.quota, modes=write_modes(given.modes),
            reason=reason.strip(),
            actor_id=by.actor.id, size=len(given.items), due_on=_answer_due(request), at=by.now,
        )
    )  # fmt: skip
    DecidedItem.objects.bulk_create(
        DecidedItem(
            decision=decision, item_id=item, mask=policy.mask.value, keep_first=policy.first,
            keep_last=policy.last,
        )
        for item, policy in given.items.items()
    )  # fmt: skip
    return decision


def asked_permit(request: Request) -> Permit:
    """What would be had if all were agreed to. One query."""
    items = request.items.values_list("item_id", flat=True)
    return Permit(
        items=dict.fromkeys(items, PLAIN), rows=request.scope, valid_from=request.valid_from,
        valid_until=request.valid_until, quota=request.quota, modes=read_modes(request.modes),
    )  # fmt: skip


def _given(request: Request, outcome: Outcome, permit: Permit | None) -> Permit:
    asked = asked_permit(request)
    if outcome is Outcome.ALL:
        return asked
    if outcome is Outcome.REFUSE:
        return Permit(
            items={}, rows=asked.rows, valid_from=asked.valid_from,
            valid_until=asked.valid_until, quota=asked.quota, modes=asked.modes,
        )  # fmt: skip
    if permit is None or not permit.items:
        raise InvalidInput(fields={"item_ids": [_("Choose at least one item.")]})
    if not permit.modes:
        raise InvalidInput(fields={"modes": [_("Choose at least one way of use.")]})
    if excess := wider(permit, asked):
        raise InvalidInput(
            _("This gives more than was asked for: %(what)s.") % {"what": wider_words(excess)}
        )
    if permit.valid_until < permit.valid_from:
        raise InvalidInput(fields={"valid_until": [_("The last day is not before the first.")]})
    if is_same(permit, asked):
        raise InvalidInput(_("This is all that was asked for: agree to all of it."))
    return permit


def _tell_provider(request: Request, by: By, reason: str) -> None:
    decided = request.decisions.filter(is_ruling=False).order_by("-at").first()
    if decided:
        title = _("The data authority has ruled")
        tell([decided.actor_id], TO_DO, request, by, title, reason)
