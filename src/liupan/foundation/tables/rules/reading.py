"""What may be asked of a table, as data: which columns, masked how, which rows, in what order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Operator(StrEnum):
    """How a filter compares; there are no others."""

    EQUAL = "eq"
    UNEQUAL = "ne"
    LESS = "lt"
    AT_MOST = "le"
    MORE = "gt"
    AT_LEAST = "ge"
    ONE_OF = "in"
    CONTAINS = "contains"
    STARTS = "starts"
    EMPTY = "empty"
    FILLED = "filled"


class MaskKind(StrEnum):
    """What is done to a value before it leaves the database (脱敏)."""

    FIRST = "first"
    LAST = "last"
    ENDS = "ends"
    HIDE = "hide"
    HASH = "hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """`keep` signs at the beginning or the end stay; `salt` makes a hash one consumer's own.

    `ENDS` keeps `keep` at the beginning and `keep_last` at the end (保留首尾); of a value that is
    no longer than both together nothing stays.
    """

    kind: MaskKind
    keep: int = 0
    keep_last: int = 0
    salt: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """A column compared with a value, or for `ONE_OF` with several."""

    column: str
    operator: Operator
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a caller lets somebody see: these columns, some masked, of the rows that meet `scope`.

    The scope may look at columns that are not shown. Masked columns are neither filtered, sorted
    nor counted by value: each would give the value away.
    """

    columns: tuple[str, ...]
    masks: Mapping[str, Mask] = field(default_factory=dict)
    scope: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which rows, in what order, how many, from where.

    `cursor` is what the page before gave; `offset` skips rows instead.
    """

    filters: tuple[Filter, ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int = 50
    cursor: str = ""
    offset: int = 0
