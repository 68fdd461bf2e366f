"""Pictures of seals drawn by the program (印模): round with a star and the name along the rim, or a
name in a frame. Red on nothing, so that the paper's words show through.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

SOURCE, PAGE = Path(__file__).with_name("drawing.typ"), Path(__file__).with_name("page.typ")
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
PRINT, QUICK = 300, 100
"""Pixels to the inch: for paper, and for a demo city of a hundred seals."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands in a seal. `line` is the second line of a special seal; sizes in millimetres."""

    name: str
    line: str
    is_round: bool
    width: int
    height: int


def draw(drawings: Sequence[Drawing], *, ppi: int = PRINT) -> list[bytes]:
    """Each as a PNG, in order; all at once, for starting to draw costs more than a seal."""
    if not drawings:
        return []
    words = [
        {"name": d.name, "line": d.line, "round": d.is_round, "width": d.width, "height": d.height}
        for d in drawings
    ]
    drawn = typst.compile(
        SOURCE.read_bytes(),
        format="png",
        ppi=ppi,
        font_paths=_fonts(),
        sys_inputs={"seals": json.dumps(words)},
    )
    return drawn if isinstance(drawn, list) else [drawn]


@lru_cache(maxsize=16)
def page_with(picture: bytes, width: int, height: int) -> bytes:
    """A PNG as a PDF with this one picture on its page, of this size in millimetres, so that its
    colours and what shines through are as PDF/A wants them.
    """
    made: bytes = typst.compile(
        PAGE.read_bytes(),
        format="pdf",
        pdf_standards="a-2b",
        timestamp=0,
        font_paths=_fonts(),
        sys_inputs={
            # By value: a seal is set also while the disk is full of temporary files.
            "picture": json.dumps(list(picture)), "width": str(width), "height": str(height),
        },
    )  # fmt: skip
    return made


@cache
def _fonts() -> typst.Fonts:
    """The serif font that comes with the program, and no other."""
    return typst.Fonts(False, False, [str(FONTS)])
