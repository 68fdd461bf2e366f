"""A Parquet file written while its rows are read: row groups of bounded size, then the footer.

PLAIN values, definition levels, data pages of the first version, gzip: what every reader reads.
The layout is that of the Apache Parquet format 2.10.
"""

import zlib
from array import array
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal
from enum import IntEnum
from typing import Any

from liupan.foundation.tables.thrift import Field, Kind, struct, varint

MAGIC = b"PAR1"
GROUP_ROWS, GROUP_BYTES = 50_000, 8 * 1024 * 1024
"""A group is written when it has so many rows, or its values so many bytes."""
GZIP, PLAIN, RLE, OPTIONAL, DATA_PAGE = 2, 0, 3, 1, 0
LEVEL = 1
"""Of zlib: as fast as it gets."""
DIGITS, SMALL = 38, 18
"""Digits a decimal may have at most; so many fit 64 bits."""
WIDE = 16
_EXACT = Context(prec=100)
DAY_ZERO = date(1970, 1, 1).toordinal()
MIDNIGHT = datetime(1970, 1, 1)  # noqa: DTZ001  columns of moments bear no zone


class Physical(IntEnum):
    """How values lie in the file."""

    BOOLEAN = 0
    INT32 = 1
    INT64 = 2
    DOUBLE = 5
    BYTES = 6
    FIXED = 7


@dataclass(frozen=True, slots=True)
class Form:
    """What a column is: its physical type, its meaning, how values become bytes."""

    physical: Physical
    meaning: Callable[[], list[Field]]
    encode: Callable[[Sequence[Any]], bytes]
    width: int = 0


@dataclass(slots=True)
class _Chunk:
    """A column's values of the group that is being filled."""

    form: Form
    values: bytearray = field(default_factory=bytearray)
    logical: list[bool] = field(default_factory=list)
    filled: bytearray = field(default_factory=bytearray)

    def take(self, cells: Sequence[Any]) -> None:
        there = [cell for cell in cells if cell is not None]
        self.filled += bytes(cell is not None for cell in cells)
        if self.form.physical is Physical.BOOLEAN:
            self.logical += there  # bits go on across batches
        else:
            self.values += self.form.encode(there)

    def page(self) -> tuple[bytes, bytes]:
        """Header and body of the one page, and nothing is held any more."""
        levels = _levels(self.filled)
        values = _bits(self.logical) if self.logical else bytes(self.values)
        plain = len(levels).to_bytes(4, "little") + levels + values
        packer = zlib.compressobj(LEVEL, wbits=31)  # no name and no time: the same bytes each time
        body = packer.compress(plain) + packer.flush()
        header = _page_header(len(self.filled), len(plain), len(body))
        self.values, self.logical, self.filled = bytearray(), [], bytearray()
        return header, body


def text() -> Form:
    """Texts, as UTF-8."""
    return Form(Physical.BYTES, lambda: [(6, Kind.I32, 0), _logical(1)], _texts)


def written() -> Form:
    """Numbers of more digits than a decimal holds, as texts."""
    return Form(
        Physical.BYTES,
        lambda: [(6, Kind.I32, 0), _logical(1)],
        lambda cells: _texts([f"{cell:f}" for cell in cells]),
    )


def integer() -> Form:
    """Whole numbers of 64 bits."""
    return Form(Physical.INT64, list, lambda cells: array("q", cells).tobytes())


def double() -> Form:
    """Numbers with a floating point."""
    return Form(Physical.DOUBLE, list, lambda cells: array("d", cells).tobytes())


def logical() -> Form:
    """Yes and no."""
    return Form(Physical.BOOLEAN, list, lambda _cells: b"")


def day() -> Form:
    """Days."""
    return Form(
        Physical.INT32,
        lambda: [(6, Kind.I32, 6), _logical(6)],
        lambda cells: array("i", [cell.toordinal() - DAY_ZERO for cell in cells]).tobytes(),
    )


def moment() -> Form:
    """Moments as a clock on the wall shows them, in microseconds. Not said in the old way, which
    means UTC."""
    unit: Field = (2, Kind.STRUCT, [(2, Kind.STRUCT, [])])
    return Form(Physical.INT64, lambda: [_logical(8, (1, Kind.FALSE, None), unit)], _microseconds)


def decimal(digits: int, scale: int) -> Form:
    """Exact numbers of so many digits, `scale` of them behind the point; 38 at most."""
    small = digits <= SMALL

    def meaning() -> list[Field]:
        said: list[Field] = [(6, Kind.I32, 5), (7, Kind.I32, scale), (8, Kind.I32, digits)]
        return [*said, _logical(5, (1, Kind.I32, scale), (2, Kind.I32, digits))]

    def encode(cells: Sequence[Decimal]) -> bytes:
        whole = [int(cell.scaleb(scale, _EXACT)) for cell in cells]
        if small:
            return array("q", whole).tobytes()
        return b"".join(number.to_bytes(WIDE, "big", signed=True) for number in whole)

    return Form(Physical.INT64 if small else Physical.FIXED, meaning, encode, 0 if small else WIDE)


def parquet(
    heading: Sequence[str], forms: Sequence[Form], batches: Iterable[Sequence[Sequence[Any]]]
) -> Generator[bytes]:
    """The bytes of the file, while batches of rows come. Flat in memory."""
    chunks = [_Chunk(form) for form in forms]
    groups: list[list[Field]] = []
    at, rows, held = len(MAGIC), 0, 0
    yield MAGIC
    for batch in batches:
        for chunk, cells in zip(chunks, zip(*batch, strict=True), strict=True):
            chunk.take(cells)
        held += len(batch)
        if held >= GROUP_ROWS or sum(len(chunk.values) for chunk in chunks) >= GROUP_BYTES:
            group, at = yield from _group(heading, chunks, held, at)
            groups.append(group)
            rows, held = rows + held, 0
    if held:
        group, at = yield from _group(heading, chunks, held, at)
        groups.append(group)
        rows += held
    footer = _footer(heading, forms, groups, rows)
    yield footer + len(footer).to_bytes(4, "little") + MAGIC


def _group(
    heading: Sequence[str], chunks: Sequence[_Chunk], rows: int, at: int
) -> Generator[bytes, None, tuple[list[Field], int]]:
    """What is held, column by column; the group's entry in the footer, and where it ended."""
    entries, total, began = [], 0, at
    for name, chunk in zip(heading, chunks, strict=True):
        plain = len(chunk.values) + (len(chunk.logical) + 7) // 8
        header, body = chunk.page()
        size = len(header) + len(body)
        entries.append(_column_chunk(name, chunk.form, rows, at, plain, size))
        total, at = total + plain, at + size
        yield header + body
    said: list[Field] = [
        (1, Kind.LIST, (Kind.STRUCT, entries)), (2, Kind.I64, total), (3, Kind.I64, rows),
        (5, Kind.I64, began), (6, Kind.I64, at - began),
    ]  # fmt: skip
    return said, at


def _column_chunk(name: str, form: Form, rows: int, at: int, plain: int, size: int) -> list[Field]:
    about: list[Field] = [
        (1, Kind.I32, form.physical),
        (2, Kind.LIST, (Kind.I32, [PLAIN, RLE])),
        (3, Kind.LIST, (Kind.BINARY, [name.encode()])),
        (4, Kind.I32, GZIP),
        (5, Kind.I64, rows),
        (6, Kind.I64, plain),
        (7, Kind.I64, size),
        (9, Kind.I64, at),
    ]
    return [(2, Kind.I64, at), (3, Kind.STRUCT, about)]


def _page_header(rows: int, plain: int, size: int) -> bytes:
    data: list[Field] = [
        (1, Kind.I32, rows), (2, Kind.I32, PLAIN), (3, Kind.I32, RLE), (4, Kind.I32, RLE)
    ]  # fmt: skip
    return struct(
        [(1, Kind.I32, DATA_PAGE), (2, Kind.I32, plain), (3, Kind.I32, size),
         (5, Kind.STRUCT, data)]
    )  # fmt: skip


def _footer(
    heading: Sequence[str], forms: Sequence[Form], groups: Sequence[list[Field]], rows: int
) -> bytes:
    root: list[Field] = [(4, Kind.BINARY, b"schema"), (5, Kind.I32, len(forms))]
    schema = [root, *(_element(*pair) for pair in zip(heading, forms, strict=True))]
    return struct(
        [(1, Kind.I32, 1), (2, Kind.LIST, (Kind.STRUCT, schema)), (3, Kind.I64, rows),
         (4, Kind.LIST, (Kind.STRUCT, groups)), (6, Kind.BINARY, b"Liupan")]
    )  # fmt: skip


def _element(name: str, form: Form) -> list[Field]:
    width: list[Field] = [(2, Kind.I32, form.width)] if form.width else []
    return [
        (1, Kind.I32, form.physical), *width, (3, Kind.I32, OPTIONAL),
        (4, Kind.BINARY, name.encode()), *form.meaning(),
    ]  # fmt: skip


def _logical(which: int, *fields: Field) -> Field:
    return (10, Kind.STRUCT, [(which, Kind.STRUCT, list(fields))])


def _levels(filled: bytearray) -> bytes:
    """Which cells are filled: one run when all are alike, else bit by bit."""
    if all(filled) or not any(filled):
        return varint(len(filled) << 1) + bytes([filled[0]])
    packed = _bits(filled)
    return varint(len(packed) << 1 | 1) + packed


def _bits(flags: Sequence[Any]) -> bytes:
    """Eight to a byte, the first in the lowest bit."""
    size = (len(flags) + 7) // 8
    text_ = "".join("1" if flag else "0" for flag in reversed(flags))
    return int(text_, 2).to_bytes(size, "little")


def _texts(cells: Sequence[str]) -> bytes:
    parts = [cell.encode() for cell in cells]
    return b"".join(piece for part in parts for piece in (len(part).to_bytes(4, "little"), part))


def _microseconds(cells: Sequence[datetime]) -> bytes:
    since = [cell - MIDNIGHT for cell in cells]
    return array(
        "q", [(each.days * 86_400 + each.seconds) * 1_000_000 + each.microseconds for each in since]
    ).tobytes()
