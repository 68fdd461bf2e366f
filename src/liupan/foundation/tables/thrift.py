"""Thrift's compact protocol, as much of it as the metadata of a Parquet file need."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any


class Kind(IntEnum):
    """How a field is written."""

    TRUE = 1
    FALSE = 2
    I32 = 5
    I64 = 6
    BINARY = 8
    LIST = 9
    STRUCT = 12


Field = tuple[int, Kind, Any]
"""Its number, its kind, its value: of a list (kind of its members, members), of a struct fields."""
LONG_LIST = 15


def struct(fields: Iterable[Field]) -> bytes:
    """A struct; its fields come in the order of their numbers."""
    out, last = bytearray(), 0
    for number, kind, value in fields:
        out.append((number - last) << 4 | kind)
        out += _value(kind, value)
        last = number
    out.append(0)
    return bytes(out)


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _value(kind: Kind, value: Any) -> bytes:
    if kind in (Kind.TRUE, Kind.FALSE):
        return b""  # the kind says it
    if kind in (Kind.I32, Kind.I64):
        return varint(value << 1 if value >= 0 else (-value << 1) - 1)
    if kind is Kind.BINARY:
        return varint(len(value)) + bytes(value)
    return struct(value) if kind is Kind.STRUCT else _list(*value)


def _list(kind: Kind, members: Sequence[Any]) -> bytes:
    few = len(members) < LONG_LIST
    head = bytes([len(members) << 4 | kind]) if few else bytes([0xF0 | kind]) + varint(len(members))
    return head + b"".join(_value(kind, each) for each in members)
