"""Values: what they are, how they are handed in, compared, ordered and written."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from liupan.kernel.expressions import days, numbers
from liupan.kernel.expressions.days import Months
from liupan.kernel.expressions.kinds import ANY, Kind, Type
from liupan.kernel.expressions.limits import GRAIN, ITEMS, STEPS, TEXT, VALUE_DEPTH
from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.tokens import has_surrogates

Value = (
    None
    | bool
    | Decimal
    | str
    | date
    | datetime
    | timedelta
    | Months
    | tuple["Value", ...]
    | Mapping[str, "Value"]
)
"""What an expression works with and gives back."""

ORDERED = frozenset({Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.MOMENT, Kind.DAYS, Kind.MONTHS})
_KINDS: Mapping[type, Kind] = {
    type(None): Kind.NULL,
    bool: Kind.BOOLEAN,
    Decimal: Kind.NUMBER,
    str: Kind.TEXT,
    datetime: Kind.MOMENT,
    date: Kind.DATE,
    timedelta: Kind.DAYS,
    Months: Kind.MONTHS,
    tuple: Kind.LIST,
    dict: Kind.CONTEXT,
}


class Run:
    """One evaluation: what it may still spend, what names hold, what loops are at."""

    __slots__ = ("_given", "_names", "_read", "left", "locals")

    def __init__(self, given: Mapping[str, object], names: Mapping[str, Type]) -> None:
        self._given = given
        self._names = names
        self._read: dict[str, Value] = {}
        self.left = STEPS
        self.locals: list[Value] = []

    def spend(self, steps: int, at: int) -> None:
        """Raises `ExpressionRefused` (`too_many_steps`)."""
        self.left -= steps
        if self.left < 0:
            raise ExpressionRefused("too_many_steps", at)

    def name(self, name: str, at: int) -> Value:
        """What a declared name holds; null where nothing was handed in. Read when first wanted."""
        if name not in self._read:
            given = self._given.get(name)
            self._read[name] = read(given, self._names[name], self, name=name, at=at)
        return self._read[name]

    def text(self, text: str, at: int) -> str:
        """A text just made, charged and held to its length. Raises `ExpressionRefused`."""
        if len(text) > TEXT:
            raise ExpressionRefused("text_too_long", at)
        self.spend(len(text) // GRAIN, at)
        return text

    def list(self, items: tuple[Value, ...], at: int) -> tuple[Value, ...]:
        """A list just made, charged and held to its length. Raises `ExpressionRefused`."""
        if len(items) > ITEMS:
            raise ExpressionRefused("list_too_long", at)
        self.spend(len(items), at)
        return items


def kind_of(value: Value) -> Kind:
    return _KINDS[type(value)]


def read(
    given: object, declared: Type, run: Run, *, name: str, at: int = 0, depth: int = 0
) -> Value:
    """A value as it was handed in (Python's or JSON's), as the declared type wants it.

    Raises `ExpressionRefused` (`bad_value`, `too_deep`, `text_too_long`, `list_too_long`).
    """
    run.spend(1, at)
    if depth > VALUE_DEPTH:
        raise ExpressionRefused("too_deep", at)
    if given is None:
        return None
    kind = declared.kind
    if kind is Kind.ANY:
        kind = _natural(given)
    if kind is Kind.LIST and isinstance(given, list | tuple):
        run.list((), at)
        if len(given) > ITEMS:
            raise ExpressionRefused("list_too_long", at)
        item = declared.of
        return tuple(read(g, item, run, name=name, at=at, depth=depth + 1) for g in given)
    if kind is Kind.CONTEXT and isinstance(given, Mapping):
        return _context(given, declared, run, name, at, depth)
    value = _simple(given, kind, run, at)
    if value is None and given != "":
        raise ExpressionRefused("bad_value", at, name=name, wanted=kind.value)
    return value


def _natural(given: object) -> Kind:
    if isinstance(given, bool):
        return Kind.BOOLEAN
    if isinstance(given, int | float | Decimal):
        return Kind.NUMBER
    if isinstance(given, list | tuple):
        return Kind.LIST
    if isinstance(given, Mapping):
        return Kind.CONTEXT
    return _KINDS.get(type(given), Kind.NULL)


def _context(
    given: Mapping[object, object], declared: Type, run: Run, name: str, at: int, depth: int
) -> dict[str, Value]:
    fields = declared.fields
    if fields is None:
        if len(given) > ITEMS:
            raise ExpressionRefused("list_too_long", at)
        fields = {key: ANY for key in given if isinstance(key, str)}
    return {
        key: read(given.get(key), field, run, name=name, at=at, depth=depth + 1)
        for key, field in fields.items()
    }


def _simple(given: object, kind: Kind, run: Run, at: int) -> Value:
    """None where it is no such value; an empty text is none of any kind but text."""
    if isinstance(given, str):
        return _from_text(given, kind, run, at)
    match kind, given:
        case Kind.BOOLEAN, bool():
            return given
        case Kind.NUMBER, bool():
            return None
        case Kind.NUMBER, int() if abs(given) < 10**18:
            return numbers.fitted(Decimal(given), at)
        case Kind.NUMBER, float() | Decimal():
            number = Decimal(repr(given)) if isinstance(given, float) else given
            return numbers.fitted(number, at) if number.is_finite() else None
        case Kind.MOMENT, datetime():
            return days.city_moment(given)
        case Kind.DATE, datetime():
            return None
        case Kind.DATE, date():
            return given
        case Kind.DAYS, timedelta():
            return days.make_days(days.seconds_of(given), at)
        case Kind.MONTHS, Months():
            return days.make_months(given.count, at)
    return None


def _from_text(given: str, kind: Kind, run: Run, at: int) -> Value:
    if kind is Kind.TEXT:
        if has_surrogates(given):
            raise ExpressionRefused("bad_text", at)
        return run.text(given, at)
    if len(given) > 40:
        return None
    try:
        match kind:
            case Kind.NUMBER:
                return numbers.find_number(given)
            case Kind.DATE:
                return days.read_date(given)
            case Kind.MOMENT:
                return days.read_moment(given)
            case Kind.DAYS | Kind.MONTHS:
                duration = days.read_duration(given)
                return duration if kind_of(duration) is kind else None
    except ExpressionRefused:
        pass
    return None


def equal(a: Value, b: Value, run: Run, at: int, *, strict: bool = True) -> bool:
    """Whether both are the same. Where `strict`, different kinds are refused (`wrong_type`)."""
    run.spend(1, at)
    if a is None or b is None:
        return a is b
    kind, other = kind_of(a), kind_of(b)
    if kind is not other:
        if strict:
            raise ExpressionRefused("wrong_type", at, found=other.value, wanted=kind.value)
        return False
    if isinstance(a, str) and isinstance(b, str):
        run.spend(max(len(a), len(b)) // GRAIN, at)
        return a == b
    if isinstance(a, tuple) and isinstance(b, tuple):
        same = (equal(x, y, run, at, strict=strict) for x, y in zip(a, b, strict=False))
        return len(a) == len(b) and all(same)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(
            equal(a[key], b[key], run, at, strict=strict) for key in sorted(a)
        )
    return a == b


def compare(a: Value, b: Value, run: Run, at: int) -> int | None:
    """-1, 0 or 1; None where either is null. Raises `ExpressionRefused` (`wrong_type`)."""
    run.spend(1, at)
    if a is None or b is None:
        return None
    kind, other = kind_of(a), kind_of(b)
    if kind not in ORDERED:
        raise ExpressionRefused("wrong_type", at, found=kind.value, wanted=Kind.NUMBER.value)
    if kind is not other:
        raise ExpressionRefused("wrong_type", at, found=other.value, wanted=kind.value)
    if isinstance(a, str) and isinstance(b, str):
        run.spend(max(len(a), len(b)) // GRAIN, at)
    return (a > b) - (a < b)  # type: ignore[operator]


def written(value: Value, run: Run, at: int = 0) -> str:
    """The value as an expression would write it; reading it gives the same value."""
    run.spend(1, at)
    match value:
        case str():
            return run.text(_quoted(value), at)
        case tuple():
            parts = (written(item, run, at) for item in value)
            return run.text(f"[{', '.join(parts)}]", at)
        case dict():
            parts = (f"{_quoted(key)}: {written(value[key], run, at)}" for key in sorted(value))
            return run.text(f"{{{', '.join(parts)}}}", at)
        case datetime():
            return f'date and time("{plain(value)}")'
        case date():
            return f'date("{plain(value)}")'
        case timedelta() | Months():
            return f'duration("{plain(value)}")'
    return plain(value)


def plain(value: Value) -> str:
    """A single value in the words a person reads: `1.5`, `true`, `2017-11-03`."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return numbers.written(value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return days.written_days(value)
    return str(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def as_json(value: Value) -> object:
    """For JSON: numbers and days as text, exactly; texts, truth and null as they are."""
    match value:
        case tuple():
            return [as_json(item) for item in value]
        case dict():
            return {key: as_json(item) for key, item in value.items()}
        case None | bool() | str():
            return value
    return plain(value)
