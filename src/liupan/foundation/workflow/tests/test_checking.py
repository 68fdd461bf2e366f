"""What cannot be executed is refused at deployment, naming element and reason."""

import json
import time
from functools import partial
from pathlib import Path

import pytest

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.engine import Engine, specify
from liupan.foundation.workflow.facade import (
    AlreadyDeployed,
    NotExecutable,
    check,
    deploy_process,
    find_definition,
    keep_process,
    list_definitions,
    objection_in_words,
    source_of,
)
from liupan.foundation.workflow.installing import shipped_files
from liupan.foundation.workflow.operations.deploying import ship_process
from liupan.foundation.workflow.rules.signing import Decision, Mode, Vote, decide
from liupan.foundation.workflow.tests.factories import APPROVAL, NOW, deployed, started, town
from liupan.foundation.workflow.wording import OBJECTIONS
from liupan.kernel.errors import InvalidInput, NotAuthorised

WHOLE = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:liupan="urn:liupan:workflow:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 targetNamespace="t"><bpmn:message id="m" name="late"/>
<bpmn:process id="p" isExecutable="true">{start}{body}{end}</bpmn:process></bpmn:definitions>"""
START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>'
WHO = '<bpmn:extensionElements><liupan:candidate kind="starter"/>{more}</bpmn:extensionElements>'


def flow(source: str, target: str, condition: str = "", one: str = "") -> str:
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    one = one or f"{source}-{target}"
    return (
        f'<bpmn:sequenceFlow id="{one}" sourceRef="{source}" targetRef="{target}">{inner}'
        "</bpmn:sequenceFlow>"
    )


def task(
    one: str = "t", more: str = "", tag: str = "userTask", inner: str = "", **said: str
) -> str:
    attributes = "".join(f' {k}="{v}"' for k, v in {"name": "办理", **said}.items())
    who = WHO.format(more=more)
    return f'<bpmn:{tag} id="{one}"{attributes}>{who}{inner}</bpmn:{tag}>'


def file(body: str, start: str = START, end: str = END) -> bytes:
    return WHOLE.format(start=start, body=body, end=end).encode()


def through(one: str) -> bytes:
    """Start, the thing named t, end."""
    return file(one + flow("s", "t") + flow("t", "e"))


def gateway(more: str = "", condition: str = "outcome = &quot;agree&quot;") -> bytes:
    return file(
        task() + f'<bpmn:exclusiveGateway id="g" {more}/>' + flow("s", "t") + flow("t", "g")
        + flow("g", "e", one="d") + flow("g", "t", condition, one="back")
    )  # fmt: skip


RING = file(
    task() + '<bpmn:exclusiveGateway id="g" default="out"/><bpmn:exclusiveGateway id="h"/>'
    + flow("s", "t") + flow("t", "h") + flow("h", "g") + flow("g", "e", one="out")
    + flow("g", "h", "true")
)  # fmt: skip
BORDER = '<bpmn:boundaryEvent id="b" attachedToRef="t">{}</bpmn:boundaryEvent>'

REFUSED = {
    "script": (through('<bpmn:scriptTask id="t"><bpmn:script>1</bpmn:script></bpmn:scriptTask>'),
               "t", "script"),
    "service": (through('<bpmn:serviceTask id="t"/>'), "t", "unknown_service"),
    "plain": (through('<bpmn:task id="t"/>'), "t", "plain_task"),
    "call": (through('<bpmn:callActivity id="t"/>'), "t", "sub_process"),
    "inner": (through('<bpmn:subProcess id="t"/>'), "t", "sub_process"),
    "rule": (through('<bpmn:businessRuleTask id="t"/>'), "t", "no_table"),
    "timer": (through('<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition/>'
                      "</bpmn:intermediateCatchEvent>"), "t", "timer"),
    "border timer": (file(task() + BORDER.format("<bpmn:timerEventDefinition/>") + flow("s", "t")
                          + flow("t", "e") + flow("b", "e")), "b", "timer"),
    "signal": (through('<bpmn:intermediateCatchEvent id="t"><bpmn:signalEventDefinition/>'
                       "</bpmn:intermediateCatchEvent>"), "t", "not_a_message"),
    "parallel": (through(task(inner="<bpmn:multiInstanceLoopCharacteristics/>")),
                 "t", "parallel_instances"),
    "extension": (through(task(more='<camunda:formData/>')), "t", "unknown_extension"),
    "attribute": (through(task(**{"camunda:assignee": "x"})), "t", "unknown_extension"),
    "nobody": (through('<bpmn:userTask id="t" name="x"/>'), "t", "nobody"),
    "ratio": (through(task(more='<liupan:signing mode="ratio" ratio="7"/>')), "t", "bad_ratio"),
    "mode": (through(task(more='<liupan:signing mode="half"/>')), "t", "unknown_signing"),
    "field": (through(task(more='<liupan:field name="a" right="all"/>')), "t", "bad_field"),
    "who": (through(task(more='<liupan:candidate kind="god" value="x"/>')),
            "t", "unknown_candidates"),
    "who rule": (through(task(more='<liupan:candidate kind="rule" value="x"/>')),
                 "t", "unknown_rule"),
    "expression": (through(task(more='<liupan:candidate kind="post" value="=不知"/>')),
                   "t", "bad_expression"),
    "no start": (file(task() + flow("t", "e"), start=""), "p", "no_start"),
    "no end": (file(task() + flow("s", "t"), end=""), "p", "no_end"),
    "unreachable": (file(task() + task("u") + flow("s", "t") + flow("t", "e") + flow("u", "e")),
                    "u", "unreachable"),
    "dead end": (file(task() + flow("s", "t") + '<bpmn:parallelGateway id="g"/>' + flow("t", "g")
                      + '<bpmn:exclusiveGateway id="x"/>' + flow("g", "e") + flow("g", "x")),
                 "x", "no_way_out"),
    "two ways": (file(task() + flow("s", "t") + flow("t", "e") + flow("t", "e", one="f")),
                 "t", "not_one_way"),
    "no default": (gateway(), "g", "no_default"),
    "python": (gateway('default="d"', "__import__('os').system('id')"), "back", "bad_expression"),
    "ring": (RING, "g", "never_waits"),
    "reserved": (through(task("t")).replace(b'id="e"', b'id="End"').replace(b'"e"', b'"End"'),
                 "End", "bad_id"),
    "loose": (file(task() + flow("s", "t") + flow("t", "gone")), "t-gone", "loose_end"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_executed_names_element_and_reason(what: str) -> None:
    source, element, reason = REFUSED[what]
    found = check(source)
    assert (element, reason) in [(o.element, o.reason) for o in found.objections]
    assert found.specification is None
    assert all(objection_in_words(o.reason, o.detail) for o in found.objections)


def test_ten_thousand_tasks_are_refused_at_once() -> None:
    many = "".join(task(f"t{n}") for n in range(10_000))
    began = time.process_time()
    found = check(file(many))
    assert [o.reason for o in found.objections] == ["too_many"]
    assert time.process_time() - began < 5


def test_every_reason_has_words() -> None:
    rules = Path(__file__).parents[1] / "rules/checking.py"
    text = rules.read_text("utf-8")
    assert all(reason == "engine" or f'"{reason}"' in text for reason in OBJECTIONS)


HOSTILE = {
    "entity": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + through(task()),
    "bomb": b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + through(task()),
    "text": b"not xml",
    "other": b"<html/>",
    "empty": b"",
    "no process": file("").replace(b"bpmn:process", b"bpmn:category"),
    "huge": b" " * (4 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_bpmn_is_refused_in_words(what: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(HOSTILE[what])
    assert refused.value.fields["file"]


@pytest.mark.django_db
def test_any_file_is_kept_byte_for_byte_and_only_good_ones_run(db: None) -> None:
    bad, actor = REFUSED["script"][0] + b"\r\n<!-- end -->\n", city.almighty()
    kept = keep_process(source=bad, actor=actor, now=NOW)
    assert source_of(kept) == bad
    assert [o.element for o in find_definition(kept).objections] == ["t"]
    with pytest.raises(NotExecutable) as refused:
        deploy_process(definition_id=kept, actor=actor, now=NOW)
    assert refused.value.objections[0].reason == "script"
    assert keep_process(source=bad, actor=actor, now=NOW) == kept  # the same file again
    with pytest.raises(NotAuthorised):
        keep_process(source=bad, actor=city.someone(), now=NOW)


MODELS = sorted((Path(__file__).resolve().parents[6] / "shared/data/bpmn-miwg").rglob("*.bpmn"))


@pytest.mark.django_db
@pytest.mark.skipif(not MODELS, reason="the standard's example models are not here")
def test_the_standards_examples_are_kept_byte_for_byte(db: None) -> None:
    for path in MODELS:
        kept = keep_process(source=path.read_bytes(), actor=city.almighty(), now=NOW)
        assert source_of(kept) == path.read_bytes(), path.name


@pytest.mark.django_db
def test_a_running_instance_keeps_its_version(db: None) -> None:
    place = town()
    first = deployed()
    made = started(place)
    second = deployed(APPROVAL.read_bytes().replace("签发".encode(), "核发".encode()))
    with pytest.raises(AlreadyDeployed):
        deploy_process(definition_id=second, actor=city.almighty(), now=NOW)
    assert [(d.number, d.running) for d in list_definitions()] == [(2, 0), (1, 1)]
    started(place)
    assert [(d.number, d.running) for d in list_definitions()] == [(2, 1), (1, 1)]
    assert made
    assert first != second


@pytest.mark.django_db
def test_what_an_office_ships_is_deployed_once_and_the_citys_own_version_stays(db: None) -> None:
    ship = partial(ship_process, actor=city.almighty(), now=NOW)
    source = APPROVAL.read_bytes()
    assert ship(source=source)
    assert not ship(source=source)
    deployed(source + b"\n")
    assert not ship(source=source)
    assert ship(source=source + b"\n\n")
    assert all(path.suffix == ".bpmn" for path in shipped_files())


def test_a_marking_is_small_and_holds_no_past() -> None:
    engine = Engine(json.loads(json.dumps(specify(APPROVAL.read_bytes(), "approval"))))
    refuse = partial(lambda _text, data: data.get("outcome") == "refuse")
    moved = engine.start({}, refuse, lambda _n, _d: {})
    sizes = []
    for _round in range(20):
        open_now = {one.element: one.id for one in moved.opened}
        for element in ("draft", "review", "check", "joint", "sign"):
            token = open_now[element]
            data = {"outcome": "refuse"}
            moved = engine.complete(moved.marking, token, data, refuse, lambda _n, _d: {})
            open_now |= {one.element: one.id for one in moved.opened}
        sizes.append(len(json.dumps(moved.marking)))
    assert len(set(sizes)) == 1
    assert sizes[0] < 1000


@pytest.mark.parametrize(
    ("mode", "votes", "decision"),
    [
        (Mode.ALL, "aa.", Decision.PENDING), (Mode.ALL, "ar.", Decision.REFUSED),
        (Mode.ALL, "aaa", Decision.AGREED), (Mode.ANY, "r.a", Decision.AGREED),
        (Mode.ANY, "rr.", Decision.PENDING), (Mode.ANY, "rrr", Decision.REFUSED),
        (Mode.ORDER, "aa.", Decision.PENDING), (Mode.RATIO, "aa.", Decision.AGREED),
        (Mode.RATIO, "rr.", Decision.REFUSED), (Mode.RATIO, "", Decision.PENDING),
    ],
)  # fmt: skip
def test_joint_signs_are_decided_by_their_rule(mode: Mode, votes: str, decision: Decision) -> None:
    from decimal import Decimal

    said = {"a": Vote.AGREE, "r": Vote.REFUSE, ".": None}
    assert decide(mode, [said[one] for one in votes], Decimal("0.6")) is decision


def test_the_engine_never_evaluates_python() -> None:
    source = gateway('default="d"', "outcome = &quot;__import__&quot;")
    spec = specify(source, "p")
    asked: list[str] = []

    def evaluate(text: str, _data: object) -> object:
        asked.append(text)
        return False

    engine = Engine(spec)
    moved = engine.start({}, evaluate, lambda _n, _d: {})
    moved = engine.complete(moved.marking, moved.opened[0].id, {}, evaluate, lambda _n, _d: {})
    assert moved.ended
    assert asked == ['outcome = "__import__"']
