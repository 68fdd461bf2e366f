"""What a table's columns are: the catalogue's letters, what each may hold, what is looked for."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

WIDEST = 400
"""Columns a table may have: a row of so many long texts still fits a page of PostgreSQL."""
TEXT, NOTE = 500, 100_000
"""Signs a text and a note may have at most."""
KEY_COLUMNS, KEY_SIGNS = 4, 800
"""A key's columns, and the signs of its texts together: more does not fit an index."""
NAME = 100
CODES = 2_000


class Type(StrEnum):
    """The letter of a type (数据类型, 政务信息资源目录编制指南)."""

    TEXT = "C"  # 字符
    NUMBER = "N"  # 数值
    MONEY = "Y"  # 货币
    DATE = "D"  # 日期
    MOMENT = "T"  # 日期时间
    LOGICAL = "L"  # 逻辑
    NOTE = "M"  # 备注
    GENERAL = "G"  # 通用
    DOUBLE = "B"  # 双精度
    INTEGER = "I"  # 整型
    FLOAT = "F"  # 浮点


TEXTS = frozenset({Type.TEXT, Type.NOTE, Type.GENERAL})
LONG = frozenset({Type.NOTE, Type.GENERAL})
NUMBERS = frozenset({Type.NUMBER, Type.MONEY, Type.DOUBLE, Type.INTEGER, Type.FLOAT})


class Flaw(StrEnum):
    """What can be wrong with a row, or with one of its cells."""

    RAGGED = "ragged"
    FORMAT = "format"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    KEY_MISSING = "key_missing"
    KEY_TWICE = "key_twice"
    KEY_KNOWN = "key_known"
    MISSING = "missing"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_CODE = "not_a_code"
    PATTERN = "pattern"


NOTED = frozenset({Flaw.MISSING, Flaw.OUT_OF_RANGE, Flaw.NOT_A_CODE, Flaw.PATTERN})
"""Rows with these are taken in and reported; with any other a row stays out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column (信息项): its name, what it holds, and what is looked for in each load.

    `length` is signs of a text; `least` and `most` bound a number; `codes` is its code list;
    `pattern` is a regular expression of PostgreSQL that the whole text must match. `key` is its
    place in the key, from 1, or 0.
    """

    name: str
    type: Type = Type.TEXT
    length: int = 0
    is_required: bool = False
    unit: str = ""
    codes: tuple[str, ...] = ()
    pattern: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    key: int = 0
    is_indexed: bool = False

    @property
    def limit(self) -> int:
        """The signs a text may have."""
        return min(self.length or TEXT, TEXT) if self.type is Type.TEXT else NOTE


class BadColumns(ValueError):
    """The columns make no table. Its arguments are the reason and the column's name."""


def check_columns(columns: tuple[Column, ...]) -> None:
    """Raise `BadColumns`: `none`, `many`, `name`, `twice`, `length`, `range`, `codes`, `pattern`,
    `index` or `key`."""
    if not 0 < len(columns) <= WIDEST:
        raise BadColumns("many" if columns else "none", "")
    seen: set[str] = set()
    for column in columns:
        _check(column, seen)
    _check_key(columns)


def _check(column: Column, seen: set[str]) -> None:
    name = column.name
    if name != name.strip() or not 0 < len(name) <= NAME or not name.isprintable():
        raise BadColumns("name", name)
    if name in seen:
        raise BadColumns("twice", name)
    seen.add(name)
    if column.length < 0 or (column.type is Type.TEXT and column.length > TEXT):
        raise BadColumns("length", name)
    if (column.least is not None or column.most is not None) and column.type not in NUMBERS:
        raise BadColumns("range", name)
    if column.least is not None and column.most is not None and column.least > column.most:
        raise BadColumns("range", name)
    if column.codes and (column.type is not Type.TEXT or len(column.codes) > CODES):
        raise BadColumns("codes", name)
    if column.pattern and (column.type is not Type.TEXT or not is_plain(column.pattern)):
        raise BadColumns("pattern", name)
    if (column.is_indexed or column.key) and column.type in LONG:
        raise BadColumns("index", name)


def is_plain(pattern: str) -> bool:
    """Whether an expression is short and looks nothing up that it matched before: those take time
    that grows beyond the text."""
    return len(pattern) <= 200 and not any(f"\\{digit}" in pattern for digit in range(1, 10))


def whole(pattern: str) -> str:
    """The expression for a whole text."""
    return f"^(?:{pattern})$"


def _check_key(columns: tuple[Column, ...]) -> None:
    key = key_of(columns)
    if [c.key for c in key] != list(range(1, len(key) + 1)) or len(key) > KEY_COLUMNS:
        raise BadColumns("key", key[0].name if key else "")
    if sum(c.limit for c in key if c.type is Type.TEXT) > KEY_SIGNS:
        raise BadColumns("key", key[0].name)


def key_of(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of the key, in its order."""
    return tuple(sorted((c for c in columns if c.key), key=lambda c: c.key))
