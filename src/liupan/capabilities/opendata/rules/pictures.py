"""What a picture says of itself in its first bytes: its form and size. Pure."""

import struct
from dataclasses import dataclass

LARGEST = 5 * 1024 * 1024
"""Bytes of a file that is taken."""
MOST_POINTS, LONGEST_SIDE = 25_000_000, 12_000
"""Points in all and along a side; more would unfold to hundreds of megabytes."""
SLIMMEST = 100
"""How many times as long as the other a side may be."""
ACROSS = 960
"""Points along the longer side of what is shown."""
PNG, JPEG = "png", "jpg"
_PNG_START = b"\x89PNG\r\n\x1a\n"
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Marks of JPEG after which the size stands."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Marks without a length."""


class NoPicture(ValueError):
    """Neither PNG nor JPEG, or its size cannot be read."""


class TooLarge(ValueError):
    """More points than are drawn, or a strip."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's form and how many points it has."""

    form: str
    width: int
    height: int


def size_of(content: bytes) -> Size:
    """What the first bytes say. Raises `NoPicture`, `TooLarge`."""
    found = _png(content) if content.startswith(_PNG_START) else _jpeg(content)
    if not found.width or not found.height:
        raise NoPicture
    if _is_too_large(found.width, found.height):
        raise TooLarge
    return found


def _is_too_large(width: int, height: int) -> bool:
    short, long = sorted((width, height))
    return long > LONGEST_SIDE or width * height > MOST_POINTS or long > short * SLIMMEST


def _png(content: bytes) -> Size:
    if len(content) < 24 or content[12:16] != b"IHDR":
        raise NoPicture
    width, height = struct.unpack(">II", content[16:24])
    return Size(PNG, width, height)


def _jpeg(content: bytes) -> Size:
    if not content.startswith(b"\xff\xd8"):
        raise NoPicture
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            raise NoPicture
        mark = content[at + 1]
        if mark in _SIZES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Size(JPEG, width, height)
        at += _step(content, at, mark)
    raise NoPicture


def _step(content: bytes, at: int, mark: int) -> int:
    if mark == 0xFF:  # filling
        return 1
    if mark in _BARE:
        return 2
    length = int.from_bytes(content[at + 2 : at + 4], "big")
    if length < 2:
        raise NoPicture
    return 2 + length
