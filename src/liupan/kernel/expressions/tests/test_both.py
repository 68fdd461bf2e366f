"""Python and the browser agree: on shared cases, on every sign between all kinds, on random
expressions."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.kernel.expressions import ExpressionRefused, compile_expression, compile_tests
from liupan.kernel.expressions.functions import FUNCTIONS
from liupan.kernel.expressions.values import Run, written

SHARED = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
NAMES, CONTEXT, CASES = SHARED["names"], SHARED["context"], SHARED["cases"]


def answer(text, names=NAMES, context=CONTEXT):
    """What Python says, in the words of the browser's answers."""
    try:
        read = compile_expression(text, names)
        result = written(read.evaluate(context), Run({}, {}))
        return {"result": result, "names": sorted(read.names)}
    except ExpressionRefused as refused:
        return {"refused": refused.problem, "at": refused.at}


def both(node, text, names=NAMES):
    there = node.ask("expression", text=text, names=names, context=CONTEXT)
    assert answer(text, names) == there, text


def test_python_answers_as_the_cases_say():
    assert len(CASES) > 400
    wrong = [
        (case, found)
        for case in CASES
        if (found := answer(case["expression"])).items() & case.items() != _told(case).items()
    ]
    assert wrong == []


def _told(case):
    return {key: value for key, value in case.items() if key != "expression"}


def test_the_browser_answers_as_the_cases_say(node):
    for case in CASES:
        found = node.ask("expression", text=case["expression"], names=NAMES, context=CONTEXT)
        assert _told(case).items() <= found.items(), (case, found)


SAMPLES = (
    "2", "0.5", '"a"', "true", "null", "日", "时", "限期", 'duration("P2M")', "[1, 2]", "{a: 1}",
    "任.数", "任", "明细",
)  # fmt: skip
SIGNS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "in", "and", "or")


def test_every_sign_between_all_kinds(node):
    for left, sign, right in itertools.product(SAMPLES, SIGNS, SAMPLES):
        both(node, f"{left} {sign} {right}")


def test_every_function_with_all_kinds(node):
    for name in FUNCTIONS:
        for sample in SAMPLES:
            both(node, f"{name}({sample})")
        for first, second in itertools.product(SAMPLES[1:11:2], repeat=2):
            both(node, f"{name}({first}, {second})")
            both(node, f"{name}({first}, {second}, 1)")


CELLS = (
    "", "-", "3", "< 3", ">= 3", "!= 3", "1, 2, 3", "not(3)", "not(1, 2)", "[1..3]", "(1..3)",
    "]1..3[", "[1..3), > 3", "null", "not(null)", "? > 2", "? > 2 and ? < 4", "金额, 数", '"a"',
    "[1, 3]", "< ", "not(", "3 4", "-3", "- 3", "not(-)", "数 + 1", "< 数 * 2", '"a", "b"', "true",
    'date("2017-11-03")', "< date(2017, 11, 4)", "< 1 or 2",
)  # fmt: skip
VALUES = (
    ("number", 3), ("number", "2.5"), ("number", None), ("string", "a"), ("boolean", True),
    ("date", "2017-11-03"), ("Any", 3), ("Any", "a"), ("Any", None), ("Any", [1, 3]),
    ("number", "x"), ("date", "2017-11-31"), ("string", 1), ("Any", {"a": 1}),
)  # fmt: skip


def test_cells_of_decision_tables(node):
    for cell, (kind, value) in itertools.product(CELLS, VALUES):
        try:
            found = compile_tests(cell, NAMES, kind).matches(value, CONTEXT)
            here = {"result": {None: "null", True: "true", False: "false"}[found]}
        except ExpressionRefused as refused:
            here = {"refused": refused.problem, "at": refused.at}
        there = node.ask(
            "cell", text=cell, names=NAMES, given=kind, value=value, context=CONTEXT
        )  # fmt: skip
        assert here == there, (cell, kind, value)


def _grown(inner):
    """Everything the grammar can put around smaller expressions."""
    name = st.sampled_from(["x", "数", "行"])
    sign = st.sampled_from(SIGNS[:-3])
    return st.one_of(
        st.builds("({} {} {})".format, inner, sign, inner),
        st.builds("{} {} {}".format, inner, st.sampled_from(SIGNS), inner),
        st.builds("not({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("if {} then {} else {}".format, inner, inner, inner),
        st.builds("({} in [{}..{}))".format, inner, inner, inner),
        st.builds("({} in (< {}, {}))".format, inner, inner, inner),
        st.builds("({} between {} and {})".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{x: {}, 数: {}}}".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}[item {} {}]".format, inner, sign, inner),
        st.builds("{}.{}".format, inner, st.sampled_from(["x", "数", "day", "days", "金额"])),
        st.builds("(some {} in {} satisfies {})".format, name, inner, inner),
        st.builds("(every {} in {} satisfies {})".format, name, inner, inner),
        st.builds("(for {} in {} return {})".format, name, inner, inner),
        st.builds("(for {} in {}..{} return {})".format, name, inner, inner, inner),
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), inner),
        st.builds("{}({}, {})".format, st.sampled_from(sorted(FUNCTIONS)), inner, inner),
    )


NUMBERS = st.builds(
    "{}.{}".format,
    st.one_of(st.integers(0, 20), st.integers(0, 10**15 - 1)),
    st.sampled_from(["0", "5", "25", "000000000001", "999999999999", "333333333333"]),
)
LEAVES = st.one_of(
    st.sampled_from([*NAMES, "x", "item", "?", "true", "false", "null", *SAMPLES]),
    st.integers(0, 12).map(str),
    NUMBERS,
    st.text("a市𠀀\\n \"'", max_size=4).map(lambda text: json.dumps(text, ensure_ascii=False)),
)
HARD = settings(
    max_examples=300, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


@HARD
@given(text=st.recursive(LEAVES, _grown, max_leaves=8))
def test_random_expressions(node, text):
    both(node, text)
    both(node, text, list(NAMES))  # nothing is known beforehand: all is found out at work


PIECES = [
    "(", ")", "[", "]", "{", "}", ",", "..", ".", "?", "-", "not", "in", "between", "and", "or",
    "if", "then", "else", "for", "some", "satisfies", "return", "item", "数", "明细", "1", '"a"',
    "金额", "date", "time", "sum", "计划", "总额", "<", "=", "**", ":", " ", "，", "_", "\n",
]  # fmt: skip


@HARD
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_random_nonsense(node, pieces):
    both(node, " ".join(pieces))
    both(node, "".join(pieces))


@HARD
@given(a=st.integers(-(10**27), 10**27), b=st.integers(-(10**27), 10**27))
def test_arithmetic_to_the_last_digit(node, a, b):
    names, context = ["a", "b"], {"a": _decimal(a), "b": _decimal(b)}
    names = dict.fromkeys(names, "number")
    for text in ("a + b", "a - b", "a * b", "a / b", "modulo(a, b)", "a < b", "decimal(a, 3)"):
        there = node.ask("expression", text=text, names=names, context=context)
        assert answer(text, names, context) == there, (text, context)


def _decimal(scaled):
    sign, digits = "-" if scaled < 0 else "", str(abs(scaled)).rjust(13, "0")
    return f"{sign}{digits[:-12]}.{digits[-12:]}"


@pytest.mark.parametrize("value", [0.1, 1e-7, 1.5e-13, 1e21, 123456789.125, -0.0, 5e-324, 1e15])
def test_floats_of_json_are_read_alike(node, value):
    context = {"a": value}
    there = node.ask("expression", text="a + 0", names={"a": "number"}, context=context)
    assert answer("a + 0", {"a": "number"}, context) == there
