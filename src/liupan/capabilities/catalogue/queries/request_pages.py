"""One request with all that was done, decided and found; one grant with its versions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import (
    Decision,
    Grant,
    GrantVersion,
    Item,
    Request,
    RequestStep,
    Review,
)
from liupan.capabilities.catalogue.policies import (
    CHECK,
    DECIDE,
    seen_grants,
    seen_requests,
)
from liupan.capabilities.catalogue.queries.granted import items_granted
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.request_listing import grant_line_of, line_of
from liupan.capabilities.catalogue.queries.request_rules import hearing_ends
from liupan.capabilities.catalogue.queries.request_screening import screen_request
from liupan.capabilities.catalogue.queries.request_shapes import (
    DecisionView,
    GrantStepView,
    GrantVersionView,
    GrantView,
    ItemAsked,
    RequestStepView,
    RequestView,
    ReviewView,
)
from liupan.capabilities.catalogue.queries.request_sides import RIGHTS, holds, side_of
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules import granting
from liupan.capabilities.catalogue.rules.permits import (
    PLAIN,
    Asked,
    MaskPolicy,
    Outcome,
    PurposeKind,
    read_modes,
)
from liupan.capabilities.catalogue.rules.requesting import (
    REVIEW_ACTS,
    Act,
    Gate,
    State,
    Verdict,
    is_barred,
    may_act,
)
from liupan.capabilities.catalogue.rules.screened import Flag, Why
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

ACTS = (*RIGHTS, Act.SAY)


def get_request(actor: Actor, request_id: UUID, *, now: datetime) -> RequestView:
    """A request with everything, if the actor sees it. Constant queries. Raises `Missing`."""
    request = _seen(actor, request_id)
    steps = list(request.steps.order_by("-at", "-id"))
    decisions = list(request.decisions.order_by("-at", "-id").prefetch_related("items"))
    reviews = list(request.reviews.order_by("at"))
    grant = Grant.objects.filter(request=request).first()
    names = _Names(request, steps, decisions, reviews)
    current = next((one for one in decisions if one.id == request.decision_id), None)
    items = _items(request, current)
    barred, able = _acts(request, steps, reviews, actor)
    shows_flags = current is not None and current.outcome != Outcome.REFUSE
    return RequestView(
        line=line_of(request, names.units, len(items)),
        asked=_asked(request, items),
        legal_basis=request.legal_basis,
        share_label=code_lists(clock.on(now)).name("share_type", request.share_type),
        round=request.round,
        version=request.version,
        consumer_id=request.consumer_id,
        provider_id=request.provider_id,
        items=items,
        decision=_decision(current, names) if current else None,
        reviews=tuple(_review(one, names) for one in reviews if one.decision_id == current.id)
        if current
        else (),
        steps=tuple(_step(one, names) for one in steps),
        clock=_clock(request, now),
        flags=tuple(screen_request(request, clock.on(now))) if shows_flags else (),
        may=frozenset(able - barred),
        barred=frozenset(barred),
        hearing_until=hearing_ends(request.negotiates_since)
        if request.standing is State.NEGOTIATING
        else None,
        grant_id=grant.id if grant else None,
        grant_number=grant.number if grant else "",
    )


def get_grant(actor: Actor, grant_id: UUID, *, now: datetime) -> GrantView:
    """A grant with its versions, if the actor sees it. Constant queries. Raises `Missing`."""
    rows = Grant.objects.filter(seen_grants(actor), id=grant_id).select_related("request")
    grant = rows.first()
    if grant is None:
        raise Missing(_("There is no such grant."))
    versions = list(grant.versions.order_by("-number").prefetch_related("items__item"))
    steps = list(grant.steps.order_by("-at", "-id"))
    units = unit_names(
        {grant.consumer_id, grant.provider_id, *(s.actor_unit_id for s in steps if s.actor_unit_id)}
    )
    people = {a.id: a.name for a in list_accounts({s.actor_id for s in steps}).values()}
    today = clock.on(now)
    return GrantView(
        line=grant_line_of(grant, units, today),
        request_id=grant.request_id,
        request_number=grant.request.number,
        legal_basis=grant.legal_basis,
        permit=versions[0].permit,
        items=_granted_items(versions[0]),
        versions=tuple(_version(one) for one in versions),
        steps=tuple(
            GrantStepView(
                kind=granting.Act(step.kind), label=str(step.get_kind_display()),
                actor=people.get(step.actor_id, _("by rule")), actor_id=step.actor_id,
                unit=units.get(step.actor_unit_id, "") if step.actor_unit_id else "",
                words=step.words, at=step.at,
            )
            for step in steps
        ),
        reason=grant.reason,
        provide_by=grant.provide_by,
        version=grant.version,
        may=_grant_acts(grant, actor, now),
    )  # fmt: skip


def _seen(actor: Actor, request_id: UUID) -> Request:
    rows = Request.objects.filter(seen_requests(actor), id=request_id)
    request = rows.select_related("decision").first()
    if request is None:
        raise Missing(_("There is no such request."))
    return request


class _Names:
    """What units and people are called. Two queries."""

    def __init__(
        self, request: Request, steps: Sequence[RequestStep], decisions: Sequence[Decision],
        reviews: Sequence[Review],
    ) -> None:  # fmt: skip
        units = {request.consumer_id, request.provider_id}
        self.units = unit_names(units | {s.actor_unit_id for s in steps if s.actor_unit_id})
        people = {s.actor_id for s in steps} | {d.actor_id for d in decisions}
        found = list_accounts(people | {r.reviewer_id for r in reviews})
        self.people = {one.id: one.name for one in found.values()}

    def of(self, person: UUID) -> str:
        return self.people.get(person, _("by rule"))


def _items(request: Request, decision: Decision | None) -> tuple[ItemAsked, ...]:
    decided = {one.item_id: one.policy for one in decision.items.all()} if decision else {}
    rows = request.items.select_related("item")
    return tuple(
        _item(one.item, one.item_id in decided if decision else None, decided) for one in rows
    )


def _item(item: Item, is_decided: bool | None, masks: Mapping[UUID, MaskPolicy]) -> ItemAsked:
    return ItemAsked(
        id=item.id, name=item.name, data_type=item.data_type, is_sensitive=item.is_sensitive,
        is_main=item.is_main, is_decided=is_decided, mask=masks.get(item.id, PLAIN),
    )  # fmt: skip


def _granted_items(version: GrantVersion) -> tuple[ItemAsked, ...]:
    return tuple(
        ItemAsked(
            id=one.item_id, name=one.name, data_type=one.data_type,
            is_sensitive=one.is_sensitive, is_main=one.is_main, is_decided=True, mask=one.mask,
        )
        for one in items_granted(version)
    )  # fmt: skip


def _asked(request: Request, items: Sequence[ItemAsked]) -> Asked:
    return Asked(
        purpose_kind=PurposeKind(request.purpose_kind),
        business=request.business,
        purpose=request.purpose,
        legal_basis=request.legal_basis,
        item_ids=tuple(item.id for item in items),
        valid_from=request.valid_from,
        valid_until=request.valid_until,
        modes=read_modes(request.modes),
        quota=request.quota,
        rows=request.scope,
    )


def _acts(
    request: Request, steps: Sequence[RequestStep], reviews: Iterable[Review], actor: Actor
) -> tuple[set[Act], set[Act]]:
    """What bars the actor, and what they could do otherwise."""
    state, side = request.standing, side_of(actor, request)
    done = {Gate(one.gate) for one in reviews if one.decision_id == request.decision_id}
    closed = {REVIEW_ACTS[gate, verdict] for gate in done for verdict in Verdict}
    able: set[Act] = {
        act
        for act in ACTS
        if act is not Act.BEGIN
        and act not in closed
        and may_act(act, state)
        and (side is not None if act is Act.SAY else holds(actor, act, request))
    }
    told = [(step.kind, step.actor_id) for step in steps]
    return {act for act in able if is_barred(act, actor.id, told)}, able


def _grant_acts(grant: Grant, actor: Actor, now: datetime) -> frozenset[granting.Act]:
    secrecy = Secrecy(grant.secrecy)
    controls = any(
        may(actor, right, unit_id=grant.provider_id, secrecy=secrecy) for right in (DECIDE, CHECK)
    )
    stands = grant.standing(clock.on(now))
    return frozenset(act for act in granting.POSSIBLE if controls and granting.may_act(act, stands))


def _clock(request: Request, now: datetime) -> ClockReading | None:
    if request.clock_id is None:
        return None
    return describe_many([request.clock_id], now=now).get(request.clock_id)


def _decision(decision: Decision, names: _Names) -> DecisionView:
    return DecisionView(
        is_ruling=decision.is_ruling,
        outcome=Outcome(decision.outcome),
        label=str(decision.get_outcome_display()),
        permit=decision.permit,
        reason=decision.reason,
        who=names.of(decision.actor_id),
        at=decision.at,
    )


def _review(review: Review, names: _Names) -> ReviewView:
    return ReviewView(
        gate=Gate(review.gate),
        label=str(review.get_gate_display()),
        verdict=Verdict(review.verdict),
        verdict_label=str(review.get_verdict_display()),
        opinion=review.opinion,
        who=names.of(review.reviewer_id),
        points=tuple((point["text"], point["is_so"]) for point in review.checklist),
        flags=tuple(
            Flag(Why(one["why"]), one["what"], one["says"], one["blocks"])
            for one in review.screening
        ),
        at=review.at,
    )


def _step(step: RequestStep, names: _Names) -> RequestStepView:
    return RequestStepView(
        kind=Act(step.kind),
        label=str(step.get_kind_display()),
        round=step.round,
        actor_id=step.actor_id,
        actor=names.of(step.actor_id),
        unit=names.units.get(step.actor_unit_id, "") if step.actor_unit_id else "",
        words=step.words,
        at=step.at,
    )


def _version(version: GrantVersion) -> GrantVersionView:
    return GrantVersionView(
        number=version.number,
        items=tuple((one.name, one.mask) for one in items_granted(version)),
        permit=version.permit,
        at=version.at,
    )
