"""There is one way to a grant: no sequence of acts, by whomever, and no write, goes round it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from liupan.capabilities.catalogue.models import (
    DecidedItem,
    Decision,
    Grant,
    GrantedItem,
    GrantStep,
    GrantVersion,
    Request,
    RequestStep,
    Review,
)
from liupan.capabilities.catalogue.operations.answering import (
    answer_request,
    pass_conformity,
    reject_request,
    return_request,
    rule_on_request,
    state_position,
)
from liupan.capabilities.catalogue.operations.asking import (
    accept_answer,
    dispute_answer,
    hand_in_request,
    withdraw_request,
)
from liupan.capabilities.catalogue.operations.gate import review_request
from liupan.capabilities.catalogue.queries.request_rules import checklist
from liupan.capabilities.catalogue.rules.permits import Outcome
from liupan.capabilities.catalogue.rules.requesting import (
    APART,
    LIVE,
    POSSIBLE,
    Act,
    Gate,
    State,
    Verdict,
    may_act,
)
from liupan.capabilities.catalogue.tests.asking import (
    begun,
    checked,
    decided,
    granted,
    part,
    resource,
    reviewed,
    rights_of_all,
)
from liupan.capabilities.catalogue.tests.factories import DAY, NOW, Town
from liupan.kernel.authority import Actor
from liupan.kernel.errors import LiupanError
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
STEPS = 14
PEOPLE = ("asker", "other_asker", "checker", "ruler", "decider", "other_decider", "security",
          "secrecy", "outsider")  # fmt: skip


def _acts(place: Town, of: UUID) -> list[Callable[..., Any]]:
    """Everything that can be done with a request; some of it twice, as it happens oftener."""

    def review(gate: Gate, verdict: Verdict) -> Callable[..., Any]:
        points = [key for key, _text in checklist(gate, DAY)]
        return lambda **by: review_request(
            request_id=of, gate=gate, verdict=verdict, opinion="意见。", checked=points, **by
        )

    def answer(outcome: Outcome) -> Callable[..., Any]:
        return lambda **by: answer_request(
            request_id=of, outcome=outcome, reason="理由。", permit=part(of, "登记日期"), **by
        )

    def rule(outcome: Outcome) -> Callable[..., Any]:
        return lambda **by: rule_on_request(
            request_id=of, outcome=outcome, reason="理由。", permit=part(of, "登记日期"), **by
        )

    passing = [review(gate, Verdict.PASSED) for gate in Gate]
    return [
        lambda **by: hand_in_request(request_id=of, **by),
        lambda **by: pass_conformity(request_id=of, **by),
        lambda **by: pass_conformity(request_id=of, **by),
        *(answer(one) for one in Outcome),
        answer(Outcome.ALL),
        *(rule(one) for one in Outcome),
        lambda **by: accept_answer(request_id=of, **by),
        lambda **by: dispute_answer(request_id=of, reason="理由。", **by),
        lambda **by: state_position(request_id=of, position="意见。", **by),
        *passing, *passing, *passing,
        review(Gate.SECURITY, Verdict.RETURNED),
        lambda **by: return_request(request_id=of, opinion="意见。", **by),
    ]  # fmt: skip


def _ends(of: UUID) -> list[Callable[..., Any]]:
    return [
        lambda **by: reject_request(request_id=of, opinion="意见。", **by),
        lambda **by: withdraw_request(request_id=of, reason="理由。", **by),
    ]


def _require_sound(of: UUID) -> None:
    """What must hold of every grant, reckoned from the rows alone."""
    request = Request.objects.get(id=of)
    grant = Grant.objects.filter(request_id=of).first()
    assert (grant is not None) == (request.standing is State.GRANTED)
    if grant is None:
        return
    passed = [r for r in request.reviews.all() if r.decision_id == request.decision_id]
    assert {(r.gate, r.verdict) for r in passed} == {("security", "passed"), ("secrecy", "passed")}
    reviewers = {r.reviewer_id for r in passed}
    assert len(reviewers) == 2
    own = {("security", "pass_security"), ("security", "return_security"),
           ("secrecy", "pass_secrecy")}  # fmt: skip
    for review in passed:
        for step in request.steps.filter(actor_id=review.reviewer_id):
            assert (review.gate, step.kind) in own
    decision = request.decision
    assert decision is not None
    assert decision.outcome != Outcome.REFUSE
    assert grant.versions.get().permit == decision.permit


@pytest.mark.timeout(400)
def test_no_sequence_of_acts_goes_round_the_gate(place: Town) -> None:
    """Actors with every right, acting at random: rights do not help, only hands apart do."""
    chance = Random("catalogue.gate")
    every = rights_of_all(place)
    people = [replace(place.people[name], rights=every) for name in PEOPLE[:5]]
    of_resource = resource(place)
    grants = 0
    for _turn in range(12):
        of = begun(place, of_resource)
        acts, now = _acts(place, of), NOW
        for step in range(STEPS * 2):
            now += timedelta(hours=1)
            ends = _ends(of) if step > STEPS and chance.random() < 0.1 else []
            _try(chance.choice(ends or _likely(of, acts, chance)), chance.choice(people), now)
        _require_sound(of)
        grants += Grant.objects.filter(request_id=of).count()
    assert grants  # else nothing was shown


def _likely(
    of: UUID, acts: list[Callable[..., Any]], chance: Random
) -> list[Callable[..., Any]]:  # fmt: skip
    """Whatever happens at random, now and then what comes next: else hardly any arrives."""
    if chance.random() < 0.4:
        return acts
    state = Request.objects.get(id=of).standing
    following = {
        State.DRAFT: acts[:1], State.RETURNED: acts[:1], State.CHECKING: acts[1:2],
        State.DECIDING: acts[3:6], State.ANSWERED: acts[10:12], State.NEGOTIATING: acts[7:13],
        State.REVIEWING: acts[13:15],
    }  # fmt: skip
    return following.get(state, acts)


def _try(act: Callable[..., Any], actor: Actor, now: Any) -> None:
    with suppress(LiupanError), transaction.atomic():
        act(actor=actor, now=now)


def test_every_act_has_its_states() -> None:
    assert set(POSSIBLE) == set(Act) - {Act.BEGIN}
    for state in set(State) - LIVE:
        assert not any(may_act(act, state) for act in Act)
    for act in (Act.PASS_SECURITY, Act.PASS_SECRECY):
        assert APART[act] >= {Act.BEGIN, Act.HAND_IN, Act.PASS_CHECK, Act.AGREE, Act.RULE_FOR}


# --- The database itself ------------------------------------------------------------------------
def refused(write: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


def _grant(request: Request, **more: Any) -> Grant:
    """A grant as somebody would forge it."""
    said = {
        name: getattr(request, name)
        for name in ("resource_id", "consumer_id", "provider_id", "title", "secrecy", "zone",
                     "purpose_kind", "business", "purpose", "legal_basis", "modes", "valid_from",
                     "valid_until")
    }  # fmt: skip
    said |= {"issued_at": NOW, "changed_at": NOW, "number": "数授〔2017〕99号"}
    return Grant(id=uuid7(), request=request, **(said | more))


def test_no_grant_without_two_reviews(place: Town) -> None:
    request = Request.objects.get(id=decided(place))
    refused(lambda: _grant(request).save(force_insert=True))
    reviewed(place, request.id, Gate.SECURITY)
    refused(lambda: _grant(request).save(force_insert=True))
    refused(lambda: Request.objects.filter(id=request.id).update(state="granted"))


def test_no_request_begins_in_the_middle(place: Town) -> None:
    row = Request.objects.get(id=begun(place))
    row.id, row.number, row.state = uuid7(), "数申〔2017〕99号", "reviewing"
    refused(lambda: row.save(force_insert=True))


@pytest.mark.parametrize("person", ["asker", "checker", "decider"])
def test_no_review_by_who_took_part(place: Town, person: str) -> None:
    request = Request.objects.get(id=decided(place))
    forged = Review(
        request=request, decision=request.decision, gate="security", verdict="passed",
        reviewer_id=place.people[person].id, opinion="同意。", at=NOW,
    )  # fmt: skip
    refused(lambda: forged.save(force_insert=True))


def test_no_two_reviews_by_one(place: Town) -> None:
    request = Request.objects.get(id=decided(place))
    reviewed(place, request.id, Gate.SECURITY)
    forged = Review(
        request=request, decision=request.decision, gate="secrecy", verdict="passed",
        reviewer_id=place.security.id, opinion="同意。", at=NOW,
    )  # fmt: skip
    refused(lambda: forged.save(force_insert=True))


def test_no_review_before_the_decision(place: Town) -> None:
    request = Request.objects.get(id=checked(place))
    decision = _decision(request)
    decision.save(force_insert=True)
    forged = Review(
        request=request, decision=decision, gate="secrecy", verdict="passed",
        reviewer_id=place.secrecy.id, opinion="同意。", at=NOW,
    )  # fmt: skip
    refused(lambda: forged.save(force_insert=True))


def _decision(request: Request, **more: Any) -> Decision:
    said = {
        "round": 1, "is_ruling": False, "outcome": "all", "rows": request.rows, "at": NOW,
        "valid_from": request.valid_from, "valid_until": request.valid_until, "size": 1,
        "quota": request.quota, "modes": request.modes, "actor_id": request.begun_by,
    }  # fmt: skip
    return Decision(request=request, **(said | more))


def test_no_decision_wider_than_what_was_asked_for(place: Town) -> None:
    request = Request.objects.get(id=checked(place))
    later = request.valid_until + timedelta(days=1)
    refused(lambda: _decision(request, valid_until=later).save(force_insert=True))
    refused(lambda: _decision(request, quota=request.quota + 1).save(force_insert=True))
    refused(lambda: _decision(request, modes=["query", "feed"]).save(force_insert=True))
    decision = _decision(request)
    decision.save(force_insert=True)
    other = Request.objects.get(id=begun(place)).items.first()
    assert other
    item = DecidedItem(decision=decision, item_id=other.item_id)
    refused(lambda: item.save(force_insert=True))


def test_no_version_wider_than_the_one_before(place: Town) -> None:
    grant = Grant.objects.get(id=granted(place))
    first = grant.versions.get()
    item = first.items.first()
    assert item

    def version(**more: Any) -> GrantVersion:
        said = {"number": 2, "rows": first.rows, "valid_from": first.valid_from, "size": 1,
                "valid_until": first.valid_until, "quota": first.quota,
                "modes": first.modes, "at": NOW}  # fmt: skip
        return GrantVersion(grant=grant, **(said | more))

    until = first.valid_until + timedelta(days=1)
    refused(lambda: version(valid_until=until).save(force_insert=True))
    refused(lambda: version(quota=first.quota + 1).save(force_insert=True))
    refused(lambda: version(modes=["query", "file"]).save(force_insert=True))
    refused(lambda: version(number=3).save(force_insert=True))
    second = version()
    second.save(force_insert=True)
    GrantedItem(grant_version=second, item_id=item.item_id, mask="hide").save(force_insert=True)
    more = GrantedItem(grant_version=second, item_id=first.items.all()[1].item_id, mask="hide")
    refused(lambda: more.save(force_insert=True))  # the version is whole
    third = version(number=3)
    third.save(force_insert=True)
    plain = GrantedItem(grant_version=third, item_id=item.item_id, mask="none")
    refused(lambda: plain.save(force_insert=True))


def test_a_revoked_grant_stays_revoked(place: Town) -> None:
    grant = Grant.objects.filter(id=granted(place))
    grant.update(state="revoked", reason="示例。", revoked_at=NOW)
    refused(lambda: grant.update(state="in_force", reason="", revoked_at=None))


@pytest.mark.parametrize(
    "model", [RequestStep, Decision, DecidedItem, Review, GrantVersion, GrantedItem, GrantStep]
)
def test_what_was_done_stays(place: Town, model: Any) -> None:
    granted(place)
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        refused(lambda sql=statement: connection.cursor().execute(sql))


@pytest.mark.parametrize(
    "change",
    [
        {"quota": 10**6},
        {"rows": []},
        {"purpose": "别的"},
        {"modes": ["feed"]},
        {"modes": ["query", "file"]},
    ],
)
def test_what_was_handed_in_stays(place: Town, change: dict[str, Any]) -> None:
    rows = [{"item": "登记日期", "op": "ge", "values": ["2016-01-01"]}]
    of = begun(place)
    Request.objects.filter(id=of).update(rows=rows)
    request = Request.objects.filter(id=checked(place, of))
    refused(lambda: request.update(**change))
    refused(lambda: Request.objects.get(id=of).items.all().delete())
