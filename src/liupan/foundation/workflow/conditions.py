"""The closed expression language over an instance's form."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from liupan.foundation.workflow.rules.checking import OUTCOME
from liupan.kernel.expressions import Expression, ExpressionRefused, Value, compile_expression
from liupan.kernel.expressions.values import plain

Declared = tuple[tuple[str, str], ...]


def names_of(data: Mapping[str, str]) -> Declared:
    """Names with types as a definition declares them, hashable."""
    return tuple(sorted({OUTCOME: "string", **data}.items()))


def objection_to(text: str, declared: Declared) -> str:
    """Why the expression cannot stand; empty when it can."""
    try:
        _compiled(text, declared)
    except ExpressionRefused as refused:
        return str(refused.message)
    return ""


def read(text: str, declared: Declared) -> Expression:
    """The expression, read. Raises `ExpressionRefused`."""
    return _compiled(text, declared)


def stored(value: object) -> Any:
    """A value that was worked out, as the form keeps it: a number stays one where JSON holds it
    exactly."""
    match value:
        case tuple():
            return [stored(one) for one in value]
        case dict():
            return {name: stored(one) for name, one in value.items()}
        case Decimal() if value == value.to_integral_value():
            return int(value)
        case Decimal() if Decimal(repr(float(value))) == value:
            return float(value)
        case None | bool() | str():
            return value
    return plain(cast(Value, value))


def evaluate(text: str, data: Mapping[str, Any], declared: Declared) -> object:
    """Worked out over the form. Raises `ExpressionRefused`."""
    known = {name for name, _type in declared}
    return _compiled(text, declared).evaluate({k: v for k, v in data.items() if k in known})


@lru_cache(maxsize=2048)
def _compiled(text: str, declared: Declared) -> Expression:
    return compile_expression(text, dict(declared))
