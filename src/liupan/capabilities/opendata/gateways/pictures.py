"""A picture from outside is drawn anew (图片重绘): points alone come through, nothing that stood
beside them, such as where and by whom it was taken, and no bytes of the file itself."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import typst

from liupan.capabilities.opendata.rules.pictures import ACROSS, NoPicture, Size, size_of

SOURCE = """#set page(width: auto, height: auto, margin: 0pt)
#image("picture.{form}", {side}: {points}pt)"""
ONE = Lock()
"""Pictures are drawn one at a time: many at once would need much memory."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG of our own making."""

    content: bytes
    width: int
    height: int


def drawn_anew(content: bytes) -> Drawn:
    """The picture, no larger than it is shown. Raises `NoPicture`, `TooLarge`.

    What reads the file is written in a language that keeps to its memory.
    """
    size = size_of(content)
    with ONE, TemporaryDirectory() as folder:
        made = _drawn(Path(folder), content, size)
    found = size_of(made)
    return Drawn(made, found.width, found.height)


def _drawn(folder: Path, content: bytes, size: Size) -> bytes:
    side, length = max(("width", size.width), ("height", size.height), key=lambda one: one[1])
    (folder / f"picture.{size.form}").write_bytes(content)
    page = folder / "page.typ"
    page.write_text(SOURCE.format(form=size.form, side=side, points=min(length, ACROSS)))
    try:
        made = typst.compile(
            str(page), root=str(folder), format="png", ppi=72, ignore_system_fonts=True
        )
    except RuntimeError as error:  # what cannot be read to its end
        raise NoPicture from error
    if not isinstance(made, bytes):  # more than one sheet
        raise NoPicture
    return made
