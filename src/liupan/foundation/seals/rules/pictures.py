"""Whether a file can be the picture of a seal: a sound PNG of the seal's own shape (印模)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

HEAD = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 512 * 1024
LEAST, MOST = 100, 2000
"""Pixels of a side: less is blurred on paper, more is no seal."""
SHAPE = 0.04
"""So far the picture's proportions may be off those of the seal."""
TALKATIVE = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
"""Parts that carry words, places and days of whoever drew the picture."""
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class Fault(StrEnum):
    """Why a picture is not taken."""

    NOT_PNG = "not_png"
    DAMAGED = "damaged"
    TOO_HEAVY = "too_heavy"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    OTHER_SHAPE = "other_shape"
    TALKS = "talks"
    MOVES = "moves"


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height, in pixels or in millimetres."""

    width: int
    height: int


class _Wrong(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def fault_of(picture: bytes, millimetres: Size) -> Fault | None:
    """The first thing that is wrong with a picture of a seal of this size; None if it is sound."""
    if len(picture) > MOST_BYTES:
        return Fault.TOO_HEAVY
    if not picture.startswith(HEAD):
        return Fault.NOT_PNG
    try:
        return _wrong_shape(_read(picture), millimetres)
    except _Wrong as wrong:
        return wrong.fault


def _wrong_shape(size: Size, millimetres: Size) -> Fault | None:
    if min(size.width, size.height) < LEAST:
        return Fault.TOO_SMALL
    ratio = size.width / size.height * millimetres.height / millimetres.width
    return Fault.OTHER_SHAPE if abs(ratio - 1) > SHAPE else None


def _read(picture: bytes) -> Size:
    """The size, when every part is whole and the pixels unfold to exactly what the head says."""
    head, pixels, ended = b"", b"", False
    for kind, body in _parts(picture):
        if ended or bool(head) is (kind == b"IHDR"):
            raise _Wrong(Fault.DAMAGED)
        if kind in TALKATIVE:
            raise _Wrong(Fault.TALKS)
        if kind == b"acTL":
            raise _Wrong(Fault.MOVES)
        head = body if kind == b"IHDR" else head
        pixels += body if kind == b"IDAT" else b""
        ended = kind == b"IEND"
    if not ended:
        raise _Wrong(Fault.DAMAGED)
    return _unfolded(head, pixels)


def _parts(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(HEAD)
    while place < len(picture):
        if len(picture) < place + 12:
            raise _Wrong(Fault.DAMAGED)
        (length,) = struct.unpack_from(">I", picture, place)
        kind, body = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        check = picture[place + 8 + length : place + 12 + length]
        if check != struct.pack(">I", zlib.crc32(kind + body)):
            raise _Wrong(Fault.DAMAGED)
        yield kind, body
        place += 12 + length


def _unfolded(head: bytes, pixels: bytes) -> Size:
    if len(head) != 13:
        raise _Wrong(Fault.DAMAGED)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if max(width, height) > MOST:
        raise _Wrong(Fault.TOO_LARGE)
    if not width or not height or colour not in CHANNELS or interlaced:
        raise _Wrong(Fault.DAMAGED)
    wanted = height * (1 + (width * depth * CHANNELS[colour] + 7) // 8)
    worker = zlib.decompressobj()
    try:
        found = worker.decompress(pixels, wanted + 1)
    except zlib.error as error:
        raise _Wrong(Fault.DAMAGED) from error
    if len(found) != wanted or not worker.eof:
        raise _Wrong(Fault.DAMAGED)
    return Size(width, height)
