"""A trial run: the real engine in memory, bounded, and nothing left of it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.checked import check
from liupan.foundation.workflow.facade import (
    Branch,
    Move,
    NotPossible,
    Started,
    TrialRef,
    find_definition,
    keep_process,
    record_trial,
    try_process,
)
from liupan.foundation.workflow.loaded import loaded_from
from liupan.foundation.workflow.rules.branches import branches_of
from liupan.foundation.workflow.tests.factories import APPROVAL, NOW, actor
from liupan.foundation.workflow.tests.test_checking import RING, file, flow, gateway, task, through
from liupan.foundation.workflow.trials import MOVES, ROUNDS, Trial, run_trial
from liupan.kernel import clock
from liupan.kernel.errors import NotAuthorised


def trial(source: bytes, *moves: Move, **values: Any) -> Trial:
    checked = check(source)
    assert checked.specification is not None, checked.objections
    return run_trial(
        loaded_from(checked.drawing, checked.specification), values, moves, lambda _name: None
    )


def done(step: int, outcome: str = "agree", **values: Any) -> Move:
    return Move(act="complete", step=step, outcome=outcome, values=values)


def names(found: Trial) -> list[str]:
    return [one.step.element for one in found.open_steps]


def branches(source: bytes) -> dict[str, Branch]:
    return {one.flow: one for one in branches_of(check(source).drawing)}


def test_a_trial_walks_branches_joins_and_loops() -> None:
    source = APPROVAL.read_bytes()
    assert names(trial(source)) == ["draft"]
    assert names(trial(source, done(1))) == ["review", "joint"]
    to_sign = (done(1), done(2), done(3), done(4))
    assert names(trial(source, *to_sign)) == ["sign", "late"]
    again = trial(source, *to_sign, done(5, "refuse"))
    assert names(again) == ["draft"]
    ended = trial(source, *to_sign, done(5, 批示="同意"))
    assert ended.ended
    assert ended.data["批示"] == "同意"
    assert not ended.refused


def test_a_trial_returns_as_the_real_thing_does() -> None:
    source = APPROVAL.read_bytes()
    back = trial(source, done(1), done(2), Move(act="return", step=4, to=2))
    assert names(back) == ["joint", "review"]  # the branch beside it goes on
    whole = trial(source, done(1), done(2), Move(act="return", step=3, to=1))
    assert names(whole) == ["draft"]
    assert [one.state for one in whole.steps][:4] == ["undone"] * 4


def test_a_message_comes_when_the_trier_says_so() -> None:
    source = APPROVAL.read_bytes()
    late = trial(source, done(1), done(2), done(3), done(4), Move(act="tell", step=6))
    assert names(late) == ["urgent"]
    assert trial(source, Move(act="tell", step=1)).refused


@pytest.mark.parametrize(
    "move",
    [
        Move(act="complete", step=9),
        Move(act="return", step=1, to=1),
        Move(act="execute", step=1),
        done(1, 批示="x"),
        done(1, 附件="x"),
    ],
    ids=["no step", "nowhere", "no act", "hidden field", "unknown field"],
)
def test_what_cannot_be_done_stops_it_with_a_sentence(move: Move) -> None:
    found = trial(APPROVAL.read_bytes(), move, done(1))
    assert found.refused
    assert found.moves == []
    assert names(found) == ["draft"]


def test_who_goes_round_is_stopped() -> None:
    around = gateway('default="d"', "outcome = &quot;refuse&quot;")
    found = trial(around, *(done(n, "refuse") for n in range(1, 3 * ROUNDS)))
    assert "goes round" in found.stopped or "绕圈" in found.stopped
    assert len(found.steps) == ROUNDS + 1
    assert not check(around).objections
    assert [one.reason for one in check(RING).objections] == ["never_waits"]


def test_a_trial_is_bounded() -> None:
    assert trial(APPROVAL.read_bytes(), done(1, 标题="长" * 40_000)).refused
    assert trial(APPROVAL.read_bytes(), 审核岗="长" * 40_000).stopped
    many = trial(APPROVAL.read_bytes(), *[done(1)] * (MOVES * 2))
    assert len(many.moves) == 1


def test_a_condition_that_cannot_be_worked_out_stops_it() -> None:
    broken = gateway('default="d"', "1 / 0 &gt; 1")
    found = trial(broken, done(1))
    assert found.refused
    assert names(found) == ["t"]


NUMBERS = file(
    '<bpmn:extensionElements><liupan:data name="金额" type="number"/></bpmn:extensionElements>'
    + task() + '<bpmn:exclusiveGateway id="g" name="多少" default="d"/>'
    + flow("s", "t") + flow("t", "g") + flow("g", "e", one="d")
    + flow("g", "t", "金额 &gt; 5000", one="much") + flow("g", "t", "金额 &gt; 9000", one="more")
)  # fmt: skip


def test_a_branch_no_value_can_reach_is_found() -> None:
    found = branches(NUMBERS)
    assert found["much"].values == (("金额", "(5000..9000)"),)
    assert found["more"].is_dead  # whoever has more than 9000 has more than 5000
    assert found["d"].values is not None
    assert found["d"].steps == ("办理", "多少")


@pytest.mark.parametrize(
    ("condition", "is_dead"),
    [
        ("outcome = &quot;refuse&quot;", False),
        ("outcome = &quot;a&quot; and outcome = &quot;b&quot;", True),
        ("false", True),
        ("starts with(outcome, &quot;re&quot;)", False),
        ("outcome = null", False),
    ],
)
def test_conditions_are_tried_by_what_they_tell_apart(condition: str, is_dead: bool) -> None:
    assert branches(gateway('default="d"', condition))["back"].is_dead is is_dead


def test_a_way_that_only_a_dead_branch_leads_on_is_no_way() -> None:
    source = file(
        task() + task("u", name="再办") + '<bpmn:exclusiveGateway id="g" default="d"/>'
        + '<bpmn:exclusiveGateway id="h" default="round"/>'
        + flow("s", "t") + flow("t", "g") + flow("g", "e", one="d")
        + flow("g", "u", "outcome = &quot;x&quot;", one="on") + flow("u", "h")
        + flow("h", "u", one="round") + flow("h", "e", "false", one="never")
    )  # fmt: skip
    found = branches(source)
    assert found["never"].is_dead
    assert found["on"].steps == ()


def kept(source: bytes) -> Any:
    return keep_process(source=source, actor=city.almighty(), now=NOW)


def tried(definition_id: Any, *moves: Move) -> TrialRef:
    page = try_process(
        definition_id=definition_id, started=Started(moves=moves), actor=city.almighty(),
        day=clock.on(NOW),
    )  # fmt: skip
    assert page.trial is not None
    return page.trial


def test_nothing_is_left_of_a_trial(db: None) -> None:
    city.found()
    one = kept(APPROVAL.read_bytes())
    with CaptureQueriesContext(
        connection,
    ) as seen:
        tried(one, done(1), done(2), done(3), done(4), done(5))
    words = {query["sql"].split()[0] for query in seen.captured_queries}
    assert words == {"SELECT"}


def test_a_trial_to_the_end_can_be_put_on_record(db: None) -> None:
    city.found()
    one = kept(through(task()))
    with pytest.raises(NotPossible):
        record_trial(definition_id=one, started=Started(), actor=city.almighty(), now=NOW)
    assert find_definition(one).tried_at is None
    through_it = Started(moves=(done(1),))
    record_trial(definition_id=one, started=through_it, actor=city.almighty(), now=NOW)
    assert find_definition(one).tried_at == NOW


def test_only_who_deploys_tries(db: None) -> None:
    city.found()
    one = kept(through(task()))
    stranger = actor(city.person())
    with pytest.raises(NotAuthorised):
        try_process(definition_id=one, started=None, actor=stranger, day=clock.on(NOW))
    with pytest.raises(NotAuthorised):
        record_trial(definition_id=one, started=Started(), actor=stranger, now=NOW)


def test_a_step_that_nobody_can_do_is_found(db: None) -> None:
    city.found()
    unit = city.unit("固原市人民政府", category="government")
    nobody = '<liupan:candidate kind="role" value="{}"/>'
    who = task().replace('<liupan:candidate kind="starter"/>', nobody.format("chief"))
    one = kept(through(who))
    page = try_process(
        definition_id=one, started=Started(unit_id=unit), actor=city.almighty(), day=clock.on(NOW)
    )
    assert [element for element, _words in page.problems] == ["t"]
    assert page.trial
    assert page.trial.open_steps[0].who == ()
