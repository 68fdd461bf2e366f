"""Pure decisions of sending: states, numbers, texts; and the drawing of its process."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.capabilities.correspondence import processes
from liupan.capabilities.correspondence.rules.numbers import PATTERN, parts_of_number
from liupan.capabilities.correspondence.rules.sending import (
    EDITABLE,
    LOCKED,
    NUMBERED,
    OF_STEP,
    OVER,
    State,
    is_back,
    state_of,
)
from liupan.capabilities.correspondence.rules.texts import canonical
from liupan.foundation.workflow.facade import check

WAY = list(OF_STEP)
STEPS = st.lists(st.sampled_from([*WAY, "which", "reviewed", "nowhere"]))


@given(STEPS)
def test_of_several_steps_the_first_on_the_way_counts(open_steps: list[str]) -> None:
    known = [one for one in open_steps if one in OF_STEP]
    found = state_of(open_steps)
    if not known:
        assert found is None
    else:
        assert found is OF_STEP[min(known, key=WAY.index)]
        assert state_of(reversed(open_steps)) is found


def test_each_step_is_a_state_of_its_own() -> None:
    assert len(set(OF_STEP.values())) == len(OF_STEP)
    assert set(OF_STEP.values()) | OVER == set(State)


def test_back_is_the_other_way_round() -> None:
    for one, other in product(State, State):
        assert not (is_back(one, other) and is_back(other, one))
    assert is_back(State.SEALING, State.DRAFTING)
    assert not is_back(State.WITHDRAWN, State.DRAFTING)


def test_what_is_locked_is_not_editable_and_what_is_numbered_is_locked() -> None:
    assert not LOCKED & EDITABLE
    assert NUMBERED <= LOCKED


@given(st.text("固政办发", min_size=1, max_size=8), st.integers(1, 9999))
def test_a_number_is_read_as_it_was_written(code: str, serial: int) -> None:
    text = PATTERN.format(prefix=code, year=2017, n=serial)
    assert parts_of_number(text) == (code, 2017, serial)


@pytest.mark.parametrize("text", ["", "第3号", "固政办发[2017]3号", "固政办发〔17〕3号"])
def test_other_writing_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parts_of_number(text)


def test_one_text_is_written_one_way() -> None:
    assert canonical({"b": 1, "a": "字"}) == '{"a":"字","b":1}'.encode()


def test_the_process_can_be_executed_and_is_drawn() -> None:
    source = (Path(processes.__file__).parent / "sending.bpmn").read_bytes()
    assert not check(source).objections
    for element in OF_STEP:
        assert f'bpmnElement="{element}"'.encode() in source
