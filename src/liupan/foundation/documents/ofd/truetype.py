"""A small TrueType font from outlines: what a document embeds of a face.

OFD asks for OpenType files. Outlines are written as TrueType's quadratic ones, because readers of
other makers refuse CFF's cubic ones (ADR 0084). The tables are the ten that readers want, laid out
by hand: the same outlines give the same bytes, and a font of 500 characters takes milliseconds.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fontTools.cu2qu import curve_to_quadratic

UNITS: Final = 1000
ASCENT, DESCENT = 880, -120
TOLERANCE: Final = 0.8
"""How far a quadratic curve may lie from the cubic one, in units."""
SINCE_1904: Final = 3_660_681_600
"""1 January 2020 in seconds since 1904: fonts carry a date, documents give theirs elsewhere."""

LONG: Final = struct.Struct(">h")
FAR: Final = 16_000
"""Nothing that can be read lies farther from the origin, in units."""

Point = tuple[int, int, bool]
"""x, y, and whether the outline passes through it."""
Contour = Sequence[tuple[str, tuple[float, ...]]]
"""L x y and B x1 y1 x2 y2 x y after a first M x y, in units."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph as the font file holds it, and how far it advances, in units."""

    data: bytes
    points: int
    contours: int
    advance: int
    left: int = 0


EMPTY: Final = Outline(b"", 0, 0, UNITS)


def outline(contours: Sequence[Contour], advance: float) -> Outline:
    """Pack the outlines of a glyph."""
    turned = _clockwise([found for c in contours if len(found := _quadratic(c)) > 2])
    if not turned:
        return Outline(b"", 0, 0, round(advance))
    points = [point for contour in turned for point in contour]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    ends, last = [], -1
    for contour in turned:
        last += len(contour)
        ends.append(last)
    head = struct.pack(">hhhhh", len(turned), min(xs), min(ys), max(xs), max(ys))
    data = head + struct.pack(f">{len(ends)}HH", *ends, 0) + _packed(points)
    return Outline(data + bytes(-len(data) % 4), len(points), len(turned), round(advance), min(xs))


def _quadratic(contour: Contour) -> list[Point]:
    found: list[Point] = []
    here = (0.0, 0.0)
    for step, values in contour:
        if max(map(abs, values)) > FAR:
            return []
        if step == "B":
            curve = (here, values[0:2], values[2:4], values[4:6])
            for x, y in curve_to_quadratic(curve, TOLERANCE)[1:-1]:
                found.append((round(x), round(y), False))
        here = (values[-2], values[-1])
        point = (round(here[0]), round(here[1]), True)
        if not found or found[-1] != point:
            found.append(point)
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


def _clockwise(contours: list[list[Point]]) -> list[list[Point]]:
    """TrueType's outer contours run clockwise, PostScript's the other way."""
    area = sum(
        x0 * y1 - x1 * y0
        for contour in contours
        for (x0, y0, _a), (x1, y1, _b) in zip(contour, contour[1:] + contour[:1], strict=True)
    )
    return [c[:1] + c[:0:-1] for c in contours] if area > 0 else contours


def _packed(points: list[Point]) -> bytes:
    flags, xs, ys = bytearray(), bytearray(), bytearray()
    left = low = 0
    for x, y, is_on in points:
        flag = 1 if is_on else 0
        across, up = x - left, y - low
        if -256 < across < 256:
            if across > 0:
                flag |= 0x12
                xs.append(across)
            elif across:
                flag |= 0x02
                xs.append(-across)
            else:
                flag |= 0x10
        else:
            xs += LONG.pack(across)
        if -256 < up < 256:
            if up > 0:
                flag |= 0x24
                ys.append(up)
            elif up:
                flag |= 0x04
                ys.append(-up)
            else:
                flag |= 0x20
        else:
            ys += LONG.pack(up)
        flags.append(flag)
        left, low = x, y
    return bytes(flags + xs + ys)


def font_file(name: str, family: str, glyphs: Mapping[str, Outline]) -> bytes:
    """A font with these characters.

    Args:
        name: PostScript name of the face.
        family: name of the family.
        glyphs: by character, or the characters of a ligature; a glyph's number is its place among
            the sorted keys, from 1.
    """
    order = sorted(glyphs)
    outlines = [EMPTY, *(glyphs[character] for character in order)]
    glyf, loca = bytearray(), [0]
    for one in outlines:
        glyf += one.data
        loca.append(len(glyf))
    tables = {
        b"OS/2": _os2(order),
        b"cmap": _cmap(order),
        b"glyf": bytes(glyf) or b"\0\0\0\0",
        b"head": _head(outlines),
        b"hhea": struct.pack(
            ">LhhhHhhhhhhhhhhhH", 0x00010000, ASCENT, DESCENT, 0,
            max(one.advance for one in outlines), 0, 0, UNITS, 1, 0, 0, 0, 0, 0, 0, 0,
            len(outlines),
        ),
        b"hmtx": b"".join(struct.pack(">Hh", one.advance, one.left) for one in outlines),
        b"loca": struct.pack(f">{len(loca)}L", *loca),
        b"maxp": struct.pack(
            ">LHHHHHHHHHHHHHH", 0x00010000, len(outlines), max(o.points for o in outlines),
            max(o.contours for o in outlines), 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
        ),
        b"name": _name(name, family),
        b"post": struct.pack(">LLhhLLLLL", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0),
    }  # fmt: skip
    return _assembled(tables)


def numbers_of_ligatures(glyphs: Mapping[str, Outline]) -> dict[str, int]:
    """Which glyph stands for several characters in the font of `font_file`."""
    return {text: number for number, text in enumerate(sorted(glyphs), 1) if len(text) > 1}


def _head(outlines: Sequence[Outline]) -> bytes:
    boxes = [struct.unpack_from(">hhhh", one.data, 2) for one in outlines if one.data]
    low_x, low_y, high_x, high_y = zip(*boxes, strict=True) if boxes else ((0,),) * 4
    return struct.pack(
        ">LLLLHHQQhhhhHHhhh", 0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0x0003, UNITS,
        SINCE_1904, SINCE_1904, min(low_x), min(low_y), max(high_x), max(high_y), 0, 8, 2, 1, 0,
    )  # fmt: skip


def _os2(order: Sequence[str]) -> bytes:
    codes = [ord(character) for character in order if len(character) == 1] or [0]
    first, last = min(codes), max(codes)
    return struct.pack(
        ">HhHHH" + "h" * 11 + "10s" + "LLLL" + "4s" + "HHH" + "hhhHH" + "LL" + "hhHHH",
        4, UNITS // 2, 400, 5, 0, *(650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0), bytes(10),
        0, 0, 0, 0, b"LIUP", 0x40, min(first, 0xFFFF), min(last, 0xFFFF),
        ASCENT, DESCENT, 0, ASCENT, -DESCENT, 1, 0, 500, 700, 0, 32, 1,
    )  # fmt: skip


def _cmap(order: Sequence[str]) -> bytes:
    numbers = {ord(one): number for number, one in enumerate(order, 1) if len(one) == 1}
    small, large = _format4({c: n for c, n in numbers.items() if c < 0xFFFF}), _format12(numbers)
    head = struct.pack(">HHHHLHHL", 0, 2, 3, 1, 20, 3, 10, 20 + len(small))
    return head + small + large


def _runs(numbers: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """First code, last code, first glyph of runs that ascend together."""
    runs: list[tuple[int, int, int]] = []
    for code, number in sorted(numbers.items()):
        if runs and runs[-1][1] == code - 1 and runs[-1][2] + code - runs[-1][0] == number:
            runs[-1] = (runs[-1][0], code, runs[-1][2])
        else:
            runs.append((code, code, number))
    return runs


def _format4(numbers: Mapping[int, int]) -> bytes:
    runs = [*_runs(numbers), (0xFFFF, 0xFFFF, 0)]
    count = len(runs)
    power = 1 << (count.bit_length() - 1)
    ends = struct.pack(f">{count}H", *(run[1] for run in runs))
    starts = struct.pack(f">{count}H", *(run[0] for run in runs))
    deltas = struct.pack(f">{count}H", *((run[2] - run[0]) & 0xFFFF for run in runs[:-1]), 1)
    body = ends + b"\0\0" + starts + deltas + bytes(2 * count)
    return (
        struct.pack(
            ">HHHHHHH", 4, 14 + len(body), 0, 2 * count, 2 * power, power.bit_length() - 1,
            2 * (count - power),
        )
        + body
    )  # fmt: skip


def _format12(numbers: Mapping[int, int]) -> bytes:
    runs = _runs(numbers)
    groups = b"".join(struct.pack(">LLL", *run) for run in runs)
    return struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(runs)) + groups


def _name(name: str, family: str) -> bytes:
    texts = {1: family, 2: "Regular", 3: name, 4: name, 6: name}
    records, strings = b"", b""
    for number, text in texts.items():
        raw = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(raw), len(strings))
        strings += raw
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def _assembled(tables: Mapping[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    offset = 12 + 16 * count
    head = struct.pack(
        ">LHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power)
    )
    body, at = b"", 0
    for tag, table in sorted(tables.items()):
        head += struct.pack(">4sLLL", tag, _checksum(table), offset + len(body), len(table))
        if tag == b"head":
            at = offset + len(body)
        body += table + bytes(-len(table) % 4)
    whole = bytearray(head + body)
    struct.pack_into(">L", whole, at + 8, (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
