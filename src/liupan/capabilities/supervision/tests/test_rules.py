"""The rules as tables: states, roll-up, sheets, numbers."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.capabilities.supervision.rules.limits import code_of, limit_key, number_of, path_of
from liupan.capabilities.supervision.rules.rollup import Part, roll_up
from liupan.capabilities.supervision.rules.sheets import (
    Colour,
    Issued,
    Objection,
    SheetRules,
    SheetState,
    called_next,
    calls_for_blue,
    is_direct,
    next_colour,
    objection,
)
from liupan.capabilities.supervision.rules.states import (
    DONE,
    HOLDERS,
    OPEN,
    TRANSITIONS,
    Act,
    State,
    after,
    may_act,
    possible,
)

DAY = date(2017, 11, 8)
RULES = SheetRules(
    share=80, answer_days=dict.fromkeys(Colour, 5), automatic=frozenset({Colour.BLUE})
)


@pytest.mark.parametrize(
    ("act", "state", "follows"),
    [
        (Act.HAND_OVER, State.REGISTERED, State.HANDED_OVER),
        (Act.SIGN_FOR, State.HANDED_OVER, State.WORKING),
        (Act.REPORT, State.WORKING, State.ENDORSING),
        (Act.ENDORSE, State.ENDORSING, State.VERIFYING),
        (Act.RETURN, State.ENDORSING, State.WORKING),
        (Act.RETURN, State.VERIFYING, State.WORKING),
        (Act.CLOSE, State.VERIFYING, State.CLOSED),
        (Act.ARCHIVE, State.CLOSED, State.ARCHIVED),
        (Act.REOPEN, State.CLOSED, State.WORKING),
        (Act.REOPEN, State.ARCHIVED, State.WORKING),
        (Act.WITHDRAW, State.REGISTERED, State.WITHDRAWN),
        (Act.WITHDRAW, State.HANDED_OVER, State.WITHDRAWN),
        (Act.PROGRESS, State.WORKING, State.WORKING),
    ],
)
def test_what_comes_of_an_act(act: Act, state: State, follows: State) -> None:
    assert may_act(act, state)
    assert after(act, state) is follows


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (Act.HAND_OVER, State.WORKING),
        (Act.SIGN_FOR, State.REGISTERED),
        (Act.REPORT, State.HANDED_OVER),
        (Act.CLOSE, State.ENDORSING),
        (Act.CLOSE, State.WORKING),
        (Act.WITHDRAW, State.WORKING),
        (Act.REOPEN, State.WITHDRAWN),
        (Act.SHEET, State.CLOSED),
        (Act.PROGRESS, State.CLOSED),
    ],
)
def test_what_may_not_be(act: Act, state: State) -> None:
    assert not may_act(act, state)
    assert act not in possible(state)


def test_every_state_has_one_holder_and_only_closing_leads_to_closed() -> None:
    assert set(HOLDERS) == set(State)
    into = {a for a, moves in TRANSITIONS.items() if State.CLOSED in moves.values()}
    moving = {a for a in into if set(TRANSITIONS[a]) - {State.CLOSED}}
    assert Act.CLOSE in moving
    assert all(a is Act.CLOSE or TRANSITIONS[a].get(State.CLOSED) is State.CLOSED for a in moving)


def test_a_pause_stops_the_work() -> None:
    assert not may_act(Act.REPORT, State.WORKING, is_paused=True)
    assert may_act(Act.RESUME, State.WORKING, is_paused=True)
    assert not may_act(Act.RESUME, State.WORKING)


def leaf(name: str, state: State, percent: int = 0, weight: int = 1, **more: object) -> Part:
    return Part(id=name, parent="w", state=state, percent=percent, weight=weight, **more)  # type: ignore[arg-type]


WHOLE = Part(id="w", parent=None, state=State.WORKING, percent=0)


def test_the_example_of_the_page() -> None:
    parts = [
        WHOLE,
        leaf("1", State.CLOSED, weight=20),
        leaf("2", State.WORKING, 50, 20),
        leaf("3", State.WORKING, 66, 30),
        leaf("4", State.WORKING, 40, 20),
        leaf("5", State.WORKING, 0, 10),
    ]
    found = roll_up(parts)["w"]
    assert (found.value, found.sum, found.weights) == (57, 5780, 100)
    assert found.is_held_back


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ([WHOLE], 0),
        ([Part(id="w", parent=None, state=State.WORKING, percent=99)], 99),
        ([Part(id="w", parent=None, state=State.CLOSED, percent=40)], 100),
        ([Part(id="w", parent=None, state=State.ENDORSING, percent=0)], 99),
        ([WHOLE, leaf("1", State.VERIFYING, 40), leaf("2", State.WORKING, 40)], 69),
        ([WHOLE, leaf("1", State.CLOSED)], 99),
        ([WHOLE, leaf("1", State.CLOSED), leaf("2", State.WITHDRAWN)], 99),
        ([WHOLE, leaf("1", State.WITHDRAWN)], 0),
        (
            [
                Part(id="w", parent=None, state=State.CLOSED, percent=0),
                leaf("1", State.CLOSED),
                leaf("2", State.WORKING, 20, is_mandatory=False),
            ],
            60,
        ),
    ],
    ids=[
        "none",
        "own",
        "closed",
        "reported",
        "verified",
        "whole-open",
        "withdrawn",
        "all-withdrawn",
        "optional-open",
    ],
)
def test_how_far(parts: list[Part], value: int) -> None:
    assert roll_up(parts)["w"].value == value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(State)), st.integers(0, 99), st.integers(1, 50), st.booleans()
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([State.WORKING, State.CLOSED]),
)
def test_the_whole_is_the_weighted_mean_of_its_parts(
    parts: list[tuple[State, int, int, bool]], state: State
) -> None:
    made = [
        leaf(str(n), s, percent, weight, is_mandatory=m)
        for n, (s, percent, weight, m) in enumerate(parts)
    ]
    found = roll_up([Part(id="w", parent=None, state=state, percent=0), *made])["w"].value
    reported = (State.ENDORSING, State.VERIFYING)
    counted = [
        (100 if s in DONE else 99 if s in reported else p, w, m, s)
        for s, p, w, m in parts
        if s != State.WITHDRAWN
    ]
    if not counted:
        assert found == (100 if state in DONE else 0)
        return
    mean = int(
        Fraction(sum(p * w for p, w, _m, _s in counted), sum(w for _p, w, _m, _s in counted))
    )
    held = state in OPEN or any(m and s in OPEN for _p, _w, m, s in counted)
    assert found == (min(mean, 99) if held else mean)


def sheet(colour: Colour, state: SheetState) -> Issued:
    return Issued(colour, state, DAY)


@pytest.mark.parametrize(
    ("history", "turn"),
    [
        ([], Colour.BLUE),
        ([sheet(Colour.BLUE, SheetState.OPEN)], None),
        ([sheet(Colour.BLUE, SheetState.ANSWERED)], Colour.BLUE),
        ([sheet(Colour.BLUE, SheetState.LAPSED)], Colour.ORANGE),
        ([sheet(Colour.ORANGE, SheetState.LAPSED)], Colour.RED),
        ([sheet(Colour.RED, SheetState.LAPSED)], Colour.RED),
        ([sheet(Colour.ORANGE, SheetState.ENDED)], Colour.BLUE),
    ],
    ids=["first", "open", "answered", "blue", "orange", "red", "ended"],
)
def test_whose_turn_it_is(history: list[Issued], turn: Colour | None) -> None:
    assert next_colour(history) is turn


def test_direct_needs_urgency_or_a_reason() -> None:
    plain = {"urgency": "ordinary", "direct_reason": ""}
    assert objection(Colour.ORANGE, [], **plain) is Objection.NOT_LAPSED
    assert objection(Colour.ORANGE, [], urgency="hard", direct_reason="") is None
    assert objection(Colour.RED, [], urgency="ordinary", direct_reason="x") is None
    assert objection(Colour.BLUE, [], **plain) is None
    opened = [sheet(Colour.BLUE, SheetState.OPEN)]
    assert objection(Colour.BLUE, opened, **plain) is Objection.ONE_OPEN
    assert is_direct(Colour.RED, [])
    assert not is_direct(Colour.BLUE, [sheet(Colour.BLUE, SheetState.LAPSED)])


@pytest.mark.parametrize(
    ("used", "percent", "late", "called"),
    [(79, 0, False, False), (80, 0, False, True), (95, 10, False, False), (100, 10, True, True)],
)
def test_what_calls_for_blue(used: int, percent: int, late: bool, called: bool) -> None:
    assert calls_for_blue(used, percent, late, RULES) is called


@pytest.mark.parametrize(
    ("history", "colour"),
    [
        ([], None),
        ([sheet(Colour.BLUE, SheetState.LAPSED)], Colour.ORANGE),
        ([sheet(Colour.ORANGE, SheetState.LAPSED)], Colour.RED),
        ([sheet(Colour.RED, SheetState.LAPSED)], None),
        ([sheet(Colour.BLUE, SheetState.ANSWERED)], None),
        ([sheet(Colour.BLUE, SheetState.OPEN)], None),
    ],
    ids=["none", "orange", "red", "end", "answered", "open"],
)
def test_what_a_rule_calls_for_next(history: list[Issued], colour: Colour | None) -> None:
    assert called_next(history) is colour


def test_numbers_paths_and_limits() -> None:
    assert code_of("86-4", 2) == "86-4-2"
    assert number_of("固督〔2017〕86号", "86", "86-4-2") == "固督〔2017〕86-4-2号"
    assert number_of("固督〔2017〕17号", "17", "17-1") == "固督〔2017〕17-1号"
    assert path_of("", 86, 2017) < path_of("2017.00086", 4) < path_of("2017.00086", 12)
    assert [limit_key("note", u) for u in ("ordinary", "urgent", "hard")] == [
        "note", "note_urgent", "note_hard",
    ]  # fmt: skip
    assert limit_key("meeting", "ordinary") == "minutes"
