"""Which rows of a resource: conditions on items that must all hold. Never text that is run.

A filter is narrower than another when it holds all the other's conditions and more.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

MOST_CONDITIONS = 20
MOST_VALUES = 50
LONGEST = 200
NUMBERS = frozenset("NYIBF")
DAYS = frozenset("DT")


class Operator(StrEnum):
    """How an item's value is compared."""

    EQUAL = "eq"
    ONE_OF = "in"
    BEGINS = "starts"
    FROM = "ge"
    UNTIL = "le"


@dataclass(frozen=True, slots=True)
class Condition:
    """An item compared with a value, or with several of which one must be met."""

    item: str
    operator: Operator
    values: tuple[str, ...]

    def written(self) -> dict[str, object]:
        """As a row keeps it; the same condition is always written the same."""
        return {"item": self.item, "op": self.operator.value, "values": list(self.values)}


Rows = tuple[Condition, ...]
"""All of them must hold; none: every row."""


class Why(StrEnum):
    """What is wrong with a condition."""

    NO_SUCH_ITEM = "no_such_item"
    NO_VALUE = "no_value"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NOT_ORDERED = "not_ordered"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a filter."""

    why: Why
    item: str = ""
    value: str = ""


def condition(item: str, operator: Operator, values: Sequence[str]) -> Condition:
    """A condition with its values in order, each once."""
    told = dict.fromkeys(value.strip() for value in values if value.strip())
    kept = sorted(told) if operator is Operator.ONE_OF else list(told)
    return Condition(item.strip(), operator, tuple(kept))


def read_rows(written: Sequence[Mapping[str, object]]) -> Rows:
    """A filter as a row keeps it."""
    return tuple(
        Condition(str(one["item"]), Operator(str(one["op"])), tuple(_texts(one["values"])))
        for one in written
    )


def write_rows(rows: Rows) -> list[dict[str, object]]:
    """How a row keeps it, without doubles."""
    return [one.written() for one in dict.fromkeys(rows)]


def check_rows(rows: Rows, types: Mapping[str, str]) -> list[Wrong]:
    """What is wrong with a filter; `types` are the data types of the resource's items by name."""
    if len(rows) > MOST_CONDITIONS:
        return [Wrong(Why.TOO_MANY)]
    return [wrong for one in rows if (wrong := _check(one, types))]


def is_narrower_or_same(rows: Rows, than: Rows) -> bool:
    """Whether every row that is met by `rows` is met by `than` too, by its conditions."""
    return set(than) <= set(rows)


def _check(one: Condition, types: Mapping[str, str]) -> Wrong | None:
    if one.item not in types:
        return Wrong(Why.NO_SUCH_ITEM, one.item)
    if not one.values:
        return Wrong(Why.NO_VALUE, one.item)
    if len(one.values) > (MOST_VALUES if one.operator is Operator.ONE_OF else 1):
        return Wrong(Why.TOO_MANY, one.item)
    long = next((value for value in one.values if len(value) > LONGEST), None)
    return Wrong(Why.TOO_LONG, one.item) if long else _check_type(one, types[one.item])


def _check_type(one: Condition, letter: str) -> Wrong | None:
    is_ordered = letter in NUMBERS | DAYS
    if one.operator in (Operator.FROM, Operator.UNTIL) and not is_ordered:
        return Wrong(Why.NOT_ORDERED, one.item)
    if one.operator is Operator.BEGINS:
        return None
    for value in one.values:
        if letter in NUMBERS and not _is_number(value):
            return Wrong(Why.NOT_A_NUMBER, one.item, value)
        if letter in DAYS and not _is_day(value):
            return Wrong(Why.NOT_A_DAY, one.item, value)
    return None


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_day(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _texts(values: object) -> list[str]:
    return [str(one) for one in values] if isinstance(values, list) else []
