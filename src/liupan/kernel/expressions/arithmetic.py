"""What signs do between kinds, for the check beforehand and for the work itself."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from liupan.kernel.expressions import days, numbers
from liupan.kernel.expressions.days import Months
from liupan.kernel.expressions.kinds import ANY, NULL, Kind, Type
from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.values import Run, Value, kind_of

_N, _T, _D, _M, _L, _Y = (
    Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.MOMENT, Kind.DAYS, Kind.MONTHS
)  # fmt: skip
RESULTS: Mapping[tuple[str, Kind, Kind], Kind] = {
    ("+", _N, _N): _N, ("+", _T, _T): _T, ("+", _L, _L): _L, ("+", _Y, _Y): _Y,
    ("+", _D, _L): _D, ("+", _L, _D): _D, ("+", _D, _Y): _D, ("+", _Y, _D): _D,
    ("+", _M, _L): _M, ("+", _L, _M): _M, ("+", _M, _Y): _M, ("+", _Y, _M): _M,
    ("-", _N, _N): _N, ("-", _L, _L): _L, ("-", _Y, _Y): _Y, ("-", _D, _D): _L, ("-", _M, _M): _L,
    ("-", _D, _L): _D, ("-", _D, _Y): _D, ("-", _M, _L): _M, ("-", _M, _Y): _M,
    ("*", _N, _N): _N, ("*", _L, _N): _L, ("*", _N, _L): _L, ("*", _Y, _N): _Y, ("*", _N, _Y): _Y,
    ("/", _N, _N): _N, ("/", _L, _N): _L, ("/", _Y, _N): _Y, ("/", _L, _L): _N, ("/", _Y, _Y): _N,
    ("**", _N, _N): _N,
}  # fmt: skip
"""Everything else is refused."""

_NUMBERS = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "**": numbers.power,
}


def result_type(sign: str, left: Type, right: Type, at: int) -> Type:
    """What comes of it. Raises `ExpressionRefused` (`cannot_combine`) where nothing can."""
    if Kind.NULL in (left.kind, right.kind):
        return NULL
    fitting = {
        result
        for (s, a, b), result in RESULTS.items()
        if s == sign and left.kind in (a, Kind.ANY) and right.kind in (b, Kind.ANY)
    }
    if not fitting:
        raise cannot(sign, left.kind, right.kind, at)
    return Type(fitting.pop()) if len(fitting) == 1 else ANY


def cannot(sign: str, left: Kind, right: Kind, at: int) -> ExpressionRefused:
    return ExpressionRefused("cannot_combine", at, sign=sign, left=left.value, right=right.value)


def combine(sign: str, a: Value, b: Value, run: Run, at: int) -> Value:
    """The result; null where either is null. Raises `ExpressionRefused`."""
    if a is None or b is None:
        return None
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return _NUMBERS[sign](a, b, at)
    if (sign, kind_of(a), kind_of(b)) not in RESULTS:
        raise cannot(sign, kind_of(a), kind_of(b), at)
    if isinstance(a, str) and isinstance(b, str):
        return run.text(a + b, at)
    return _with_days(sign, a, b, at)


def _with_days(sign: str, a: Value, b: Value, at: int) -> Value:
    if isinstance(b, date) and not isinstance(a, date):
        a, b = b, a  # duration + day
    if isinstance(a, Decimal):
        a, b = b, a  # number * duration
    back = -1 if sign == "-" else 1
    match a, b:
        case date(), timedelta():
            return days.later(a, back * days.seconds_of(b), at)
        case date(), Months():
            return days.months_later(a, back * b.count, at)
        case date(), date():
            return _between(a, b)
        case timedelta(), timedelta():
            return _of_amounts(sign, days.seconds_of(a), days.seconds_of(b), days.make_days, at)
        case Months(), Months():
            return _of_amounts(sign, a.count, b.count, days.make_months, at)
        case timedelta(), Decimal():
            return days.make_days(_scaled(sign, days.seconds_of(a), b, at), at)
        case Months(), Decimal():
            return days.make_months(_scaled(sign, a.count, b, at), at)
    raise AssertionError(sign)


def _between(a: date, b: date) -> timedelta:
    if isinstance(a, datetime) and isinstance(b, datetime):
        return a - b
    return timedelta(days=a.toordinal() - b.toordinal())


def _of_amounts(sign: str, a: int, b: int, make: Callable[[int, int], Value], at: int) -> Value:
    if sign == "/":
        return numbers.divide(Decimal(a), Decimal(b), at)
    return make(a + b if sign == "+" else a - b, at)


def _scaled(sign: str, amount: int, number: Decimal, at: int) -> int:
    scale = numbers.multiply if sign == "*" else numbers.divide
    return days.rounded(scale(Decimal(amount), number, at))
