"""Decision tables: kept by version, refused with a reason, asked by processes that keep theirs."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.facade import (
    AlreadyDeployed,
    NotExecutable,
    TableNotFit,
    ask_table,
    check,
    deploy_process,
    deploy_table,
    describe_instance,
    describe_table,
    keep_process,
    keep_table,
    list_tables,
    redraw_table,
    table_source_of,
    timeline_of,
)
from liupan.foundation.workflow.models import Instance, Verdict
from liupan.foundation.workflow.tests.factories import (
    NOW,
    actor,
    deployed,
    do,
    open_items,
    started,
    town,
)
from liupan.foundation.workflow.tests.test_checking import file, flow, task
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion

COLUMNS = '<input id="i" label="金额"><inputExpression id="x" typeRef="number"><text>金额</text></inputExpression></input>'  # noqa: E501
RULES = (("&lt;= 5000", '"科长"'), ("&gt; 5000", '"局长"'))


def dmn(*rules: tuple[str, str], name: str = "审批级别", policy: str = "UNIQUE") -> bytes:
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="a{n}"><text>{test}</text></inputEntry>'
        f'<outputEntry id="b{n}"><text>{said}</text></outputEntry></rule>'
        for n, (test, said) in enumerate(rules or RULES)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        f'namespace="n"><decision id="e" name="{name}"><decisionTable id="t" hitPolicy="{policy}">'
        f'{COLUMNS}<output id="o" name="{name}"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


DATA = "<bpmn:extensionElements>{}</bpmn:extensionElements>"
ASKS = '<bpmn:businessRuleTask id="r" name="定级"><bpmn:extensionElements>{}</bpmn:extensionElements></bpmn:businessRuleTask>'  # noqa: E501


def process(
    asks: str = '<liupan:decision table="审批级别" result="级别"/>',
    data: tuple[tuple[str, str], ...] = (("金额", "number"), ("级别", "string")),
) -> bytes:
    declared = "".join(f'<liupan:data name="{n}" type="{t}"/>' for n, t in data)
    return file(
        DATA.format(declared) + task() + ASKS.format(asks)
        + '<bpmn:exclusiveGateway id="g" default="low"/>' + task("high", name="局长办理")
        + task("small", name="科长办理") + flow("s", "t") + flow("t", "r") + flow("r", "g")
        + flow("g", "small", one="low") + flow("g", "high", "级别 = &quot;局长&quot;", one="up")
        + flow("high", "e") + flow("small", "e")
    )  # fmt: skip


def kept(source: bytes | None = None) -> UUID:
    return keep_table(source=source or dmn(), actor=city.almighty(), now=NOW)


def table(source: bytes | None = None) -> UUID:
    one = kept(source)
    deploy_table(table_id=one, actor=city.almighty(), now=NOW)
    return one


def test_versions_are_kept_byte_for_byte(db: None) -> None:
    city.found()
    first = kept()
    assert kept() == first  # the same file is the same version
    assert table_source_of(first) == dmn()
    second = kept(dmn(("-", '"局长"')))
    assert [(one.number, one.is_deployed) for one in list_tables()] == [(2, False), (1, False)]
    deploy_table(table_id=second, actor=city.almighty(), now=NOW)
    with pytest.raises(AlreadyDeployed):
        deploy_table(table_id=second, actor=city.almighty(), now=NOW)


@pytest.mark.parametrize(
    "source",
    [b"", b"<a/>", b"\x00\xff", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b" " * 2_000_001,
     dmn().replace(b"decisionTable", b"literalExpression")],
    ids=["empty", "xml", "bytes", "entity", "large", "script"],
)  # fmt: skip
def test_no_table_is_refused(db: None, source: bytes) -> None:
    city.found()
    with pytest.raises(InvalidInput):
        keep_table(source=source, actor=city.almighty(), now=NOW)
    assert not list_tables()


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((("&lt;= 5000", '"a"'), ("&gt; 4000", '"b"')), "1"),
        ((("&lt; nobody", '"a"'),), "nobody"),
        ((("-", "import(os)"),), "import"),
    ],
    ids=["overlap", "unknown name", "no function"],
)
def test_what_cannot_be_asked_is_kept_and_not_deployed(db: None, rules: Any, said: str) -> None:
    city.found()
    one = kept(dmn(*rules))
    with pytest.raises(TableNotFit) as refused:
        deploy_table(table_id=one, actor=city.almighty(), now=NOW)
    assert said in " ".join(refused.value.reasons)
    assert list_tables()[0].objections


def test_a_gap_is_told_and_no_obstacle(db: None) -> None:
    city.found()
    one = table(dmn(("&lt; 10", '"a"')))
    assert len(describe_table(one).findings) == 1
    assert ask_table(table_id=one, values={"金额": 10}, actor=city.almighty()).result is None
    assert ask_table(table_id=one, values={"金额": 9}, actor=city.almighty()).rules == (1,)


def test_who_edits_second_compares(db: None) -> None:
    city.found()
    one = kept()
    redraw_table(table_id=one, version=1, source=dmn(("-", "1")), actor=city.almighty(), now=NOW)
    with pytest.raises(StaleVersion) as stale:
        redraw_table(
            table_id=one, version=1, source=dmn(("-", "2")), actor=city.almighty(), now=NOW
        )
    assert stale.value.mine["rules"] == "- → 2"
    other = dmn(name="别的")
    with pytest.raises(InvalidInput):
        redraw_table(table_id=one, version=2, source=other, actor=city.almighty(), now=NOW)


def test_only_who_deploys_brings_tables(db: None) -> None:
    city.found()
    one, stranger = kept(), actor(city.person())
    with pytest.raises(NotAuthorised):
        keep_table(source=dmn(("-", "1")), actor=stranger, now=NOW)
    with pytest.raises(NotAuthorised):
        deploy_table(table_id=one, actor=stranger, now=NOW)
    with pytest.raises(NotAuthorised):
        redraw_table(table_id=one, version=1, source=dmn(), actor=stranger, now=NOW)
    with pytest.raises(NotAuthorised):
        ask_table(table_id=one, values={}, actor=stranger)
    with pytest.raises(Missing):
        deploy_table(table_id=UUID(int=1), actor=city.almighty(), now=NOW)


def reasons(source: bytes) -> set[tuple[str, str]]:
    return {(one.element, one.reason) for one in check(source).objections}


def test_a_process_that_asks_wrongly_is_refused(db: None) -> None:
    city.found()
    assert reasons(process()) == {("r", "unknown_table")}
    table()
    assert reasons(process()) == set()
    assert reasons(process('<liupan:decision result="级别"/>')) == {("r", "no_table")}
    assert reasons(process('<liupan:decision table="审批级别"/>')) == {("r", "no_result")}
    assert ("r", "undeclared_result") in reasons(process(data=(("金额", "number"),)))
    twice = (
        '<liupan:decision table="审批级别" result="级别"/><liupan:decision table="x" result="y"/>'
    )
    assert reasons(process(twice)) == {("r", "unknown_extension")}
    number = process(data=(("金额", "number"), ("级别", "number")))
    assert ("r", "wrong_output") in reasons(number)
    assert ("r", "unknown_input") in reasons(process(data=(("级别", "string"),)))
    one = keep_process(source=number, actor=city.almighty(), now=NOW)
    with pytest.raises(NotExecutable):
        deploy_process(definition_id=one, actor=city.almighty(), now=NOW)


def test_a_table_that_a_process_could_not_use_is_refused(db: None) -> None:
    city.found()
    table()
    deployed(process())
    for rules in ((("-", "12"),), (("-", "{a: 1}"),)):
        with pytest.raises(TableNotFit):
            table(dmn(*rules))
    other = dmn().replace("金额".encode(), "人数".encode())
    with pytest.raises(TableNotFit) as refused:
        table(other)
    assert "人数" in refused.value.reasons[0]


def test_a_process_asks_and_keeps_its_version(db: None) -> None:
    place = town()
    first = table()
    deployed(process())
    running = started(place, code="p", 金额=6000)
    table(dmn(("-", '"科长"')))
    later = started(place, code="p", 金额=6000)
    for one in (running, later):
        do(one, "t", place.clerk)
    assert list(open_items(running)) == ["high"]
    assert list(open_items(later)) == ["small"]
    assert Instance.objects.get(id=running).data["级别"] == "局长"
    said = Verdict.objects.get(instance_id=running)
    assert (said.table_id, said.rules, said.inputs) == (first, [2], {"金额": "6000"})
    shown = describe_instance(running)
    assert shown is not None
    assert [one.number for one in shown.verdicts] == [1]
    assert any("审批级别" in str(event.act) for event in timeline_of(shown))
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.all().delete()
