"""Decision tables: every hit policy, in Python and in the browser; what is forgotten and what
overlaps."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.kernel.decisions import (
    Aggregator,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
    TableRefused,
    analyse,
    compile_table,
)
from liupan.kernel.expressions.values import Run, written

NAMES = {"金额": "number", "类型": "string", "日": "date"}
RULES = (
    ("< 1000", "-", '"科长"'),
    ("[1000..5000]", '"采购"', '"处长"'),
    (">= 5000", "-", '"局长"'),
)


def table(rules=RULES, policy="UNIQUE", **more):
    return DecisionTable(
        name="审批级别",
        inputs=(Input("金额", "金额", "number"), Input("类型", "类型", "string")),
        outputs=(Output("级别", **more.pop("output", {})),),
        rules=tuple(Rule((a, b), (c,)) for a, b, c in rules),
        hit_policy=HitPolicy(policy),
        aggregator=Aggregator(more.pop("aggregator", "")),
    )


def decide(node, made, context):
    """What Python decides, and the browser alike."""
    there = node.ask("table", table=made.as_json(), names=NAMES, context=context)
    try:
        outcome = compile_table(DecisionTable.of_json(made.as_json()), NAMES).decide(context)
    except TableRefused:
        assert there["refused"]
        raise
    assert there == {
        "result": written(outcome.result, Run({}, {})),
        "inputs": [list(pair) for pair in outcome.inputs],
        "hits": [hit.rule for hit in outcome.hits],
    }
    return outcome


def test_a_unique_rule_decides_and_says_why(node):
    outcome = decide(node, table(), {"金额": 1000, "类型": "采购"})
    assert outcome.result == "处长"
    assert outcome.inputs == (("金额", "1000"), ("类型", '"采购"'))
    assert [(hit.rule, hit.tests) for hit in outcome.hits] == [(2, ("[1000..5000]", '"采购"'))]


def test_no_rule_gives_null_or_what_was_said_for_it(node):
    assert decide(node, table(), {"金额": 2000, "类型": "其他"}).result is None
    made = table(output={"default": '"办公室"'})
    assert decide(node, made, {"金额": 2000, "类型": "其他"}).result == "办公室"


def test_unique_rules_that_hit_together_are_refused(node):
    with pytest.raises(TableRefused, match="2, 3"):
        decide(node, table(), {"金额": 5000, "类型": "采购"})


MANY = (("> 1", "-", "10"), ("> 2", "-", "20"), ("> 3", "-", "10"))


@pytest.mark.parametrize(
    ("policy", "more", "result"),
    [
        ("FIRST", {}, Decimal(10)),
        ("COLLECT", {}, (10, 20, 10)),
        ("RULE ORDER", {}, (10, 20, 10)),
        ("COLLECT", {"aggregator": "SUM"}, 40),
        ("COLLECT", {"aggregator": "MIN"}, 10),
        ("COLLECT", {"aggregator": "MAX"}, 20),
        ("COLLECT", {"aggregator": "COUNT"}, 3),
        ("PRIORITY", {"output": {"values": ("20", "10")}}, 20),
    ],
)
def test_hit_policies(node, policy, more, result):
    assert decide(node, table(MANY, policy, **more), {"金额": 9}).result == result


def test_any_wants_one_answer(node):
    made = table(MANY, "ANY")
    assert decide(node, made, {"金额": 2}).result == 10
    with pytest.raises(TableRefused):
        decide(node, made, {"金额": 3})


def test_several_results_come_as_a_group(node):
    made = DecisionTable(
        "t", (Input("金额", "金额"),), (Output("级别"), Output("天数")),
        (Rule(("> 1",), ('"处长"', "金额 * 2")),),
    )  # fmt: skip
    assert decide(node, made, {"金额": 2}).result == {"级别": "处长", "天数": 4}
    assert decide(node, made, {"金额": 1}).result is None


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((("<", "-", "1"),), "rule 1.*金额"),
        ((('"a"', "-", "1"),), "rule 1.*金额.*a number"),
        ((("-", "-", "__import__"),), "rule 1.*级别"),
        ((("-", "-", "未知"),), "rule 1.*级别.*未知"),
    ],
)
def test_a_wrong_cell_is_named(rules, words):
    with pytest.raises(TableRefused, match=words):
        compile_table(table(rules), NAMES)


@pytest.mark.parametrize("data", [{}, [], None, {"name": 1}, {"inputs": 3}, {"rules": [[]]}])
def test_what_is_no_table(data):
    with pytest.raises(TableRefused):
        DecisionTable.of_json(data)


def test_sizes():
    with pytest.raises(TableRefused):
        table(RULES * 500)
    with pytest.raises(TableRefused):
        table(MANY, "UNIQUE", aggregator="SUM")
    with pytest.raises(TableRefused):
        table(MANY, "PRIORITY")


# what is forgotten, what overlaps


def found(rules, **more):
    return analyse(compile_table(table(rules, **more), NAMES))


def test_gaps_and_overlaps_are_named_in_words():
    analysis = found(RULES)
    assert analysis.gaps == (
        "No rule fits 金额: 1000, (1000..5000); 类型: any other value.",
    )  # fmt: skip
    assert analysis.overlaps == (
        (2, 3, 'Rules 2 and 3 both fit 金额: 5000; 类型: "采购".'),
    )  # fmt: skip


def test_a_whole_table_has_neither():
    rules = (("< 5", "-", "1"), ("[5..10)", "-", "1"), (">= 10", "-", "1"))
    assert (found(rules).gaps, found(rules).overlaps) == ((), ())


def test_gaps_at_a_boundary_between_days_and_below():
    dated = DecisionTable(
        "t", (Input("日", "日", "date"),), (Output("x"),),
        (Rule(('< date("2017-01-01")',), ("1",)), Rule(('> date("2017-01-02")',), ("2",))),
    )  # fmt: skip
    gaps = analyse(compile_table(dated, NAMES)).gaps
    assert gaps == ('No rule fits 日: date("2017-01-01"), date("2017-01-02").',)


def test_what_depends_on_other_values_is_not_judged():
    analysis = found((("< 金额 * 2", "-", "1"),))
    assert analysis.gaps == ()
    assert "Rule 1" in analysis.unjudged[0]


def test_a_table_with_too_many_cases_is_not_judged():
    made = DecisionTable(
        "t", tuple(Input(f"{n}", "金额", "number") for n in range(20)), (Output("x"),),
        tuple(Rule(tuple(str(n * 20 + m) for m in range(20)), ("1",)) for n in range(60)),
    )  # fmt: skip
    assert analyse(compile_table(made, NAMES)).unjudged or analyse(compile_table(made, NAMES)).gaps


CELL = st.sampled_from(["-", "1", "< 2", "[1..3]", "> 3", "not(2)", "2, 4", "(0..2)"])
WORD = st.sampled_from(["-", '"a"', '"b"', 'not("a")'])


@settings(
    max_examples=60, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(rules=st.lists(st.tuples(CELL, WORD, st.just("1")), min_size=1, max_size=5))
def test_the_analysis_tells_exactly_what_deciding_finds(node, rules):
    made = table(rules, "COLLECT")
    read, analysis = compile_table(made, NAMES), found(rules, policy="COLLECT")
    pairs, is_whole = set(), True
    for amount in ("0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "9", "-1"):
        for word in ("a", "b", "zz"):
            hits = [h.rule for h in read.decide({"金额": amount, "类型": word}).hits]
            is_whole = is_whole and bool(hits)
            pairs |= {(a, b) for a in hits for b in hits if a < b}
    assert is_whole == (analysis.gaps == ())
    assert pairs == {(a, b) for a, b, _ in analysis.overlaps}
    decide(node, made, {"金额": 2, "类型": "a"})
