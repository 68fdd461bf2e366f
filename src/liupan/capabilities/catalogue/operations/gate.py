"""The gate: a security and a secrecy review, by two people apart. The second that passes issues
the grant; there is no other way to one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.events import GrantIssued, RequestReviewed
from liupan.capabilities.catalogue.models import Grant, Request, Review
from liupan.capabilities.catalogue.operations.grant_keeping import (
    about_grant,
    announce_grant,
    keep_grant,
    write_version,
)
from liupan.capabilities.catalogue.operations.request_keeping import (
    about,
    announce,
    keep,
    locked_request,
    move,
    require_act,
    require_request_version,
    rest_limit,
    stop_limit,
    tell_requester,
)
from liupan.capabilities.catalogue.queries.request_rules import checklist, provide_by
from liupan.capabilities.catalogue.queries.request_screening import screen_request
from liupan.capabilities.catalogue.rules.granting import Act as GrantAct
from liupan.capabilities.catalogue.rules.permits import write_modes
from liupan.capabilities.catalogue.rules.requesting import REVIEW_ACTS, Gate, State, Verdict
from liupan.capabilities.catalogue.rules.screened import Flag, written
from liupan.foundation.journal.facade import operation
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert

SERIES = "catalogue.grant"


class Blocked(Refusal):
    """The screening found what may not pass."""


class Unchecked(InvalidInput):
    """A point of the checklist is not as it must be."""


class AlreadyReviewed(Refusal):
    """This review of the request is done."""


@operation
def review_request(
    *,
    request_id: UUID,
    gate: Gate,
    verdict: Verdict,
    opinion: str,
    actor: Actor,
    now: datetime,
    checked: Collection[str] = (),
    version: int | None = None,
) -> UUID:
    """Pass, return or reject a request in the security or the secrecy review; returns its id.

    To pass, every point of the checklist is in `checked` and the screening blocks nothing. When
    both reviews have passed, the grant is issued. Raises `SameHands`, `NotNow`, `AlreadyReviewed`,
    `Unchecked`, `Blocked`.
    """
    by = By(actor, now)
    act = REVIEW_ACTS[gate, verdict]
    held = locked_request(request_id, actor)
    request = held.request
    require_act(held, act, actor)
    require_request_version(request, version)
    require_said(opinion=opinion)
    before = list(Review.objects.filter(decision=request.decision))
    _require_open(before, gate)
    flags = screen_request(request, by.today)
    if verdict is Verdict.PASSED:
        _require_passable(gate, checked, flags, by)
    insert(_review(request, gate, verdict, opinion, checked, flags, by))
    keep(request, act, by, opinion)
    passed = [one.reviewer_id for one in before if one.verdict == Verdict.PASSED]
    _go_on(request, verdict, passed, opinion, by)
    fact = RequestReviewed(
        **about(request, by), gate=gate.value, verdict=verdict.value, opinion=opinion,
        flags=len(flags),
    )  # fmt: skip
    announce(fact, by)
    return request.id


def _go_on(
    request: Request, verdict: Verdict, passed: list[UUID], opinion: str, by: By
) -> None:  # fmt: skip
    if verdict is Verdict.RETURNED:
        rest_limit(request, by)
        move(request, State.RETURNED, by)
        tell_requester(request, by, _("Returned for supplement"), opinion)
    elif verdict is Verdict.REJECTED:
        stop_limit(request, by)
        move(request, State.NOT_PASSED, by)
        tell_requester(request, by, _("Not passed by review"), opinion)
    elif passed:
        stop_limit(request, by)
        _issue(request, [*passed, by.actor.id], by)
        move(request, State.GRANTED, by)
        tell_requester(request, by, _("Access granted"), opinion)
    else:
        move(request, State.REVIEWING, by)


def _issue(request: Request, reviewers: list[UUID], by: By) -> None:
    """The grant, as it was decided; the database looks at the reviews again."""
    decision = request.decision
    assert decision
    permit = decision.permit
    grant = Grant(
        id=uuid7(), request=request, resource_id=request.resource_id,
        consumer_id=request.consumer_id, provider_id=request.provider_id, title=request.title,
        secrecy=request.secrecy, zone=request.zone, purpose_kind=request.purpose_kind,
        business=request.business, purpose=request.purpose, legal_basis=request.legal_basis,
        modes=write_modes(permit.modes), valid_from=permit.valid_from,
        valid_until=permit.valid_until, issued_at=by.now, changed_at=by.now,
        provide_by=provide_by(clock.on(decision.at), by.today),
    )  # fmt: skip
    grant.number = take_number(series=SERIES, user_id=grant.id, actor=by.actor, now=by.now)
    insert(grant)
    write_version(grant, permit, 1, by)
    keep_grant(grant, GrantAct.ISSUE, by)
    fact = GrantIssued(
        **about_grant(grant, by, request.demand_id), items=len(permit.items),
        reviewers=tuple(reviewers), provide_by=grant.provide_by, modes=tuple(grant.modes),
    )  # fmt: skip
    announce_grant(fact, by)


def _review(
    request: Request, gate: Gate, verdict: Verdict, opinion: str, checked: Collection[str],
    flags: list[Flag], by: By,
) -> Review:  # fmt: skip
    decision = request.decision
    assert decision
    points = [
        {"key": key, "text": text, "is_so": key in checked}
        for key, text in checklist(gate, by.today)
    ]
    return Review(
        request=request, decision=decision, gate=gate.value, verdict=verdict.value,
        reviewer_id=by.actor.id, opinion=opinion.strip(), checklist=points,
        screening=written(flags), at=by.now,
    )  # fmt: skip


def _require_open(before: list[Review], gate: Gate) -> None:
    if any(one.gate == gate for one in before):
        raise AlreadyReviewed(_("This review of the request is done."))


def _require_passable(
    gate: Gate, checked: Collection[str], flags: list[Flag], by: By
) -> None:  # fmt: skip
    open_points = [text for key, text in checklist(gate, by.today) if key not in checked]
    if open_points:
        raise Unchecked(
            _("To pass, every point of the checklist must hold."),
            fields={"checked": open_points},
            next_step=_("Check each point, or return the request."),
        )
    blocking = [one.what for one in flags if one.blocks]
    if blocking:
        raise Blocked(
            _("The screening found what may not pass: %(what)s.") % {"what": "、".join(blocking)},
            next_step=_("Return or reject the request."),
        )
