"""What a provider's system answered, looked at row by row here: only rows that are meant, only
fields that are granted, masked. A value that cannot be compared meets no condition."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from liupan.foundation.tables.facade import Filter, Mask, MaskKind, Operator, View

Told = str | int | float | bool | None
"""A value of JSON that is no list and no object."""
HIDDEN = "＊＊＊"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ORDERED = {
    Operator.LESS: (-1,),
    Operator.AT_MOST: (-1, 0),
    Operator.MORE: (1,),
    Operator.AT_LEAST: (0, 1),
}


def is_meant(row: Mapping[str, Told], filters: Sequence[Filter]) -> bool:
    """Whether the row meets all of them."""
    return all(_meets(row.get(one.column), one) for one in filters)


def shown(row: Mapping[str, Told], view: View) -> tuple[Told, ...]:
    """The fields of a view, masked."""
    return tuple(masked(row.get(name), view.masks.get(name)) for name in view.columns)


def masked(value: Told, mask: Mask | None) -> Told:
    """A value as the mask shows it; nothing stays nothing."""
    if value is None or mask is None:
        return value
    text = written(value)
    if mask.kind is MaskKind.ENDS:
        return _ends(text, max(0, mask.keep), max(0, mask.keep_last))
    if mask.kind is MaskKind.HASH:
        return hmac.new(mask.salt, text.encode(errors="replace"), hashlib.sha256).hexdigest()
    return HIDDEN


def written(value: Told) -> str:
    """A value as text, as JSON would have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _ends(text: str, first: int, last: int) -> str:
    if len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def _meets(value: Told, wanted: Filter) -> bool:
    if wanted.operator is Operator.EMPTY:
        return value in (None, "")
    if value in (None, ""):
        return False
    if wanted.operator is Operator.FILLED:
        return True
    if wanted.operator is Operator.ONE_OF:
        return any(_is_equal(value, one) for one in wanted.values)
    return len(wanted.values) == 1 and _compares(value, wanted.operator, wanted.values[0])


def _compares(value: Told, operator: Operator, text: str) -> bool:
    if operator is Operator.EQUAL:
        return _is_equal(value, text)
    if operator is Operator.UNEQUAL:
        return not _is_equal(value, text)
    if operator is Operator.STARTS:
        return isinstance(value, str) and value.startswith(text)
    if operator is Operator.CONTAINS:
        return isinstance(value, str) and text in value
    return _order(value, text) in ORDERED[operator]


def _is_equal(value: Told, text: str) -> bool:
    """Texts are the same sign by sign: 0102 is not 102."""
    if isinstance(value, str | bool) or value is None:
        return written(value) == text
    number = _number(text)
    return number is not None and _number(written(value)) == number


def _order(value: Told, text: str) -> int | None:
    """Days among days, numbers among numbers; anything else has no order."""
    if isinstance(value, str) and DAY.match(value) and DAY.match(text):
        return (value > text) - (value < text)
    if isinstance(value, bool) or DAY.match(text):
        return None
    here, there = _number(written(value)), _number(text)
    return None if here is None or there is None else (here > there) - (here < there)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
