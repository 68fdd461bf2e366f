"""Changes of a grant: asked for or pushed; at least once, in order, each with its key."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.exchange import gateways
from liupan.capabilities.exchange.models import Batch, Service, Subscription
from liupan.capabilities.exchange.operations.deliveries import deliver_due
from liupan.capabilities.exchange.operations.subscribing import (
    NotNow,
    SubscribedAlready,
    end_subscription,
    pause_subscription,
    replay_batches,
    resume_subscription,
    subscribe,
)
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.queries.feeding import KeyNotGranted, feed
from liupan.capabilities.exchange.queries.refusals import GrantNotLive, SystemNotKnown
from liupan.capabilities.exchange.rules import feeds as rules
from liupan.capabilities.exchange.rules.calls import Message
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import NOW, Town
from liupan.foundation.jobs.tests.factories import person
from liupan.foundation.messaging.facade import Undelivered
from liupan.foundation.tables.facade import LOAD_TABLES, get_table, load_at_once
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7

ADDRESS = "https://receiver.example.com/changes"


class Receiver:
    """A system that listens, and says no as long as it is told to."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.ids: list[UUID] = []
        self.trouble: Undelivered | None = None
        self.is_lost = False

    def take(self, address: str, *, batch_id: UUID, body: dict[str, Any], **_more: Any) -> None:
        if self.trouble:
            raise self.trouble
        self.ids.append(batch_id)
        self.bodies.append(body)
        if self.is_lost:
            raise KeyboardInterrupt  # the worker dies when the other side has taken it

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [
            (one["kind"], one["row"]["男方姓名"]) for body in self.bodies for one in body["changes"]
        ]


@pytest.fixture
def made(place: Town, told: list[Message], receiver: Receiver) -> Iterator[Made]:
    with clock.frozen(NOW):
        yield Made(place, Mode.FEED)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    found = Receiver()
    monkeypatch.setattr(gateways, "push", found.take)
    monkeypatch.setattr(
        "liupan.capabilities.exchange.operations.subscribing.may_be_called",
        lambda address: "" if address.startswith("https") else "not https",
    )
    monkeypatch.setattr(rules, "LEASE", timedelta())
    return found


def subscribed(made: Made, **more: Any) -> UUID:
    call = made.call(system_id=made.system.id, unit_id=None, **more)
    found, _secret = subscribe(call=call, address=ADDRESS, actor=made.actor, now=NOW)
    return found


def round_(made: Made) -> None:
    """As the worker does, without waiting."""
    Subscription.objects.update(due_at=clock.real_now() - timedelta(seconds=1))
    deliver_due(limit=1)


def loaded(made: Made, text: str, mode: str = "upsert") -> None:
    table_id = Service.objects.get(id=made.service.id).table_id
    assert table_id
    actor: Actor = make.entitled(
        person(f"loader{uuid7().hex[-6:]}"), LOAD_TABLES, unit_id=get_table(table_id).unit_id
    )
    load_at_once(
        table_id=table_id, mode=mode, file_name="a.csv", actor=actor, now=NOW,
        content=f"nan_fang,nv_fang,deng_ji,nei_bu\n{text}".encode(),
    )  # fmt: skip


def test_changes_are_pushed_in_order_and_once(
    made: Made, receiver: Receiver, told: list[Message]
) -> None:
    subscribed(made)
    round_(made)
    round_(made)
    assert receiver.kinds == [("added", f"示例甲{n}") for n in "一二三"]
    loaded(made, "示例甲二,,2016-08-01,\n示例甲四,,2017-01-01,\n")
    round_(made)
    assert receiver.kinds[3:] == [("changed", "示例甲二"), ("added", "示例甲四")]
    assert receiver.bodies[1]["changes"][0]["row"]["登记日期"] == "2016-08-01"
    keys = [one["key"] for body in receiver.bodies for one in body["changes"]]
    assert len(set(keys)) == 5
    assert [(one.rows, one.door, one.status) for one in told] == [
        (3, "push", 200),
        (2, "push", 200),
    ]
    assert "不得外泄" not in str(receiver.bodies)
    assert "示例乙" not in str(receiver.bodies)


def test_a_batch_that_is_not_taken_is_tried_again_then_given_up(
    made: Made, receiver: Receiver, told: list[Message]
) -> None:
    subscription_id = subscribed(made)
    receiver.trouble = Undelivered("HTTP 503")
    for _ in range(rules.ATTEMPTS):
        round_(made)
    batch = Batch.objects.get()
    assert (batch.state, batch.attempts, batch.trouble) == ("dead", rules.ATTEMPTS, "HTTP 503")
    assert {one.code for one in told} == {"not_taken"}
    receiver.trouble = None
    loaded(made, "示例甲五,,2017-01-01,\n")
    round_(made)
    assert receiver.kinds == [("added", "示例甲五")]
    replay_batches(subscription_id=subscription_id, actor=made.actor, now=NOW)
    round_(made)
    assert receiver.kinds[1:] == [("added", f"示例甲{n}") for n in "一二三"]
    assert Batch.objects.get(id=batch.id).state == "taken"
    round_(made)
    assert len(receiver.kinds) == 4


def test_a_replay_tells_nothing_that_came_later(made: Made, receiver: Receiver) -> None:
    subscription_id = subscribed(made)
    receiver.trouble = Undelivered("HTTP 410", for_good=True)
    round_(made)
    receiver.trouble = None
    loaded(made, "示例甲一,,2017-05-05,\n")
    round_(made)
    assert receiver.kinds == [("changed", "示例甲一")]
    batch_id = Batch.objects.get(state="dead").id
    replay_batches(subscription_id=subscription_id, batch_ids=[batch_id], actor=made.actor, now=NOW)
    round_(made)
    assert receiver.kinds[1:] == [("added", "示例甲二"), ("added", "示例甲三")]


def test_a_worker_that_dies_after_the_answer_sends_the_same_batch_again(
    made: Made, receiver: Receiver
) -> None:
    subscribed(made)
    receiver.is_lost = True
    with pytest.raises(KeyboardInterrupt):
        round_(made)
    receiver.is_lost = False
    round_(made)
    round_(made)
    first, second = receiver.bodies
    assert receiver.ids[0] == receiver.ids[1]
    assert [one["key"] for one in first["changes"]] == [one["key"] for one in second["changes"]]
    assert Subscription.objects.get().position == second["position"]


def test_long_feeds_go_in_batches(
    made: Made, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    subscribed(made)
    round_(made)
    assert receiver.bodies[0]["has_more"]
    assert Subscription.objects.get().due_at <= clock.real_now()
    round_(made)
    assert [len(body["changes"]) for body in receiver.bodies] == [2, 1]


def test_a_revoked_grant_stops_it_at_the_next_batch(
    made: Made, receiver: Receiver, told: list[Message]
) -> None:
    subscription_id = subscribed(made)
    round_(made)
    loaded(made, "示例甲六,,2017-01-01,\n")
    made.revoke()
    round_(made)
    assert len(receiver.bodies) == 1
    found = Subscription.objects.get()
    assert found.state == "paused"
    assert found.reason
    assert told[-1].code == "grant_not_live"
    resume_subscription(subscription_id=subscription_id, actor=made.actor, now=NOW)
    round_(made)
    assert len(receiver.bodies) == 1
    assert Subscription.objects.get().state == "paused"


def test_a_paused_service_is_waited_for(made: Made, receiver: Receiver) -> None:
    subscribed(made)
    Service.objects.filter(id=made.service.id).update(state="paused")
    round_(made)
    assert (receiver.bodies, Subscription.objects.get().state) == ([], "active")
    Service.objects.filter(id=made.service.id).update(state="online")
    round_(made)
    assert len(receiver.bodies) == 1


def test_paused_nothing_is_lost(made: Made, receiver: Receiver) -> None:
    subscription_id = subscribed(made)
    common: dict[str, Any] = {"subscription_id": subscription_id, "actor": made.actor, "now": NOW}
    pause_subscription(**common)
    round_(made)
    assert receiver.bodies == []
    with pytest.raises(NotNow):
        pause_subscription(**common)
    resume_subscription(**common)
    round_(made)
    assert len(receiver.kinds) == 3
    end_subscription(**common)
    loaded(made, "示例甲七,,2017-01-01,\n")
    round_(made)
    assert len(receiver.kinds) == 3
    with pytest.raises(NotNow):
        replay_batches(**common)


def test_what_cannot_be_subscribed_to(made: Made) -> None:
    subscribed(made)
    with pytest.raises(SubscribedAlready):
        subscribed(made)
    call = made.call(system_id=made.system.id, unit_id=None)
    with pytest.raises(InvalidInput):
        subscribe(call=call, address="http://receiver.example.com/", actor=made.actor, now=NOW)
    with pytest.raises(NotAuthorised):
        subscribe(call=call, address=ADDRESS, actor=person("nobody"), now=NOW)
    with pytest.raises(SystemNotKnown):
        subscribe(call=made.call(), address=ADDRESS, actor=made.actor, now=NOW)


def test_a_grant_without_the_key_gets_no_changes(place: Town, told: list[Message]) -> None:
    with clock.frozen(NOW):
        made = Made(place, Mode.FEED, given=("登记日期",))
        with pytest.raises(KeyNotGranted):
            feed(allow(made.call(), now=NOW), limit=10)


def test_a_feed_is_asked_from_a_place_on(made: Made) -> None:
    call = made.call()
    first = feed(allow(call, now=NOW), limit=2)
    assert first.has_more
    rest = feed(allow(call, now=NOW), after=first.position, limit=2)
    assert not rest.has_more
    again = feed(allow(call, now=NOW), after=first.position, limit=2)
    assert again == rest
    assert len({one["key"] for one in (*first.changes, *rest.changes)}) == 3
    table_id = Service.objects.get(id=made.service.id).table_id
    assert table_id
    loaded(made, "示例甲九,,2017-01-01,\n", mode="replace")
    anew = feed(allow(call, now=NOW), after=rest.position, limit=10)
    assert {one["kind"] for one in anew.changes} >= {"added"}
    made.revoke()
    with pytest.raises(GrantNotLive):
        allow(call, now=NOW)


def test_pauses_grow_and_are_never_alike() -> None:
    assert rules.pause_after(1, 0) == rules.FIRST
    assert rules.pause_after(1, 1) == rules.FIRST / 2
    assert rules.pause_after(4, 0) == rules.FIRST * 8
    assert rules.pause_after(99, 0) == rules.LONGEST
    assert not rules.is_given_up(rules.ATTEMPTS - 1)
    assert rules.is_given_up(rules.ATTEMPTS)
