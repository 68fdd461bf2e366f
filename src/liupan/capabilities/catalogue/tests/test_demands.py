"""What units need: the way from the demand to the grant, and what may not happen on it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.capabilities.catalogue.models import Demand, DemandStep, Edition
from liupan.capabilities.catalogue.operations.answering import answer_request, pass_conformity
from liupan.capabilities.catalogue.operations.asking import (
    begin_request,
    hand_in_request,
    withdraw_request,
)
from liupan.capabilities.catalogue.operations.demands import (
    Need,
    NotOurs,
    Ruled,
    allot_demand,
    catalogue_demand,
    claim_demand,
    close_demand,
    confirm_demand,
    decline_demand,
    meet_demand,
    refuse_for_demand,
    register_demand,
    request_for_demand,
    withdraw_demand,
)
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.policies import public_demands, visible_demands
from liupan.capabilities.catalogue.rules.demands import (
    ENDED,
    STAGES,
    TRANSITIONS,
    TURN,
    State,
    may_act,
)
from liupan.capabilities.catalogue.rules.permits import Outcome
from liupan.capabilities.catalogue.rules.requesting import Gate
from liupan.capabilities.catalogue.tests.asking import asked, grant_of, reviewed
from liupan.capabilities.catalogue.tests.factories import (
    DAY,
    NOW,
    Town,
    published,
    registered,
)
from liupan.foundation.access.facade import actor_for, grant_role, installer
from liupan.foundation.calendar.facade import describe
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
NEED = Need(
    title="婚姻登记核验", items=("男方姓名", "登记日期"), business="户籍迁移",
    purpose="核对婚姻状况", basis="《户口登记条例》第十条", cycle="daily", mode="3",
)  # fmt: skip


def needed(place: Town, now: Any = NOW, **changes: Any) -> UUID:
    """A demand of the police."""
    need = Need(**{**{name: getattr(NEED, name) for name in NEED.__slots__}, **changes})
    return register_demand(unit_id=place.units["police"], need=need, actor=place.asker, now=now)


def allotted(place: Town, unit: str | None = "bureau", now: Any = NOW) -> UUID:
    demand = needed(place, now)
    to = place.units[unit] if unit else None
    allot_demand(demand_id=demand, unit_id=to, opinion="请认领。", actor=place.checker, now=now)
    return demand


def claimed(place: Town, now: Any = NOW) -> UUID:
    demand = allotted(place, now=now)
    claim_demand(demand_id=demand, unit_id=place.units["bureau"], actor=place.editor, now=now)
    return demand


def catalogued(place: Town, now: Any = NOW) -> UUID:
    demand = claimed(place, now)
    resource = Edition.objects.get(id=published(place, now=now)).resource_id
    catalogue_demand(demand_id=demand, resource_id=resource, actor=place.editor, now=now)
    return demand


def state_of(demand: UUID) -> State:
    return Demand.objects.get(id=demand).standing


def test_registering_gives_a_number_a_clock_and_two_days(place: Town) -> None:
    demand = Demand.objects.get(id=needed(place))
    assert (demand.number, demand.standing) == ("XQ2017-0001", State.REGISTERED)
    reading = describe(demand.clock_id, now=NOW)
    assert reading.due_on == demand.due_on == date(2017, 8, 3)  # 45 working days from 1 June
    assert demand.stage_due_on == date(2017, 6, 5)  # two working days
    (fact,) = facts("catalogue.demand.registered")
    assert (fact["number"], fact["state"]) == ("XQ2017-0001", 10)


def test_what_is_missing_or_wrong_is_named(place: Town) -> None:
    with pytest.raises(InvalidInput) as refused:
        needed(place, basis=" ", items=())
    assert set(refused.value.fields) == {"basis", "items"}
    with pytest.raises(InvalidInput) as refused:
        needed(place, cycle="x", mode="x", urgency="x", believed_unit_id=uuid7())
    assert set(refused.value.fields) == {"cycle", "mode", "urgency", "believed_unit_id"}
    with pytest.raises(NotAuthorised):
        register_demand(
            unit_id=place.units["bureau"], need=NEED, actor=place.asker, now=NOW
        )  # another unit's


def test_a_form_sent_twice_makes_one_demand(place: Town) -> None:
    key = uuid7()
    sent: dict[str, Any] = {"unit_id": place.units["police"], "need": NEED, "once": key}
    for _n in range(2):
        assert register_demand(**sent, actor=place.asker, now=NOW) == key
    assert Demand.objects.count() == 1


def test_the_whole_way_on_one_clock(place: Town) -> None:
    demand = catalogued(place)
    row = Demand.objects.get(id=demand)
    assert row.resource_id
    request = begun(place, row.resource_id, demand=demand)
    assert state_of(demand) is State.CATALOGUED  # a draft asks nobody yet
    hand_in(place, request)
    assert state_of(demand) is State.REQUESTED
    hand_over_to_grant(place, request)
    row.refresh_from_db()
    assert (row.standing, row.is_late, row.stage_due_on) == (State.MET, False, None)
    assert describe(row.clock_id, now=NOW).stopped_at == NOW
    kinds = DemandStep.objects.filter(demand=row).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["register", "allot", "claim", "catalogue", "request", "meet"]
    (fact,) = facts("catalogue.demand.met")
    assert fact["grant_id"] == str(grant_of(request))


def test_a_request_for_other_data_is_not_of_the_demand(place: Town) -> None:
    demand = catalogued(place)
    other = Edition.objects.get(id=published(place, registered(place))).resource_id
    with pytest.raises(NotOurs):
        begun(place, other, demand=demand)


def test_a_request_that_fails_leaves_the_demand_waiting(place: Town) -> None:
    demand = catalogued(place)
    resource = Demand.objects.get(id=demand).resource_id
    first, second = (begun(place, resource, demand=demand) for _n in range(2))
    hand_in(place, first)
    hand_in(place, second)  # the first one stands for the demand
    withdraw_request(request_id=second, reason="重复。", actor=place.asker, now=NOW)
    assert state_of(demand) is State.REQUESTED
    withdraw_request(request_id=first, reason="用途有变。", actor=place.asker, now=NOW)
    assert state_of(demand) is State.CATALOGUED


def begun(place: Town, resource: UUID | None, demand: UUID) -> UUID:
    """A draft of the police, for a demand."""
    assert resource
    return begin_request(
        resource_id=resource, consumer_id=place.units["police"], asked=asked(resource),
        actor=place.asker, now=NOW, demand_id=demand,
    )  # fmt: skip


def hand_in(place: Town, request: UUID) -> None:
    hand_in_request(request_id=request, actor=place.asker, now=NOW)


def hand_over_to_grant(place: Town, request: UUID) -> None:
    """What was handed in is checked, agreed to, reviewed twice."""
    pass_conformity(request_id=request, actor=place.checker, now=NOW)
    answer_request(request_id=request, outcome=Outcome.ALL, actor=place.decider, now=NOW)
    for gate in Gate:
        reviewed(place, request, gate)


def test_who_is_asked_may_decline_once_and_is_bound_by_a_ruling(place: Town) -> None:
    demand = allotted(place)
    with pytest.raises(InvalidInput):
        decline_demand(demand_id=demand, reason=" ", actor=place.editor, now=NOW)
    decline_demand(demand_id=demand, reason="不属于本局职责。", actor=place.editor, now=NOW)
    assert state_of(demand) is State.DECLINED
    with pytest.raises(InvalidInput):  # a ruling has its reason, and a unit
        allot_demand(demand_id=demand, unit_id=None, opinion="x", actor=place.checker, now=NOW)
    allot_demand(
        demand_id=demand, unit_id=place.units["bureau"], opinion="依据三定方案，由民政局负责。",
        actor=place.checker, now=NOW,
    )  # fmt: skip
    assert Demand.objects.get(id=demand).is_ruled
    with pytest.raises(Ruled):
        decline_demand(demand_id=demand, reason="仍不属于。", actor=place.editor, now=NOW)
    claim_demand(demand_id=demand, unit_id=place.units["bureau"], actor=place.editor, now=NOW)
    assert state_of(demand) is State.CLAIMED


def test_what_nobody_was_asked_for_any_unit_claims_but_not_who_needs_it(place: Town) -> None:
    demand = allotted(place, None)
    with pytest.raises(NotOurs):
        claim_demand(demand_id=demand, unit_id=place.units["police"], actor=place.police, now=NOW)
    with pytest.raises(NotAuthorised):
        claim_demand(demand_id=demand, unit_id=place.units["bureau"], actor=place.police, now=NOW)
    claim_demand(demand_id=demand, unit_id=place.units["bureau"], actor=place.editor, now=NOW)
    assert Demand.objects.get(id=demand).holder_id == place.units["bureau"]


def test_what_answers_is_registered_or_published(place: Town) -> None:
    demand = claimed(place)
    draft = Edition.objects.get(id=registered(place)).resource_id
    with pytest.raises(InvalidInput):
        catalogue_demand(demand_id=demand, resource_id=draft, actor=place.editor, now=NOW)


def test_the_authority_answers_with_what_is_published(place: Town) -> None:
    demand = needed(place)
    resource = Edition.objects.get(id=published(place)).resource_id
    catalogue_demand(demand_id=demand, resource_id=resource, actor=place.checker, now=NOW)
    row = Demand.objects.get(id=demand)
    assert (row.standing, row.holder_id) == (State.CATALOGUED, place.units["bureau"])


def test_unconditional_data_meet_a_demand_without_a_request(place: Town) -> None:
    conditional = catalogued(place)
    with pytest.raises(NotNow):
        confirm_demand(demand_id=conditional, opinion="", actor=place.asker, now=NOW)
    demand = claimed(place)
    free = registered(place, share_type="1", share_condition="无条件")
    resource = Edition.objects.get(id=published(place, free)).resource_id
    catalogue_demand(demand_id=demand, resource_id=resource, actor=place.editor, now=NOW)
    confirm_demand(demand_id=demand, opinion="已从平台取得。", actor=place.asker, now=NOW)
    assert state_of(demand) is State.MET


def test_closing_and_withdrawing_have_reasons_and_the_clock_ends(place: Town) -> None:
    unlawful, back = needed(place), claimed(place)
    for act in (close_demand, withdraw_demand):
        actor = place.checker if act is close_demand else place.asker
        with pytest.raises(InvalidInput):
            act(demand_id=unlawful, reason="", actor=actor, now=NOW)
    close_demand(demand_id=unlawful, reason="没有法律依据。", actor=place.checker, now=NOW)
    withdraw_demand(demand_id=back, reason="业务取消。", actor=place.asker, now=NOW)
    assert {row.why_closed for row in Demand.objects.all()} == {"unlawful", "withdrawn"}
    for row in Demand.objects.all():
        assert describe(row.clock_id, now=NOW).stopped_at == NOW
    with pytest.raises(NotNow):
        withdraw_demand(demand_id=back, reason="x", actor=place.asker, now=NOW)


def test_nobody_checks_what_they_registered(place: Town) -> None:
    account = place.people["asker"].id
    grant_role(
        role_code="catalogue-authority", unit_id=place.root, account_id=account, valid_from=DAY,
        actor=installer(), now=NOW,
    )  # fmt: skip
    with clock.frozen(NOW):
        both = actor_for(account)
    demand = needed(place)
    for act, more in (
        (allot_demand, {"unit_id": place.units["bureau"], "opinion": ""}),
        (close_demand, {"reason": "x"}),
    ):
        with pytest.raises(SameHands):
            act(demand_id=demand, actor=both, now=NOW, **more)  # type: ignore[operator]


def test_late_stays_late_in_stage_and_whole(place: Town) -> None:
    demand = needed(place)
    later = NOW + timedelta(days=120)
    allot_demand(
        demand_id=demand, unit_id=place.units["bureau"], opinion="", actor=place.checker,
        now=later,
    )  # fmt: skip
    assert DemandStep.objects.get(kind="allot").was_late
    withdraw_demand(demand_id=demand, reason="不再需要。", actor=place.asker, now=later)
    row = Demand.objects.get(id=demand)
    assert row.is_late
    assert not DemandStep.objects.get(kind="withdraw").was_late  # the claim had time still


def test_days_across_the_spring_festival(place: Town) -> None:
    """27 January to 2 February 2017 were off, 22 January and 4 February were worked."""
    start = clock.start_of(date(2017, 1, 20)) + timedelta(hours=9)
    row = Demand.objects.get(id=needed(place, start))
    assert row.stage_due_on == date(2017, 1, 23)  # Sunday the 22nd is worked
    allot_demand(
        demand_id=row.id, unit_id=None, opinion="", actor=place.checker,
        now=clock.start_of(date(2017, 1, 25)) + timedelta(hours=9),
    )  # fmt: skip
    row.refresh_from_db()
    assert row.stage_due_on == date(2017, 2, 7)  # 26, then 3, 4, 6, 7 of February
    assert DemandStep.objects.get(kind="allot").was_late


def test_the_clock_is_with_whose_turn_it_is(place: Town) -> None:
    demand = allotted(place)
    reading = describe(Demand.objects.get(id=demand).clock_id, now=NOW)
    assert reading.unit_id == place.units["bureau"]
    decline_demand(demand_id=demand, reason="不属于。", actor=place.editor, now=NOW)
    reading = describe(reading.id, now=NOW)
    assert reading.unit_id == place.units["police"]


def test_people_are_told(place: Town) -> None:
    demand = allotted(place)
    told = list_notices(place.editor)
    assert any(str(demand) in notice.url for notice in told)
    claim_demand(demand_id=demand, unit_id=place.units["bureau"], actor=place.editor, now=NOW)
    assert any(str(demand) in notice.url for notice in list_notices(place.asker))


def test_who_sees_which_demand(place: Town) -> None:
    def seen(actor: Actor) -> int:
        return Demand.objects.filter(visible_demands(actor)).count()

    demand = needed(place)
    assert [seen(one) for one in (place.asker, place.checker, place.reader)] == [1, 1, 1]
    assert [seen(one) for one in (place.editor, place.stranger, ANONYMOUS)] == [0, 0, 0]
    with pytest.raises(Missing):
        claim_demand(demand_id=demand, unit_id=place.units["bureau"], actor=place.editor, now=NOW)
    allot_demand(demand_id=demand, unit_id=None, opinion="", actor=place.checker, now=NOW)
    assert seen(place.editor) == 1


def test_what_everybody_sees(place: Town) -> None:
    unchecked, shown = needed(place), allotted(place)
    hidden = needed(place, is_public=False)
    allot_demand(demand_id=hidden, unit_id=None, opinion="", actor=place.checker, now=NOW)
    unlawful = allotted(place)
    close_demand(demand_id=unlawful, reason="没有依据。", actor=place.checker, now=NOW)
    assert set(Demand.objects.filter(public_demands()).values_list("id", flat=True)) == {shown}
    assert unchecked != shown


def test_the_database_keeps_what_was_done(place: Town) -> None:
    demand = claimed(place)
    for change in (
        lambda: DemandStep.objects.all().update(opinion="别的"),
        lambda: DemandStep.objects.all().delete(),
        lambda: Demand.objects.filter(id=demand).delete(),
    ):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.filter(id=demand).update(holder=None)
    withdraw_demand(demand_id=demand, reason="不再需要。", actor=place.asker, now=NOW)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Demand.objects.filter(id=demand).update(is_late=True)


def test_every_live_state_has_a_turn_and_a_limit() -> None:
    live = set(State) - ENDED
    assert set(TURN) == set(STAGES) == live
    for state in live:
        assert any(may_act(act, state) for act in TRANSITIONS)
    assert not any(may_act(act, state) for act in TRANSITIONS for state in ENDED)


ACTS = st.lists(
    st.sampled_from(["allot", "open", "claim", "decline", "catalogue", "request", "refuse", "meet",
                     "close", "withdraw", "confirm"]),
    max_size=9,
)  # fmt: skip


@given(acts=ACTS)
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_whatever_is_tried_in_whatever_order_the_demand_stays_whole(
    place: Town, acts: list[str]
) -> None:
    """Only what the table allows happens; each act that happened left one step and one fact."""
    with transaction.atomic():
        demand = needed(place)
        resource = Edition.objects.get(id=published(place)).resource_id
        done, tries = 1, _tries(place, demand, resource)
        for n, name in enumerate(acts):
            now = NOW + timedelta(hours=n)
            before = state_of(demand)
            try:
                with transaction.atomic():
                    tries[name](now)
            except (Refusal, Missing):  # what is not checked yet, who holds it does not see
                assert state_of(demand) is before
                continue
            after = state_of(demand)
            if after is not before:
                done += 1
                assert any(after in {TRANSITIONS[act].get(before)} for act in TRANSITIONS)
        row = Demand.objects.get(id=demand)
        assert DemandStep.objects.filter(demand=row).count() == done
        stopped = describe(row.clock_id, now=NOW + timedelta(days=1)).stopped_at
        assert (stopped is not None) == (row.standing in ENDED)
        transaction.set_rollback(True)


def _tries(place: Town, demand: UUID, resource: UUID) -> dict[str, Callable[[Any], object]]:
    bureau, request = place.units["bureau"], uuid7()
    thing: dict[str, Any] = {"demand_id": demand}

    def allot(unit: UUID | None) -> Callable[[Any], object]:
        return lambda now: allot_demand(
            **thing, unit_id=unit, opinion="x", actor=place.checker, now=now
        )

    return {
        "allot": allot(bureau),
        "open": allot(None),
        "claim": lambda now: claim_demand(**thing, unit_id=bureau, actor=place.editor, now=now),
        "decline": lambda now: decline_demand(**thing, reason="x", actor=place.editor, now=now),
        "catalogue": lambda now: catalogue_demand(
            **thing, resource_id=resource, actor=place.editor, now=now
        ),
        "request": lambda now: request_for_demand(
            **thing, request_id=request, by=By(place.asker, now)
        ),
        "refuse": lambda now: refuse_for_demand(
            **thing, request_id=request, by=By(place.editor, now)
        ),
        "meet": lambda now: meet_demand(**thing, grant_id=uuid7(), by=By(place.editor, now)),
        "close": lambda now: close_demand(**thing, reason="x", actor=place.checker, now=now),
        "withdraw": lambda now: withdraw_demand(**thing, reason="x", actor=place.asker, now=now),
        "confirm": lambda now: confirm_demand(**thing, opinion="", actor=place.asker, now=now),
    }  # fmt: skip
