"""Random sequences of acts, and many at the same moment: no step lost, none doubled, no orphan."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow import facade
from liupan.foundation.workflow.engine import Engine, Marking, Moved, standing
from liupan.foundation.workflow.models import Candidate, Instance, Item, Opinion, Signer
from liupan.foundation.workflow.queries.stuck import ailments_of
from liupan.foundation.workflow.tests.factories import (
    NOW,
    Town,
    deployed,
    do,
    item,
    open_items,
    started,
    state,
    to_sign,
    town,
)
from liupan.foundation.workflow.tests.test_engine import called_alike
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal

ELEMENTS = ("draft", "review", "check", "joint", "sign", "urgent")


def check(instance_id: UUID) -> None:
    """What holds of every instance after every act."""
    instance = Instance.objects.get(id=instance_id)
    items = list(Item.objects.filter(instance=instance))
    open_ones = {one.id for one in items if one.state == "open"}
    tokens = {one.id for one in standing(instance.marking, {*ELEMENTS, "late"})}
    assert tokens == open_ones, "engine and rows agree"
    assert bool(open_ones) == (instance.state in ("running", "suspended")), "none lost"
    elements = [one.element for one in items if one.state == "open"]
    assert len(elements) == len(set(elements)), "none doubled"
    orders = sorted(one.order for one in items)
    assert orders == list(range(1, len(items) + 1))
    shown = Candidate.objects.filter(item__instance=instance, is_open=True)
    assert set(shown.values_list("item_id", flat=True)) <= open_ones, "no orphan"
    assert len(str(instance.marking)) < 12 * 1024
    done = [one for one in items if one.state == "done"]
    live = {one.id for one in items if one.state != "undone"}
    assert all(set(one.causes) <= live for one in done), "what led to a done step is done"


class Acts(RuleBasedStateMachine):
    """One process, whatever people do to it."""

    place: Town

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.instance = started(self.place)
        self.opinions = 0

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @property
    def people(self) -> list[Actor]:
        place = self.place
        return [place.clerk, place.reviewer, place.colleague, place.chief, *place.signers]

    def _try(self, act: Callable[..., object], **said: Any) -> None:
        with contextlib.suppress(Refusal):
            act(now=NOW, **said)

    def _some(self, n: int) -> UUID | None:
        found = list(open_items(self.instance).values())
        return found[n % len(found)] if found else None

    @rule(n=st.integers(0, 9), who=st.integers(0, 6), refuse=st.booleans())
    def complete(self, n: int, who: int, refuse: bool) -> None:
        if one := self._some(n):
            outcome = "refuse" if refuse else "agree"
            self._try(
                facade.complete_step, item_id=one, actor=self.people[who], outcome=outcome,
                opinion="已阅",
            )  # fmt: skip

    @rule(element=st.sampled_from(ELEMENTS))
    def complete_rightly(self, element: str) -> None:
        open_now = open_items(self.instance)
        for who in self.people:
            if element in open_now and element in open_items(self.instance):
                self._try(facade.complete_step, item_id=open_now[element], actor=who)

    @rule(refuse=st.booleans(), who=st.integers(0, 2))
    def sign(self, refuse: bool, who: int) -> None:
        if one := open_items(self.instance).get("joint"):
            self._try(
                facade.sign_step, item_id=one, vote="refuse" if refuse else "agree",
                actor=self.place.signers[who], opinion="意见",
            )  # fmt: skip

    @rule(n=st.integers(0, 9), who=st.integers(0, 6), to=st.sampled_from(
        (*ELEMENTS, facade.STARTER, facade.PREVIOUS)))  # fmt: skip
    def send_back(self, n: int, who: int, to: str) -> None:
        if one := self._some(n):
            self._try(
                facade.return_step, item_id=one, to=to, opinion="退回", actor=self.people[who]
            )

    @rule(to=st.sampled_from(ELEMENTS))
    def send_back_rightly(self, to: str) -> None:
        for one in list(open_items(self.instance).values()):
            for who in self.people:
                self._try(facade.return_step, item_id=one, to=to, opinion="退回", actor=who)

    @rule(n=st.integers(0, 20))
    def withdraw(self, n: int) -> None:
        done = list(Item.objects.filter(instance=self.instance, state="done").order_by("order"))
        if done:
            one = done[n % len(done)]
            who = next((p for p in self.people if p.id == one.done_by), self.place.clerk)
            self._try(facade.withdraw_step, item_id=one.id, actor=who)

    @rule(n=st.integers(0, 9), who=st.integers(0, 6), to=st.integers(0, 6))
    def pass_on(self, n: int, who: int, to: int) -> None:
        if one := self._some(n):
            act = (facade.hand_over_step, facade.delegate_step)[n % 2]
            self._try(act, item_id=one, account_id=self.people[to].id, actor=self.people[who])

    @rule(n=st.integers(0, 9), who=st.integers(0, 6))
    def give_back(self, n: int, who: int) -> None:
        if one := self._some(n):
            self._try(facade.give_back_step, item_id=one, opinion="回", actor=self.people[who])

    @rule(n=st.integers(0, 9), who=st.integers(0, 6), key=st.integers(0, 6), after=st.booleans())
    def add(self, n: int, who: int, key: int, after: bool) -> None:
        if one := self._some(n):
            self._try(
                facade.add_signer, item_id=one, key=self.people[key].id,
                place="after" if after else "before", actor=self.people[who],
            )  # fmt: skip

    @rule(n=st.integers(0, 9), who=st.integers(0, 6))
    def remove(self, n: int, who: int) -> None:
        found = list(Signer.objects.filter(item__instance=self.instance, vote="").order_by("id"))
        if found:
            one = found[n % len(found)]
            self._try(facade.remove_signer, signer_id=one.id, actor=self.people[who])

    @rule(n=st.integers(0, 3))
    def deadline(self, n: int) -> None:
        self._try(
            facade.deliver_message, instance_id=self.instance, message="overdue", key=str(n),
            actor=city.almighty(),
        )  # fmt: skip

    @rule(element=st.sampled_from(ELEMENTS))
    def jump(self, element: str) -> None:
        self._try(
            facade.move_process, instance_id=self.instance, element=element, reason="急",
            actor=city.almighty(),
        )  # fmt: skip

    @rule()
    def pause(self) -> None:
        steer = city.almighty()
        self._try(facade.suspend_process, instance_id=self.instance, reason="查", actor=steer)
        check(self.instance)
        self._try(facade.resume_process, instance_id=self.instance, actor=steer)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "instance"):
            check(self.instance)
            said = Opinion.objects.filter(instance=self.instance).count()
            assert said >= self.opinions, "opinions only grow"
            self.opinions = said


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a token goes straight over, the engine works it out too: both are the same."""

    def complete(self: Engine, marking: Marking, token: UUID, *more: Any) -> Moved:
        found, worked_out = self.step(marking, token), self.work_out(marking, token, *more)
        assert found is None or called_alike(worked_out, found) == found
        return found or worked_out

    monkeypatch.setattr(Engine, "complete", complete)


@pytest.mark.django_db
def test_whatever_people_do_nothing_is_lost(db: None, compared: None) -> None:
    Acts.place = town()
    deployed()
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=int(os.environ.get("LIUPAN_WORKFLOW_EXAMPLES", "8")),
            stateful_step_count=20,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )


def _at_once(acts: list[Callable[[], object]]) -> list[BaseException | None]:
    """Run all at the same moment, each with a connection of its own; what each raised."""
    ready, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n: int) -> None:
        try:
            ready.wait()
            acts[n]()
        except BaseException as error:
            found[n] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_twenty_vote_at_once_and_the_last_vote_is_counted_once(fresh_db: str) -> None:
    place = town(signers=20)
    deployed()
    made = started(place)
    do(made, "draft", place.clerk)
    joint = item(made, "joint")
    raised = _at_once(
        [
            lambda who=who: facade.sign_step(  # type: ignore[misc]
                item_id=joint, vote="agree", opinion="同意", actor=who, now=NOW
            )
            for who in place.signers
        ]
    )
    assert raised == [None] * 20
    assert Item.objects.get(id=joint).outcome == "agree"
    assert Opinion.objects.filter(item=joint).count() == 20
    check(made)


def test_twenty_complete_one_step_at_once_and_one_does(fresh_db: str) -> None:
    place = town()
    deployed()
    made = started(place)
    do(made, "draft", place.clerk)
    review = item(made, "review")
    people = [place.reviewer, place.colleague] * 10
    raised = _at_once(
        [
            lambda who=who: facade.complete_step(  # type: ignore[misc]
                item_id=review, actor=who, now=NOW
            )
            for who in people
        ]
    )
    assert raised.count(None) == 1
    assert {type(one) for one in raised if one} == {facade.AlreadyDone}
    assert open_items(made).keys() == {"check", "joint"}
    check(made)


def test_killed_between_engine_and_commit_nothing_is_half_done(fresh_db: str) -> None:
    place = town()
    deployed()
    made = to_sign(place)
    connections.close_all()
    child = os.fork()
    if not child:  # dies as by kill -9, when the engine has moved and rows are written
        from liupan.foundation.workflow.operations import running

        running.record = lambda *_a, **_k: os.kill(os.getpid(), signal.SIGKILL)
        try:
            do(made, "sign", place.chief, opinion="同意")
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert state(made) == "running"
    assert open_items(made).keys() == {"sign", "late"}
    assert not Opinion.objects.filter(item__element="sign").exists()
    check(made)
    do(made, "sign", place.chief)
    assert state(made) == "ended"


@pytest.mark.django_db
def test_looking_for_what_has_come_apart_asks_as_much_for_many_as_for_one(db: None) -> None:
    place = town()
    deployed()

    def asked(wanted: int) -> int:
        made = [to_sign(place) for _n in range(wanted)]
        Candidate.objects.filter(item__instance__in=made).update(is_open=False)
        with CaptureQueriesContext(connection) as seen:
            found = facade.list_stuck(NOW)
        assert {one.instance_id for one in found} >= set(made)
        assert all([a.kind.value for a in one.ailments] == ["nobody"] for one in found)
        return len(seen)

    asked(1)
    assert asked(1) == asked(4)


@pytest.mark.django_db
def test_what_has_come_apart_is_found_and_mended(db: None, monkeypatch: Any) -> None:
    place = town()
    deployed()
    made = to_sign(place)
    assert facade.list_stuck(NOW) == []
    Item.objects.filter(id=item(made, "sign")).update(state="done", closed_at=NOW)
    Candidate.objects.filter(item__instance=made).update(is_open=False)
    Item.objects.create(
        id=UUID(int=7), instance_id=made, order=7, element="draft", name="拟稿", opened_at=NOW
    )
    found = facade.list_stuck(NOW)
    assert [one.kind.value for one in found[0].ailments] == ["no_step", "no_token"]
    steer = city.almighty()
    facade.mend_process(instance_id=made, reason="核对", actor=steer, now=NOW)
    assert facade.list_stuck(NOW) == []
    check(made)
    with pytest.raises(facade.NotStuck):
        facade.mend_process(instance_id=made, reason="核对", actor=steer, now=NOW)
    do(made, "sign", place.chief)


@pytest.mark.django_db
def test_a_step_nobody_can_do_is_found_and_given_to_somebody(db: None) -> None:
    place = town()
    deployed()
    made = started(place, 审核岗="不存在")
    do(made, "draft", place.clerk)
    instance = Instance.objects.get(id=made)
    assert [one.element for one in ailments_of(instance, city.TODAY)] == ["review"]
    facade.mend_process(
        instance_id=made, reason="补人", give_to=place.chief.id, actor=city.almighty(), now=NOW
    )
    do(made, "review", place.chief)
