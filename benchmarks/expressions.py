"""How many expressions, tables and readings a second: `python -m benchmarks.expressions`."""

import json
import time
from collections.abc import Callable
from typing import Any

SECONDS = 1.0
NAMES = {"金额": "number", "类型": "string", "日": "date"}
CONTEXT = {"金额": 5000.5, "类型": "采购", "日": "2017-11-03"}
CONDITION = '金额 > 5000 and 类型 = "采购" and 日 <= date("2018-01-01")'


def per_second(work: Callable[[], Any]) -> float:
    """Calls in a second."""
    began, calls = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        work()
        calls += 1
    return round(calls / (time.perf_counter() - began))


def evaluations_per_second() -> float:
    """A condition with three comparisons, read once."""
    from liupan.kernel.expressions import compile_expression

    read = compile_expression(CONDITION, NAMES)
    return per_second(lambda: read.evaluate(CONTEXT))


def readings_per_second() -> float:
    """The same condition read and checked."""
    from liupan.kernel.expressions import compile_expression

    return per_second(lambda: compile_expression(CONDITION, NAMES))


def decisions_per_second() -> float:
    """A table of a hundred rules of which one hits."""
    from liupan.kernel.decisions import DecisionTable, Input, Output, Rule, compile_table

    rules = tuple(Rule((f"[{n * 100}..{n * 100 + 100})",), (str(n),)) for n in range(100))
    table = DecisionTable("t", (Input("金额", "金额", "number"),), (Output("级别"),), rules)
    read = compile_table(table, NAMES)
    return per_second(lambda: read.decide(CONTEXT))


def run() -> dict[str, float]:
    """All three."""
    return {
        "evaluations_per_s": evaluations_per_second(),
        "readings_per_s": readings_per_second(),
        "decisions_of_100_rules_per_s": decisions_per_second(),
    }


def main() -> None:
    from django.conf import settings

    settings.configure(USE_I18N=False)
    print(json.dumps(run(), indent=2))


if __name__ == "__main__":
    main()
