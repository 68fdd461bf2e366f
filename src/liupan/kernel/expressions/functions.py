"""The closed table of functions. Nothing else can be called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from liupan.kernel.expressions import days, numbers
from liupan.kernel.expressions.arithmetic import combine
from liupan.kernel.expressions.days import Months
from liupan.kernel.expressions.kinds import (
    ANY,
    BOOLEAN,
    DATE,
    MOMENT,
    MONTHS,
    NUMBER,
    TEXT,
    Kind,
    Type,
    joined,
)
from liupan.kernel.expressions.limits import GRAIN, PLACES, WHOLE
from liupan.kernel.expressions.nodes import conjunction, disjunction, truth
from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.values import (
    Run,
    Value,
    compare,
    equal,
    kind_of,
    plain,
    written,
)

_LIST = Type(Kind.LIST)


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    `takes` are the types of its arguments; from `least` on they may be left out, and `more` says
    that the last one may come again and again. `spread` functions take one list or its items.
    A null argument gives null, unless the function takes nulls itself.
    """

    name: str
    takes: tuple[Type, ...]
    gives: Type | Callable[[tuple[Type, ...]], Type]
    work: Callable[..., Value]
    least: int | None = None
    more: bool = False
    spread: bool = False
    takes_null: bool = False

    def accepts(self, count: int) -> bool:
        least = len(self.takes) if self.least is None else self.least
        return least <= count and (self.more or count <= len(self.takes))

    def wanted(self, place: int, count: int) -> Type:
        """The type of one of `count` arguments."""
        if self.spread:
            return ANY
        return self.takes[min(place, len(self.takes) - 1)]

    def result(self, given: tuple[Type, ...]) -> Type:
        return self.gives if isinstance(self.gives, Type) else self.gives(given)

    def call(self, given: tuple[Value, ...], run: Run, at: int) -> Value:
        """Raises `ExpressionRefused`."""
        if self.spread:
            items = given[0] if len(given) == 1 and isinstance(given[0], tuple) else given
            return self.work(items, run, at)
        for place, value in enumerate(given):
            wanted = self.wanted(place, len(given)).kind
            if value is None:
                if not self.takes_null:
                    return None
            elif wanted not in (Kind.ANY, kind_of(value)):
                raise ExpressionRefused(
                    "wrong_type", at, found=kind_of(value).value, wanted=wanted.value
                )
        return self.work(given, run, at)


def _bad(name: str, at: int) -> ExpressionRefused:
    return ExpressionRefused("bad_argument", at, name=name)


def _whole(value: Any, name: str, at: int) -> int:
    number = numbers.whole(value)
    if number is None:
        raise _bad(name, at)
    return number


# texts


def _length(given: Any, run: Run, at: int) -> Value:
    run.spend(len(given[0]) // GRAIN, at)  # browsers count characters one by one
    return Decimal(len(given[0]))


def _substring(given: Any, run: Run, at: int) -> Value:
    text, *places = given
    run.spend(len(text) // GRAIN, at)
    return run.text(text[_cut(len(text), places, "substring", at)], at)


def _cut(size: int, places: Any, name: str, at: int) -> slice:
    """Where something begins (from 1, or from the end when negative) and how long it is."""
    start, *length = (_whole(place, name, at) for place in places)
    if not start or (length and length[0] < 0):
        raise _bad(name, at)
    begin = start - 1 if start > 0 else max(0, size + start)
    return slice(begin, begin + length[0] if length else size)


def _seek(text: str, part: str, run: Run, at: int) -> None:
    """Charges a search for its worst case, whatever the language does inside."""
    run.spend(len(text) // GRAIN + len(text) * len(part) // (GRAIN * GRAIN), at)


def _contains(given: Any, run: Run, at: int) -> Value:
    text, part = given
    _seek(text, part, run, at)
    return part in text


def _starts(given: Any, run: Run, at: int) -> Value:
    return bool(given[0].startswith(given[1]))


def _ends(given: Any, run: Run, at: int) -> Value:
    return bool(given[0].endswith(given[1]))


def _before(given: Any, run: Run, at: int) -> Value:
    text, part = given
    _seek(text, part, run, at)
    place = text.find(part)
    return run.text(text[: max(0, place)], at)


def _after(given: Any, run: Run, at: int) -> Value:
    text, part = given
    _seek(text, part, run, at)
    place = text.find(part)
    return run.text(text[place + len(part) :] if place >= 0 else "", at)


_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def _upper(given: Any, run: Run, at: int) -> Value:
    return run.text(given[0].translate(_UPPER), at)


def _lower(given: Any, run: Run, at: int) -> Value:
    return run.text(given[0].translate(_LOWER), at)


def _join(given: Any, run: Run, at: int) -> Value:
    items, between = given[0], given[1] if len(given) > 1 else ""
    parts = [item for item in items if item is not None]
    for part in parts:
        if not isinstance(part, str):
            raise ExpressionRefused(
                "wrong_type", at, found=kind_of(part).value, wanted=Kind.TEXT.value
            )
    run.spend(len(items), at)
    for part in parts:
        run.spend((len(part) + len(between)) // GRAIN, at)
    return run.text(between.join(parts), at)


def _string(given: Any, run: Run, at: int) -> Value:
    value = given[0]
    if isinstance(value, tuple | dict):
        return written(value, run, at)
    return plain(value)


# numbers


def _number(given: Any, run: Run, at: int) -> Value:
    found = numbers.find_number(given[0])
    if found is None:
        raise _bad("number", at)
    return found


def _to_places(rounding: str, name: str) -> Callable[..., Value]:
    def work(given: Any, run: Run, at: int) -> Value:
        places = _whole(given[1], name, at) if len(given) > 1 else 0
        if not -WHOLE <= places <= PLACES:
            raise _bad(name, at)
        return numbers.rounded(given[0], places, rounding, at)

    return work


def _absolute(given: Any, run: Run, at: int) -> Value:
    value = given[0]
    if isinstance(value, Decimal):
        return abs(value)
    if isinstance(value, timedelta):
        return abs(value)
    if isinstance(value, Months):
        return Months(abs(value.count))
    raise ExpressionRefused("wrong_type", at, found=kind_of(value).value, wanted=Kind.NUMBER.value)


def _modulo(given: Any, run: Run, at: int) -> Value:
    return numbers.modulo(given[0], given[1], at)


def _odd(given: Any, run: Run, at: int) -> Value:
    return _whole(given[0], "odd", at) % 2 == 1


def _even(given: Any, run: Run, at: int) -> Value:
    return _whole(given[0], "even", at) % 2 == 0


# lists


def _count(given: Any, run: Run, at: int) -> Value:
    return Decimal(len(given[0]))


def _sum(items: Any, run: Run, at: int) -> Value:
    """Of numbers, or of durations of one kind; nothing sums up to 0."""

    run.spend(len(items), at)
    if not items:
        return numbers.ZERO
    total = items[0]
    if isinstance(total, str):
        raise ExpressionRefused("wrong_type", at, found="string", wanted="number")
    for item in items[1:]:
        total = combine("+", total, item, run, at)
    return combine("*", total, numbers.ONE, run, at)  # a single date is no sum


def _mean(items: Any, run: Run, at: int) -> Value:

    return combine("/", _sum(items, run, at), Decimal(len(items)), run, at) if items else None


def _least(items: Any, run: Run, at: int) -> Value:
    return _extreme(items, -1, run, at)


def _most(items: Any, run: Run, at: int) -> Value:
    return _extreme(items, 1, run, at)


def _extreme(items: tuple[Value, ...], wanted: int, run: Run, at: int) -> Value:
    if not items:
        return None
    best = items[0]
    for item in items:
        order = compare(item, best, run, at)
        if order is None:
            return None
        best = item if order == wanted else best
    return best


def _all(items: Any, run: Run, at: int) -> Value:
    run.spend(len(items), at)
    return conjunction(truth(item, at) for item in items)


def _any(items: Any, run: Run, at: int) -> Value:
    run.spend(len(items), at)
    return disjunction(truth(item, at) for item in items)


def _holds(items: Any, value: Value, run: Run, at: int) -> bool:
    return any(equal(item, value, run, at, strict=False) for item in items)


def _list_contains(given: Any, run: Run, at: int) -> Value:
    return None if given[0] is None else _holds(given[0], given[1], run, at)


def _append(given: Any, run: Run, at: int) -> Value:
    return None if given[0] is None else run.list((*given[0], *given[1:]), at)


def _concatenate(given: Any, run: Run, at: int) -> Value:
    run.spend(sum(len(items) for items in given), at)
    return run.list(tuple(item for items in given for item in items), at)


def _union(given: Any, run: Run, at: int) -> Value:
    return _distinct((_concatenate(given, run, at),), run, at)


def _distinct(given: Any, run: Run, at: int) -> Value:
    kept: list[Value] = []
    for item in given[0]:
        if not _holds(kept, item, run, at):
            kept.append(item)
    return run.list(tuple(kept), at)


def _reverse(given: Any, run: Run, at: int) -> Value:
    return run.list(tuple(reversed(given[0])), at)


def _index_of(given: Any, run: Run, at: int) -> Value:
    if given[0] is None:
        return None
    items = enumerate(given[0], start=1)
    found = (Decimal(n) for n, item in items if equal(item, given[1], run, at, strict=False))
    return run.list(tuple(found), at)


def _sublist(given: Any, run: Run, at: int) -> Value:
    items, *places = given
    return run.list(items[_cut(len(items), places, "sublist", at)], at)


def _flatten(given: Any, run: Run, at: int) -> Value:
    flat: list[Value] = []

    def gather(items: tuple[Value, ...]) -> None:
        run.spend(len(items), at)
        for item in items:
            if isinstance(item, tuple):
                gather(item)
            else:
                flat.append(item)

    gather(given[0])
    return run.list(tuple(flat), at)


# days


def _date(given: Any, run: Run, at: int) -> Value:
    """Of a text, a moment, or year, month and day."""
    if len(given) == 3:
        if not all(isinstance(part, Decimal) for part in given):
            raise _bad("date", at)
        return days.make_date(*(_whole(part, "date", at) for part in given), at=at)
    match given:
        case (str(text),):
            return days.read_date(text, at)
        case (datetime() as moment,):
            return moment.date()
        case (date() as day,):
            return day
    raise _bad("date", at)


def _moment(given: Any, run: Run, at: int) -> Value:
    return days.read_moment(given[0], at)


def _duration(given: Any, run: Run, at: int) -> Value:
    return days.read_duration(given[0], at)


def _months_between(given: Any, run: Run, at: int) -> Value:
    return Months(days.months_between(given[0], given[1]))


def _not(given: Any, run: Run, at: int) -> Value:
    return None if given[0] is None else not given[0]


def _item(given: tuple[Type, ...]) -> Type:
    """What one of the items is, of one list or of several arguments."""
    if len(given) == 1 and given[0].kind is Kind.LIST:
        return given[0].of
    result = given[0]
    for each in given[1:]:
        result = joined(result, each)
    return result if result.kind is not Kind.LIST else ANY


def _same(given: tuple[Type, ...]) -> Type:
    return given[0]


def _lists(given: tuple[Type, ...]) -> Type:
    result = given[0]
    for each in given[1:]:
        result = joined(result, each)
    return result if result.kind is Kind.LIST else _LIST


_ITEMS = (ANY,)
_TABLE = (
    Function("string length", (TEXT,), NUMBER, _length),
    Function("substring", (TEXT, NUMBER, NUMBER), TEXT, _substring, least=2),
    Function("contains", (TEXT, TEXT), BOOLEAN, _contains),
    Function("starts with", (TEXT, TEXT), BOOLEAN, _starts),
    Function("ends with", (TEXT, TEXT), BOOLEAN, _ends),
    Function("substring before", (TEXT, TEXT), TEXT, _before),
    Function("substring after", (TEXT, TEXT), TEXT, _after),
    Function("upper case", (TEXT,), TEXT, _upper),
    Function("lower case", (TEXT,), TEXT, _lower),
    Function("string join", (_LIST, TEXT), TEXT, _join, least=1),
    Function("string", (ANY,), TEXT, _string),
    Function("number", (TEXT,), NUMBER, _number),
    Function("decimal", (NUMBER, NUMBER), NUMBER, _to_places(ROUND_HALF_EVEN, "decimal")),
    Function("round half up", (NUMBER, NUMBER), NUMBER, _to_places(ROUND_HALF_UP, "round half up")),
    Function("floor", (NUMBER, NUMBER), NUMBER, _to_places(ROUND_FLOOR, "floor"), least=1),
    Function("ceiling", (NUMBER, NUMBER), NUMBER, _to_places(ROUND_CEILING, "ceiling"), least=1),
    Function("abs", (ANY,), _same, _absolute),
    Function("modulo", (NUMBER, NUMBER), NUMBER, _modulo),
    Function("odd", (NUMBER,), BOOLEAN, _odd),
    Function("even", (NUMBER,), BOOLEAN, _even),
    Function("count", (_LIST,), NUMBER, _count),
    Function("sum", _ITEMS, _item, _sum, more=True, spread=True),
    Function("mean", _ITEMS, _item, _mean, more=True, spread=True),
    Function("min", _ITEMS, _item, _least, more=True, spread=True),
    Function("max", _ITEMS, _item, _most, more=True, spread=True),
    Function("all", _ITEMS, BOOLEAN, _all, more=True, spread=True),
    Function("any", _ITEMS, BOOLEAN, _any, more=True, spread=True),
    Function("list contains", (_LIST, ANY), BOOLEAN, _list_contains, takes_null=True),
    Function("append", (_LIST, ANY), _LIST, _append, more=True, takes_null=True),
    Function("concatenate", (_LIST,), _lists, _concatenate, more=True),
    Function("union", (_LIST,), _lists, _union, more=True),
    Function("distinct values", (_LIST,), _same, _distinct),
    Function("reverse", (_LIST,), _same, _reverse),
    Function("index of", (_LIST, ANY), Type(Kind.LIST, item=NUMBER), _index_of, takes_null=True),
    Function("sublist", (_LIST, NUMBER, NUMBER), _same, _sublist, least=2),
    Function("flatten", (_LIST,), _LIST, _flatten),
    Function("date", (ANY, ANY, ANY), DATE, _date, least=1),
    Function("date and time", (TEXT,), MOMENT, _moment),
    Function("duration", (TEXT,), ANY, _duration),
    Function("years and months duration", (DATE, DATE), MONTHS, _months_between),
    Function("not", (BOOLEAN,), BOOLEAN, _not),
)
FUNCTIONS: Mapping[str, Function] = {function.name: function for function in _TABLE}
FUNCTION_WORDS = max(name.count(" ") + 1 for name in FUNCTIONS)
