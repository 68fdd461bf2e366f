"""A token that goes straight over stands exactly where the engine would have put it."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.workflow.engine import Engine, Moved, Placed, specify, standing
from liupan.foundation.workflow.rules.undoing import Done

FLOWS = (
    "begin split, split a1, a1 a2, a2 a3, a3 join, split b1, b1 b2, b2 join, split c1, c1 c2,"
    " c2 c3, c3 join, told c3, join z1, z1 z2, z2 end"
)
TASKS = ("a1", "a2", "a3", "b1", "b2", "c1", "c2", "c3", "z1", "z2")
STRAIGHT = {"a1": "a2", "a2": "a3", "b1": "b2", "z1": "z2"}
"""Not `c1`, since an event stands at the border of `c2`; not `c2`, since it leaves that."""
SOURCE = (
    '<bpmn:definitions targetNamespace="t"'
    ' xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    '<bpmn:message id="m" name="told"/><bpmn:process id="p" isExecutable="true">'
    '<bpmn:startEvent id="begin"/><bpmn:parallelGateway id="split"/>'
    '<bpmn:parallelGateway id="join"/><bpmn:endEvent id="end"/>'
    '<bpmn:boundaryEvent id="told" attachedToRef="c2">'
    '<bpmn:messageEventDefinition id="d" messageRef="m"/></bpmn:boundaryEvent>'
    + "".join(f'<bpmn:userTask id="{task}"/>' for task in TASKS)
    + "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(flow.split() for flow in FLOWS.split(","))
    )
    + "</bpmn:process></bpmn:definitions>"
).encode()
ENGINE = Engine(specify(SOURCE, "p"))
NOTHING: tuple[Any, ...] = ({}, lambda _text, _data: None, lambda _name, _data: {})


ACTS = st.tuples(st.sampled_from(["do", "do", "do", "back", "tell"]), st.integers(0, 9))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(acts=st.lists(ACTS, max_size=14))
def test_a_token_that_goes_straight_over_stands_where_the_engine_puts_it(
    acts: list[tuple[str, int]],
) -> None:
    moved = ENGINE.start(*NOTHING)
    for kind, number in acts:
        open_now = standing(moved.marking, TASKS)
        for one in open_now:
            _compare(moved, one.id, one.element)
        if not open_now:
            return
        one = open_now[number % len(open_now)]
        moved = _after(moved, kind, one.id, one.element) or moved


def _after(moved: Moved, kind: str, token: UUID, element: str) -> Moved | None:
    if kind == "do":
        return ENGINE.complete(moved.marking, token, *NOTHING)
    if kind == "tell":
        return ENGINE.deliver(moved.marking, "told", *NOTHING)
    return ENGINE.replace(
        moved.marking, without=[token], on=[Placed(element, Done(token, frozenset()))],
        given_back=(), undone=frozenset(), data=NOTHING[0], evaluate=NOTHING[1], serve=NOTHING[2],
    )  # fmt: skip


def _compare(moved: Moved, token: UUID, element: str) -> None:
    found = ENGINE.step(moved.marking, token)
    if element not in STRAIGHT:
        assert found is None
        return
    assert found is not None
    assert found.opened[0].element == STRAIGHT[element]
    assert called_alike(ENGINE.work_out(moved.marking, token, *NOTHING), found) == found


def called_alike(moved: Moved, other: Moved) -> Moved:
    """The same move; its new token is called as in the other one."""
    (mine,), (theirs,) = moved.opened, other.opened
    text = json.dumps(moved.marking).replace(str(mine.id), str(theirs.id))
    return replace(moved, marking=json.loads(text), opened=(replace(mine, id=theirs.id),))
