"""Handwriting (手写签批) as strokes: a row of points each, never a picture that somebody sends.

Strokes are set apart by `;`, points by a space: `12,30 14,33;80,40`. What is anything else is
refused, so nothing of it is ever read by a decoder of pictures.
"""

import re

WIDTH, HEIGHT = 900, 300
"""Of the field that is written in."""
MOST = 60_000
"""Characters: some ten thousand points, many pages of writing."""

POINT = r"\d{1,3},\d{1,3}"
INK = re.compile(rf"{POINT}(?: {POINT})*(?:;{POINT}(?: {POINT})*)*", re.ASCII)


class NoInk(ValueError):
    """These are no strokes within the field."""


def read_ink(text: str) -> str:
    """The strokes, as they are kept. Raises `NoInk`."""
    if len(text) > MOST or not INK.fullmatch(text):
        raise NoInk
    if any(x > WIDTH or y > HEIGHT for stroke in _strokes(text) for x, y in stroke):
        raise NoInk
    return text


def path_of(ink: str) -> str:
    """The strokes as the path of an SVG; a dot is a line without length."""
    return " ".join(
        "M" + " L".join(f"{x} {y}" for x, y in (stroke if len(stroke) > 1 else stroke * 2))
        for stroke in _strokes(ink)
    )


def _strokes(ink: str) -> list[list[tuple[int, int]]]:
    return [
        [(int(x), int(y)) for x, _comma, y in (point.partition(",") for point in stroke.split(" "))]
        for stroke in ink.split(";")
    ]
