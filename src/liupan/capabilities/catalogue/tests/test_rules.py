"""What the checks find, which acts follow which, what two editions say otherwise."""

from dataclasses import replace
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.rules.comparing import changes
from liupan.capabilities.catalogue.rules.elements import (
    Elements,
    ItemSaid,
    Limits,
    Why,
    check,
    cites_article,
)
from liupan.capabilities.catalogue.rules.states import (
    EDITABLE,
    GROUNDED,
    TRANSITIONS,
    WORKING,
    Act,
    State,
    after,
    has_done_the_step_before,
    may_act,
    possible,
)
from liupan.capabilities.catalogue.tests.factories import USCC, WHOLE

LIMITS = Limits(
    title=50,
    abstract=256,
    category_digits=6,
    listed={
        "category": frozenset({"1", "101", "101001", "301002"}),
        "format_class": frozenset("1234567"),
        "share_type": frozenset("123"),
        "share_mode": frozenset("123"),
        "update_cycle": frozenset({"daily"}),
        "item_type": frozenset("CNYDTLMGBIF"),
    },
)
SAID = replace(WHOLE, provider_code=USCC, category="301002")
A, B = UUID(int=1), UUID(int=2)


def found(**changed: object) -> set[tuple[str, Why]]:
    return {(one.element, one.why) for one in check(replace(SAID, **changed), LIMITS)}


def test_a_whole_entry_has_nothing_wrong() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("changed", "element", "why"),
    [
        ({"title": ""}, "title", Why.MISSING),
        ({"title": "名" * 51}, "title", Why.TOO_LONG),
        ({"abstract": "文" * 257}, "abstract", Why.TOO_LONG),
        ({"abstract": " "}, "abstract", Why.MISSING),
        ({"provider_code": USCC[:-1] + "X"}, "provider_code", Why.BAD_CODE),
        ({"category": "101"}, "category", Why.BAD_CODE),
        ({"category": "999999"}, "category", Why.NOT_LISTED),
        ({"share_type": "4"}, "share_type", Why.NOT_LISTED),
        ({"update_cycle": "often"}, "update_cycle", Why.NOT_LISTED),
        ({"share_condition": " "}, "share_condition", Why.NO_CONDITION),
        ({"share_type": "3"}, "share_condition", Why.NO_ARTICLE),
        ({"share_type": "3", "is_open": True}, "is_open", Why.NOT_SHARED_BUT_OPEN),
        ({"is_open": True}, "open_condition", Why.NO_OPEN_CONDITION),
        ({"items": ()}, "items", Why.MISSING),
        ({"items": (ItemSaid(name="姓名"), ItemSaid(name="姓名"))}, "item_name", Why.TWICE),
        ({"items": (ItemSaid(name="姓名", data_type="X"),)}, "item_type", Why.NOT_LISTED),
        ({"category": "101001"}, "share_type", Why.BASE_NOT_FREE),
    ],
)
def test_what_is_wrong_is_found(changed: dict[str, object], element: str, why: Why) -> None:
    assert (element, why) in found(**changed)


def test_the_longest_texts_that_are_allowed() -> None:
    assert found(title="名" * 50, abstract="文" * 256) == set()


def test_files_have_no_items() -> None:
    assert found(format_class="1", items=()) == set()


def test_advice_does_not_block() -> None:
    advice = check(replace(SAID, category="101001"), LIMITS)
    assert [one.blocks for one in advice] == [False]
    assert advice[0].name == "共享类型"


@pytest.mark.parametrize(
    ("text", "is_cited"),
    [
        ("《道路交通安全法》第七十三条", True),
        ("婚姻登记条例第12条", True),
        ("国发〔2016〕51号", True),
        ("国发[2016] 51 号", True),
        ("依法不予共享", False),
        ("", False),
    ],
)
def test_a_ground_cites_an_article_or_document(text: str, is_cited: bool) -> None:
    assert cites_article(text) is is_cited


def test_every_state_can_be_left_but_the_end() -> None:
    for state in State:
        assert bool(possible(state)) is (state is not State.WITHDRAWN), state


def test_the_way_into_the_catalogue() -> None:
    state = State.DRAFT
    for act in (Act.HAND_IN, Act.PASS, Act.ASK, Act.PUBLISH):
        state = after(act, state)
    assert state is State.PUBLISHED
    assert not any(may_act(Act.PUBLISH, one) for one in State if one is not State.PUBLISHING)


def test_groups_of_states_fit_together() -> None:
    assert EDITABLE < WORKING
    assert State.PUBLISHED not in WORKING
    assert set() == GROUNDED & EDITABLE
    assert {s for moves in TRANSITIONS.values() for s in moves.values()} <= set(State)


@pytest.mark.parametrize(
    ("act", "before"),
    [
        (Act.PASS, "handed_in_by"),
        (Act.RETURN, "handed_in_by"),
        (Act.REJECT, "handed_in_by"),
        (Act.ASK, "registered_by"),
        (Act.PUBLISH, "asked_by"),
        (Act.PUBLISH, "registered_by"),
        (Act.REFUSE, "registered_by"),
    ],
)
def test_nobody_takes_two_successive_steps(act: Act, before: str) -> None:
    steps = {"handed_in_by": B, "registered_by": B, "asked_by": B}
    assert not has_done_the_step_before(act, A, **steps)
    assert has_done_the_step_before(act, A, **{**steps, before: A})


def test_the_one_who_handed_in_may_ask_for_publication() -> None:
    assert not has_done_the_step_before(Act.ASK, A, handed_in_by=A, registered_by=B, asked_by=None)


def test_what_two_editions_say_otherwise() -> None:
    items = (WHOLE.items[0], replace(WHOLE.items[1], length=60), ItemSaid(name="证件号码"))
    after_ = replace(WHOLE, title="婚姻登记信息", items=items)
    told = [(one.element, one.item) for one in changes(WHOLE, after_)]
    assert told == [
        ("title", ""), ("items", "女方姓名"), ("items", "登记日期"), ("items", "证件号码"),
    ]  # fmt: skip
    assert changes(WHOLE, replace(WHOLE)) == []


def test_another_order_of_items_is_a_change() -> None:
    turned: Elements = replace(WHOLE, items=WHOLE.items[::-1])
    assert [one.element for one in changes(WHOLE, turned)] == ["items"]
