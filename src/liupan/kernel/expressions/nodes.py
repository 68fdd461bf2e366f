"""The parts of a read expression. Immutable; each knows its place, its type and how to work itself
out within a `Run`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from liupan.kernel.expressions import days, numbers
from liupan.kernel.expressions.arithmetic import combine
from liupan.kernel.expressions.days import Months
from liupan.kernel.expressions.kinds import Kind, Type
from liupan.kernel.expressions.limits import ITEMS
from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.values import Run, Value, compare, equal, kind_of

if TYPE_CHECKING:
    from liupan.kernel.expressions.functions import Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of an expression; `depth` counts the levels below and including it."""

    at: int
    type: Type
    depth: int = 1

    def value(self, run: Run) -> Value:
        """Worked out, and charged. Raises `ExpressionRefused`."""
        run.spend(1, self.at)
        return self._work(run)

    def _work(self, run: Run) -> Value:
        raise NotImplementedError

    def truth(self, run: Run) -> bool | None:
        """As a condition. Raises `ExpressionRefused` (`wrong_type`)."""
        return truth(self.value(run), self.at)


def truth(value: Value, at: int) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ExpressionRefused("wrong_type", at, found=kind_of(value).value, wanted="boolean")


@contextmanager
def _local(run: Run) -> Iterator[int]:
    run.locals.append(None)
    try:
        yield len(run.locals) - 1
    finally:
        run.locals.pop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    held: Value

    def _work(self, run: Run) -> Value:
        return self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A declared name."""

    name: str

    def _work(self, run: Run) -> Value:
        return run.name(self.name, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Node):
    """What a loop, a filter or a test is at."""

    slot: int

    def _work(self, run: Run) -> Value:
        return run.locals[self.slot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Node):
    """`a.b`: a part of a context, of each context of a list, or of a day or duration."""

    base: Node
    name: str

    def _work(self, run: Run) -> Value:
        return self._part(self.base.value(run), run)

    def _part(self, base: Value, run: Run) -> Value:
        match base:
            case None:
                return None
            case dict():
                return base.get(self.name)
            case tuple():
                run.list(base, self.at)
                return tuple(self._inner(item) for item in base)
        return part_of(base, self.name, self.at)

    def _inner(self, item: Value) -> Value:
        if isinstance(item, dict):
            return item.get(self.name)
        return None if item is None else part_of(item, self.name, self.at)


def _seconds(n: int, of: timedelta) -> int:
    total = days.seconds_of(of)
    whole, rest = divmod(abs(total), 86400)
    part = (whole, rest // 3600, rest // 60 % 60, rest % 60)[n]
    return -part if total < 0 else part


def _months(n: int, of: Months) -> int:
    part = divmod(abs(of.count), 12)[n]
    return -part if of.count < 0 else part


_DAY: Mapping[str, Callable[[date], int]] = {
    "year": lambda d: d.year,
    "month": lambda d: d.month,
    "day": lambda d: d.day,
    "weekday": lambda d: d.isoweekday(),
}
_CLOCK: Mapping[str, Callable[[datetime], int]] = {
    "hour": lambda m: m.hour,
    "minute": lambda m: m.minute,
    "second": lambda m: m.second,
}
PARTS: Mapping[Kind, Mapping[str, Callable[..., int]]] = {
    Kind.DATE: _DAY,
    Kind.MOMENT: {**_DAY, **_CLOCK},
    Kind.DAYS: {
        "days": lambda d: _seconds(0, d),
        "hours": lambda d: _seconds(1, d),
        "minutes": lambda d: _seconds(2, d),
        "seconds": lambda d: _seconds(3, d),
    },
    Kind.MONTHS: {"years": lambda m: _months(0, m), "months": lambda m: _months(1, m)},
}
"""The parts of days and durations: a closed list, no attribute of anything."""


def part_of(value: Value, name: str, at: int) -> Value:
    kind = kind_of(value)
    part = PARTS.get(kind, {}).get(name)
    if part is None:
        raise ExpressionRefused("no_such_part", at, kind=kind.value, name=name)
    return Decimal(part(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Node):
    """`list[1]`, `list[-1]`; null beyond its ends."""

    base: Node
    place: Node

    def _work(self, run: Run) -> Value:
        base, place = self.base.value(run), self.place.value(run)
        if base is None or place is None:
            return None
        items = base if isinstance(base, tuple) else (base,)
        if not isinstance(place, Decimal) or (number := numbers.whole(place)) is None:
            raise ExpressionRefused("bad_argument", self.at, name="[]")
        index = number - 1 if number > 0 else len(items) + number
        return items[index] if number and 0 <= index < len(items) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Node):
    """`list[condition]`: the items for which it is true."""

    base: Node
    condition: Node

    def _work(self, run: Run) -> Value:
        base = self.base.value(run)
        if base is None:
            return None
        found: list[Value] = []
        with _local(run) as slot:
            for item in base if isinstance(base, tuple) else (base,):
                run.locals[slot] = item
                if self.condition.truth(run):
                    found.append(item)
        return run.list(tuple(found), self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Node):
    items: tuple[Node, ...]

    def _work(self, run: Run) -> Value:
        return run.list(tuple(item.value(run) for item in self.items), self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]

    def _work(self, run: Run) -> Value:
        return {key: node.value(run) for key, node in self.entries}


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation(Node):
    """`-x`."""

    of: Node

    def _work(self, run: Run) -> Value:
        value = self.of.value(run)
        match value:
            case None:
                return None
            case Decimal():
                return numbers.fitted(-value, self.at)
            case timedelta():
                return -value
            case Months():
                return Months(-value.count)
        raise ExpressionRefused(
            "wrong_type", self.at, found=kind_of(value).value, wanted=Kind.NUMBER.value
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    sign: str
    left: Node
    right: Node

    def _work(self, run: Run) -> Value:
        return combine(self.sign, self.left.value(run), self.right.value(run), run, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    sign: str
    left: Node
    right: Node

    def _work(self, run: Run) -> Value:
        return holds(self.sign, self.left.value(run), self.right.value(run), run, self.at)


def holds(sign: str, a: Value, b: Value, run: Run, at: int) -> bool | None:
    """Whether the comparison holds; null where an order is asked of null."""
    if sign in {"=", "!="}:
        return equal(a, b, run, at) is (sign == "=")
    order = compare(a, b, run, at)
    if order is None:
        return None
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def conjunction(truths: Iterator[bool | None]) -> bool | None:
    """False at the first false; null where any is unknown."""
    unknown = False
    for each in truths:
        if each is False:
            return False
        unknown = unknown or each is None
    return None if unknown else True


def disjunction(truths: Iterator[bool | None]) -> bool | None:
    """True at the first true; null where any is unknown."""
    unknown = False
    for each in truths:
        if each is True:
            return True
        unknown = unknown or each is None
    return None if unknown else False


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction(Node):
    """All of its parts joined by `and`, or by `or`."""

    is_and: bool
    parts: tuple[Node, ...]

    def _work(self, run: Run) -> Value:
        join = conjunction if self.is_and else disjunction
        return join(part.truth(run) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """`if … then … else …`; unknown takes the second way."""

    condition: Node
    then: Node
    otherwise: Node

    def _work(self, run: Run) -> Value:
        return (self.then if self.condition.truth(run) else self.otherwise).value(run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Node):
    """`1..5` behind `in`: whole numbers, upwards or downwards."""

    first: Node
    last: Node

    def _work(self, run: Run) -> Value:
        ends = [end.value(run) for end in (self.first, self.last)]
        if any(end is None for end in ends):
            return None
        a, b = (self._whole(end) for end in ends)
        step = 1 if b >= a else -1
        count = abs(b - a) + 1
        if count > ITEMS:
            raise ExpressionRefused("list_too_long", self.at)
        return run.list(tuple(Decimal(n) for n in range(a, b + step, step)), self.at)

    def _whole(self, value: Value) -> int:
        number = numbers.whole(value) if isinstance(value, Decimal) else None
        if number is None:
            raise ExpressionRefused("bad_argument", self.at, name="..")
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Node):
    """`some x in list satisfies …`, `every …`."""

    is_every: bool
    base: Node
    condition: Node

    def _work(self, run: Run) -> Value:
        base = self.base.value(run)
        if base is None:
            return None
        with _local(run) as slot:
            join = conjunction if self.is_every else disjunction
            return join(self._truths(base, run, slot))

    def _truths(self, base: Value, run: Run, slot: int) -> Iterator[bool | None]:
        for item in base if isinstance(base, tuple) else (base,):
            run.locals[slot] = item
            yield self.condition.truth(run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Node):
    """`for x in list return …`."""

    base: Node
    result: Node

    def _work(self, run: Run) -> Value:
        base = self.base.value(run)
        if base is None:
            return None
        made: list[Value] = []
        with _local(run) as slot:
            for item in base if isinstance(base, tuple) else (base,):
                run.locals[slot] = item
                made.append(self.result.value(run))
        return run.list(tuple(made), self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    function: "Function"
    arguments: tuple[Node, ...]

    def _work(self, run: Run) -> Value:
        given = tuple(argument.value(run) for argument in self.arguments)
        return self.function.call(given, run, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One test of a value: what a cell of a decision table, or what stands behind `in`, says."""

    at: int
    depth: int = 1

    def passes(self, value: Value, run: Run) -> bool | None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Test):
    """`< 10`."""

    sign: str
    limit: Node

    def passes(self, value: Value, run: Run) -> bool | None:
        return holds(self.sign, value, self.limit.value(run), run, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Test):
    """`[1..5)`."""

    low: Node
    high: Node
    with_low: bool
    with_high: bool

    def passes(self, value: Value, run: Run) -> bool | None:
        low, high = self.low.value(run), self.high.value(run)
        above = holds(">=" if self.with_low else ">", value, low, run, self.at)
        below = holds("<=" if self.with_high else "<", value, high, run, self.at)
        return conjunction(iter((above, below)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Same(Test):
    """A value that is meant, or a list of them."""

    wanted: Node

    def passes(self, value: Value, run: Run) -> bool | None:
        wanted = self.wanted.value(run)
        if isinstance(wanted, tuple) and not isinstance(value, tuple):
            return any(equal(value, each, run, self.at, strict=False) for each in wanted)
        return equal(value, wanted, run, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Test):
    """A condition of its own that speaks of the value as `?`."""

    condition: Node

    def passes(self, value: Value, run: Run) -> bool | None:
        return self.condition.truth(run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests(Test):
    """Several, one of which must pass; none at all passes always (`-`)."""

    tests: tuple[Test, ...]
    is_not: bool = False

    def passes(self, value: Value, run: Run) -> bool | None:
        run.spend(1, self.at)
        if not self.tests:
            return True
        with _local(run) as slot:
            run.locals[slot] = value
            found = disjunction(test.passes(value, run) for test in self.tests)
        return found if found is None or not self.is_not else not found


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Node):
    """`x in …`, `x between a and b`."""

    of: Node
    tests: Tests

    def _work(self, run: Run) -> Value:
        return self.tests.passes(self.of.value(run), run)
