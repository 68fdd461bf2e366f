"""The closed expression language over an instance's form."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from liupan.kernel.expressions import Expression, ExpressionRefused, compile_expression

OUTCOME = "outcome"
"""The name under which conditions read what the last step decided."""

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


def evaluate(text: str, data: Mapping[str, Any], declared: Declared) -> object:
    """Worked out over the form. Raises `ExpressionRefused`."""
    known = {name for name, _type in declared}
    return _compiled(text, declared).evaluate({k: v for k, v in data.items() if k in known})


@lru_cache(maxsize=2048)
def _compiled(text: str, declared: Declared) -> Expression:
    return compile_expression(text, dict(declared))
