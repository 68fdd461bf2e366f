"""Pictures for the demo's gallery: bars drawn here, no photograph of anything."""

import struct
import zlib
from collections.abc import Sequence

WIDE, HIGH = 480, 270
BLUES = ((31, 90, 166), (74, 132, 201), (143, 181, 224))
PAPER = (244, 247, 251)


def bars(heights: Sequence[int]) -> bytes:
    """A PNG of so many bars, each so high of a hundred."""
    across = WIDE // len(heights)
    rows = (_row(heights, across, 100 - 100 * y // HIGH) for y in range(HIGH))
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*one) for one in parts)


def _row(heights: Sequence[int], across: int, level: int) -> bytes:
    points = bytearray(b"\0")
    for n, height in enumerate(heights):
        colour = BLUES[n % len(BLUES)] if height >= level else PAPER
        gap = bytes(PAPER) * (across // 5)
        points += gap + bytes(colour) * (across - across // 5)
    points += bytes(PAPER) * (WIDE - across * len(heights))
    return bytes(points)


def _part(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
