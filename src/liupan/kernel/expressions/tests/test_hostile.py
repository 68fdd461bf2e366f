"""No expression runs code, opens a file, hangs or fills the memory."""

import sys
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from liupan.kernel.expressions import ExpressionRefused, compile_expression
from liupan.kernel.expressions.limits import DEPTH, SOURCE, STEPS
from liupan.kernel.expressions.values import Run

LONG = "a" * 90_000
NAMES = {"s": "string", "l": {"list": "number"}, "x": "Any", "n": "number"}
CONTEXT = {"s": LONG, "l": list(range(10_000)), "x": {"a": [1]}, "n": 3}
MEGABYTES = 60
DANGEROUS = {"open", "exec", "compile", "import", "os.system", "subprocess.Popen", "socket.connect"}

watched: list[str] | None = None


@sys.addaudithook
def _watch(event, arguments):
    if watched is not None and event in DANGEROUS:
        watched.append(f"{event} {arguments!r}")


@pytest.fixture
def unseen():
    """Nothing within the test may reach for files, code or machines."""
    global watched
    watched = []
    yield
    found, watched = watched, None
    assert found == []


ATTACKS = {
    "many_steps": "for a in l return for b in l return a * b",
    "some": "some a in l satisfies some b in l satisfies some c in l satisfies a + b + c < 0",
    "long_text": "s + s",
    "many_long_texts": "for a in l return s + string(a)",
    "joined": "string join(for a in l return s)",
    "between": 'string join(for a in l return "", s)',
    "written": "string(for a in l return s)",
    "long_list": "concatenate(l, l)",
    "lists": "for a in l return reverse(l)",
    "many_lists": "flatten(for a in l return l)",
    "distinct": "distinct values(l)",
    "union": "union(l, l)",
    "search": "for a in l return contains(s, substring(s, 1, 45000))",
    "equal_texts": "for a in l return s = s",
    "equal_lists": "for a in l return l = l",
    "filters": "l[count(l[item > 5]) > 3]",
    "lengths": "for a in l return string length(s)",
    "pieces": "for a in l return substring(s, 1, 1)",
    "unequal": 'for a in l return s = "a"',
    "series": "for a in 1..999999999999999 return a",
    "power": "9 ** 99",
    "tower": "2 ** (2 ** (2 ** 100))",
    "days": 'date("9999-01-01") + duration("P999999999D")',
    "months": 'date("2017-01-01") + duration("P9999Y") * 999999',
    "paths": "for a in l return (for b in l return x).a",
    "cases": "for a in l return upper case(s)",
    "sums": "for a in l return sum(l)",
    "extremes": "for a in l return max(l)",
    "truths": "for a in l return all(for b in l return true)",
    "indexes": "for a in l return index of(l, a)",
    "cells": "for a in l return a in (l, l, l)",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_would_never_end_is_refused_with_little_memory(name, unseen, node):
    read = compile_expression(ATTACKS[name], NAMES)
    tracemalloc.start()
    try:
        with pytest.raises(ExpressionRefused) as refused:
            read.evaluate(CONTEXT)
        assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 2**20
    finally:
        tracemalloc.stop()
    there = node.ask("expression", text=ATTACKS[name], names=NAMES, context=CONTEXT)
    assert there == {"refused": refused.value.problem, "at": refused.value.at}


HUGE = {
    "ten_megabytes": "1+" * 5_000_000,
    "brackets": "(" * 100_000,
    "nested": "(" * 1_900 + "1" + ")" * 1_900,
    "lists": "[" * 1_900 + "]" * 1_900,
    "contexts": "{a:" * 1_000,
    "negations": "-" * 3_900 + "1",
    "nots": "not(" * 900,
    "ifs": "if true then " * 300,
    "elses": "if true then 1 else " * 190 + "1",
    "sums": "+".join(["1"] * 1_900),
    "filters": "x" + "[1]" * 1_200,
    "paths": "x" + ".a" * 1_900,
    "ranges": "n in [" * 600,
    "tests": "n in (" * 600,
    "loops": "for x in " * 400,
    "words": "a " * 1_900,
    "texts": '"' + "\\" * 3_900,
    "comparisons": "=".join(["n"] * 1_900),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_too_large_to_read_is_refused(name, unseen, node):
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression(HUGE[name], NAMES)
    there = node.ask("expression", text=HUGE[name], names=NAMES, context={})
    assert there == {"refused": refused.value.problem, "at": refused.value.at}


def test_what_is_allowed_at_most_is_worked_out(node):
    for text in (
        "(" * (DEPTH - 1) + "n" + ")" * (DEPTH - 1),
        "-" * (DEPTH - 1) + "n",
        "+".join(["n"] * DEPTH),
        " or ".join(["n = 4"] * 400),
        "n in (" + ",".join(["1"] * 1_500) + ")",
        "[" * (DEPTH - 1) + "]" * (DEPTH - 1),
    ):
        assert len(text) <= SOURCE
        compile_expression(text, NAMES).evaluate(CONTEXT)
        assert "result" in node.ask("expression", text=text, names=NAMES, context=CONTEXT)


class Trap:
    """Tells when anybody touches it."""

    def __getattribute__(self, name):
        if name in {"__class__", "__dict__"}:
            return object.__getattribute__(self, name)
        raise AssertionError(f"{name} was touched")


def _deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (Trap(), "bad_value"),
        (print, "bad_value"),
        ({"a": Trap()}, "bad_value"),
        (float("nan"), "bad_value"),
        (float("inf"), "bad_value"),
        (Decimal("sNaN"), "bad_value"),
        (Decimal("1e999999"), "number_too_large"),
        (10**5000, "bad_value"),
        (b"bytes", "bad_value"),
        ("\ud800", "bad_text"),
        ("a" * 100_001, "text_too_long"),
        ([1] * 10_001, "list_too_long"),
        ([[1] * 9_000] * 9_000, "too_many_steps"),
        (_deep(30), "too_deep"),
        (_deep(100_000), "too_deep"),
    ],
    ids=[
        "trap", "function", "inner", "nan", "inf", "signalling", "decimal", "integer", "bytes",
        "half", "text", "list", "square", "deep", "deeper",
    ],
)  # fmt: skip
def test_values_are_taken_only_as_what_they_may_be(value, problem, unseen):
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression("x", ["x"]).evaluate({"x": value})
    assert refused.value.problem == problem


@pytest.mark.parametrize("key", ["__proto__", "constructor", "toString", "hasOwnProperty"])
def test_names_of_the_machinery_are_no_names(key, unseen, node):
    context = {"x": {key: {"a": 1}, "b": 2}}
    for text in (f"x.{key}", f'{{"{key}": 1}}.b', f"x.b.{key}", key, f'{{"{key}": 1}}'):
        there = node.ask("expression", text=text, names=["x"], context=context)
        try:
            here = type(compile_expression(text, ["x"]).evaluate(context))
        except ExpressionRefused as refused:
            here = refused.problem
        assert here in {dict, there.get("refused")}


def test_only_names_that_are_used_are_read():
    assert compile_expression("n", ["n", "x"]).evaluate({"n": 1, "x": Trap()}) == 1


def test_python_values_come_in_and_go_out():
    names = {"d": "date", "m": "date and time", "p": "days and time duration"}
    context = {
        "d": date(2017, 11, 3), "m": datetime(2017, 11, 3, 0, 30, tzinfo=UTC),
        "p": timedelta(days=2),
    }  # fmt: skip
    assert compile_expression("d + p", names).evaluate(context) == date(2017, 11, 5)
    moment = datetime(2017, 11, 5, 8, 30)  # noqa: DTZ001  the city's wall clock
    assert compile_expression("m + p", names).evaluate(context) == moment
    assert compile_expression("[d.year]", names).evaluate(context) == (Decimal(2017),)


def test_every_part_is_charged():
    run = Run({}, {})
    compile_expression("1 + 2").root.value(run)
    assert run.left == STEPS - 3


@pytest.mark.parametrize("name", ["", " a", "a  b", "a b ", "_a", "1a", "and", "x or y", "item"])
def test_what_cannot_be_a_name(name):
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression("1", [name])
    assert refused.value.problem == "bad_name"
