"""Whether a record is among the rows of a grant, as far as its values are known."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from liupan.capabilities.catalogue.rules.scopes import Condition, Operator, Rows


def covers(rows: Rows, known: Mapping[str, str]) -> bool:
    """Whether the record may be among the rows: no condition is known to fail."""
    return all(_meets(one, known[one.item]) for one in rows if one.item in known)


def is_certain(rows: Rows, known: Mapping[str, str]) -> bool:
    """Whether the values decide every condition."""
    return all(one.item in known for one in rows)


def _meets(condition: Condition, value: str) -> bool:
    return any(_TESTS[condition.operator](value, one) for one in condition.values)


def _comes_before(value: str, other: str) -> bool:
    """By number where both are numbers, else as text, as days in ISO order compare."""
    try:
        return Decimal(value) <= Decimal(other)
    except InvalidOperation:
        return value <= other


_TESTS: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.EQUAL: lambda value, one: value == one,
    Operator.ONE_OF: lambda value, one: value == one,
    Operator.BEGINS: lambda value, one: value.startswith(one),
    Operator.FROM: lambda value, one: _comes_before(one, value),
    Operator.UNTIL: lambda value, one: _comes_before(value, one),
}
