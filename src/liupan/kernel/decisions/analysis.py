"""What a table forgets and where its rules overlap, found by trying every case that its cells tell
apart: each value they name, and one between each two of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from liupan.kernel.decisions.deciding import Decision
from liupan.kernel.expressions import Expression, ExpressionRefused, UnaryTests, Value
from liupan.kernel.expressions.days import Months
from liupan.kernel.expressions.kinds import Kind
from liupan.kernel.expressions.nodes import Literal, Node
from liupan.kernel.expressions.values import Run, kind_of, written

CASES = 20_000
"""Combinations looked at; a table with more is not judged."""
SHOWN = 50
CELLS = 200_000
"""Cells tried with cases; a table with more is not judged."""


@dataclass(frozen=True, slots=True)
class Case:
    """Some values of one column that its cells do not tell apart, in words, and one of them."""

    words: str
    value: Value


@dataclass(frozen=True, slots=True)
class Analysis:
    """Findings as sentences; `unjudged` says what could not be looked at, and why."""

    gaps: tuple[str, ...]
    overlaps: tuple[tuple[int, int, str], ...]
    unjudged: tuple[str, ...]


def analyse(decision: Decision) -> Analysis:
    """Missing rules, and pairs of rules (by number) that hit together."""
    unjudged = tuple(_unjudged(decision))
    if unjudged:
        return Analysis((), (), unjudged)
    cases = [tuple(_cases([row.tests[n] for row in decision.rows]))
             for n in range(len(decision.table.inputs))]  # fmt: skip
    if sum(map(len, cases)) * len(decision.rows) > CELLS:
        return Analysis((), (), (_("The table is too large to look at every case."),))
    columns = [_column(decision, place, known) for place, known in enumerate(cases)]
    try:
        gaps = tuple(_gaps(decision, columns))
    except OverflowError:
        return Analysis((), (), (_("The table is too large to look at every case."),))
    overlaps = tuple(islice(_overlaps(decision, columns), SHOWN + 1))
    more = (_("And more."),) if overlaps[SHOWN:] else ()
    return Analysis(gaps, overlaps[:SHOWN], more)


def _unjudged(decision: Decision) -> Iterator[str]:
    for number, row in enumerate(decision.rows, start=1):
        for column, tests in zip(decision.table.inputs, row.tests, strict=True):
            if tests.names:
                words = {"rule": number, "column": column.label}
                yield _("Rule %(rule)s, column “%(column)s” depends on other values.") % words


@dataclass(frozen=True, slots=True)
class _Column:
    """The cases of a column, and for each the rules (as bits) whose cell it passes."""

    label: str
    cases: tuple[Case, ...]
    rules: tuple[int, ...]


def _column(decision: Decision, place: int, cases: tuple[Case, ...]) -> _Column:
    tests = [row.tests[place] for row in decision.rows]
    rules = tuple(
        sum(1 << n for n, cell in enumerate(tests) if _passes(cell, case.value)) for case in cases
    )
    return _Column(decision.table.inputs[place].label, cases, rules)


def _passes(cell: UnaryTests, value: Value) -> bool:
    try:
        return cell.root.passes(value, Run({}, {})) is True
    except ExpressionRefused:
        return False


def told_apart(read: Iterable[Expression]) -> dict[Kind, tuple[Case, ...]]:
    """By kind of value, the cases that conditions tell apart: each value they name, one between
    each two of them, one before and behind."""
    named = [value for expression in read for value in _named(expression)]
    kinds = {kind_of(value) for value in named} - {Kind.NULL}
    return {k: tuple(_told_apart([v for v in named if kind_of(v) is k])) for k in sorted(kinds)}


def _cases(tests: list[UnaryTests]) -> Iterator[Case]:
    """Every value the cells name, and what lies between, before and behind."""
    yield from _told_apart([value for cell in tests for value in _named(cell)])


def _told_apart(named: list[Value]) -> Iterator[Case]:
    kinds = {kind_of(value) for value in named} - {Kind.NULL}
    if kinds == {Kind.BOOLEAN}:
        yield from (Case("true", True), Case("false", False))
    elif len(kinds) == 1 and kinds <= {Kind.NUMBER, Kind.DATE, Kind.MOMENT, Kind.DAYS, Kind.MONTHS}:
        yield from _ordered(sorted({v for v in named if v is not None}))
    elif not kinds:
        yield Case(_("any value"), None)
    else:
        for value in dict.fromkeys(v for v in named if isinstance(v, str)):
            yield Case(written(value, Run({}, {})), value)
        yield Case(_("any other value"), "\uffff")


def _ordered(values: list[Any]) -> Iterator[Case]:
    words = [written(value, Run({}, {})) for value in values]
    yield Case(f"< {words[0]}", _moved(values[0], -1))
    for n, value in enumerate(values):
        yield Case(words[n], value)
        if n + 1 < len(values):
            between = _between(value, values[n + 1])
            if between is not None:
                yield Case(f"({words[n]}..{words[n + 1]})", between)
    yield Case(f"> {words[-1]}", _moved(values[-1], 1))


def _moved(value: Any, by: int) -> Value:
    match value:
        case Decimal():
            return value + by
        case Months():
            return Months(value.count + by)
        case date() | timedelta():
            moved: Value = value + timedelta(days=by)
            return moved
    raise AssertionError(value)


def _between(low: Any, high: Any) -> Value:
    match low:
        case Decimal():
            middle: Value = (low + high) / 2
            return middle
        case Months():
            return Months(low.count + 1) if high.count - low.count > 1 else None
        case datetime() | timedelta():
            step = timedelta(seconds=1)
        case _:
            step = timedelta(days=1)
    between: Value = low + step
    return between if low + step < high else None


def _named(cell: Expression | UnaryTests) -> Iterator[Value]:
    """The literal values in a cell; calls such as `date("2017-01-01")` are worked out."""
    todo: list[Any] = [cell.root]
    while todo:
        part = todo.pop()
        if isinstance(part, tuple):
            todo.extend(part)
        elif isinstance(part, Literal):
            yield part.held
        elif hasattr(part, "__slots__") and hasattr(part, "at"):
            worked = _worked(part)
            if worked is not None:
                yield worked
            else:
                todo.extend(getattr(part, name) for name in type(part).__slots__)


def _worked(part: object) -> Value:
    if not isinstance(part, Node):
        return None
    try:
        value = part.value(Run({}, {}))
    except (ExpressionRefused, IndexError, KeyError):  # a variable of a loop, or a name
        return None
    return None if isinstance(value, bool | tuple | dict) else value


def _gaps(decision: Decision, columns: list[_Column]) -> Iterator[str]:
    """Cases without a rule, one sentence each; a column that does not matter is left out."""
    left = [CASES]
    found = _uncovered(columns, (1 << len(decision.rows)) - 1, left)
    for number, chosen in enumerate(found, start=1):
        if number > SHOWN:
            yield _("And more.")
            return
        words = "; ".join(f"{label}: {', '.join(parts)}" for label, parts in chosen)
        yield _("No rule fits %(case)s.") % {"case": words or _("any value")}


def _uncovered(
    columns: list[_Column], rules: int, left: list[int]
) -> Iterator[list[tuple[str, list[str]]]]:
    left[0] -= 1
    if left[0] < 0:
        raise OverflowError
    if not rules:
        yield []
    elif columns:
        column, *rest = columns
        alike: dict[int, list[str]] = {}
        for case, passed in zip(column.cases, column.rules, strict=True):
            alike.setdefault(passed & rules, []).append(case.words)
        for remaining, words in alike.items():
            for chosen in _uncovered(rest, remaining, left):
                is_all = len(words) == len(column.cases)
                yield chosen if is_all else [(column.label, words), *chosen]


def _beside(column: _Column, rules: int) -> list[int]:
    """For each rule, those (as bits) that pass one of the column's cases together with it."""
    found = [0] * rules
    for passed in column.rules:
        for rule in range(rules):
            if passed >> rule & 1:
                found[rule] |= passed
    return found


def _overlaps(decision: Decision, columns: list[_Column]) -> Iterator[tuple[int, int, str]]:
    beside = [_beside(column, len(decision.rows)) for column in columns]
    for first in range(len(decision.rows)):
        together = (1 << len(decision.rows)) - 1
        for passed in beside:
            together &= passed[first]
        for second in range(first + 1, len(decision.rows)):
            both = (1 << first) | (1 << second)
            if not together & (1 << second):
                continue
            shared = [
                next(
                    (c.words for c, r in zip(x.cases, x.rules, strict=True) if r & both == both), ""
                )
                for x in columns
            ]
            if all(shared):
                case = "; ".join(f"{x.label}: {w}" for x, w in zip(columns, shared, strict=True))
                words = {"first": first + 1, "second": second + 1, "case": case}
                sentence = _("Rules %(first)s and %(second)s both fit %(case)s.") % words
                yield first + 1, second + 1, sentence
