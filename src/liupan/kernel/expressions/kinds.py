"""Kinds of values, and the types that names are declared with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from liupan.kernel.expressions.refusals import ExpressionRefused


class Kind(StrEnum):
    """What a value can be; the words are FEEL's."""

    NUMBER = "number"
    TEXT = "string"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "date and time"
    DAYS = "days and time duration"
    MONTHS = "years and months duration"
    LIST = "list"
    CONTEXT = "context"
    ANY = "Any"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class Type:
    """What a name may hold. `fields` is None where a context's parts are not declared."""

    kind: Kind
    item: "Type | None" = None
    fields: Mapping[str, "Type"] | None = field(default=None, hash=False)

    @property
    def of(self) -> "Type":
        """What the items of this list are; any value where nobody said."""
        return self.item or ANY


ANY = Type(Kind.ANY)
NULL = Type(Kind.NULL)
NUMBER = Type(Kind.NUMBER)
TEXT = Type(Kind.TEXT)
BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
MOMENT = Type(Kind.MOMENT)
DAYS = Type(Kind.DAYS)
MONTHS = Type(Kind.MONTHS)

TypeLike = Type | str | Mapping[str, object]
"""A type as configurations write it: `"date"`, `{"list": "number"}`, `{"fields": {…: …}}`."""

Names = Mapping[str, TypeLike] | Iterable[str]
"""The names an expression may use, with their types; without types they may hold anything."""

LETTERS = "A-Za-z\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
WORD = rf"[{LETTERS}][{LETTERS}0-9_]*"
_NAME = re.compile(rf"{WORD}(?: {WORD})*")
KEYWORDS = frozenset(
    (
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "in",
        "between",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "true",
        "false",
        "null",
        "item",
    )
)
NAME_LENGTH = 100
TYPE_DEPTH = 10


def read_names(names: Names) -> dict[str, Type]:
    """Declared names with their types. Raises `ExpressionRefused` (`bad_name`)."""
    pairs = names.items() if isinstance(names, Mapping) else ((name, "Any") for name in names)
    return {checked_name(name): read_type(spec) for name, spec in pairs}


def read_type(spec: object, depth: int = 0) -> Type:
    """A type from how configurations write it. Raises `ExpressionRefused` (`bad_value`)."""
    if isinstance(spec, Type):
        return spec
    if isinstance(spec, str) and spec in _SIMPLE:
        return _SIMPLE[spec]
    if isinstance(spec, Mapping) and len(spec) == 1 and depth < TYPE_DEPTH:
        if "list" in spec:
            return Type(Kind.LIST, item=read_type(spec["list"], depth + 1))
        fields = spec.get("fields")
        if isinstance(fields, Mapping):
            read = {checked_name(n): read_type(s, depth + 1) for n, s in fields.items()}
            return Type(Kind.CONTEXT, fields=read)
    raise ExpressionRefused("bad_value", name=str(spec)[:60], wanted="type")


_SIMPLE = {kind.value: Type(kind) for kind in Kind}


def checked_name(name: object) -> str:
    """A name: words of letters, Chinese characters, digits and `_`, one space between them."""
    is_name = isinstance(name, str) and len(name) <= NAME_LENGTH and _NAME.fullmatch(name)
    if isinstance(name, str) and is_name and KEYWORDS.isdisjoint(name.split(" ")):
        return name
    raise ExpressionRefused("bad_name", name=str(name)[:60])


def joined(first: Type, second: Type) -> Type:
    """What a value is that is either of both."""
    if first.kind is Kind.NULL:
        return second
    if second.kind is Kind.NULL or first == second:
        return first
    return Type(first.kind) if first.kind is second.kind else ANY
