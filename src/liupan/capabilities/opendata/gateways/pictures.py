"""A picture from outside is drawn anew (图片重绘): points alone come through, nothing that stood
beside them, such as where and by whom it was taken, and no bytes of the file itself."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import typst

from liupan.capabilities.opendata.rules.pictures import ACROSS, NoPicture, Size, size_of

SOURCE = """#set page(width: auto, height: auto, margin: 0pt)
#context {{
  let size = measure(image("picture.{form}"))
  let share = size.width / calc.max(size.width, size.height)
  image("picture.{form}", width: {points}pt * share)
}}"""
"""The longer side is bounded as it is drawn: a note in the file may turn the picture."""
ONE, PATIENCE = Lock(), 5.0
"""Pictures are drawn one at a time: many at once would need much memory. Seconds one waits."""


class Busy(Exception):
    """Others are drawn now."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG of our own making."""

    content: bytes
    width: int
    height: int


def drawn_anew(content: bytes) -> Drawn:
    """The picture, no larger than it is shown. Raises `NoPicture`, `TooLarge`, `Busy`.

    What reads the file is written in a language that keeps to its memory.
    """
    size = size_of(content)
    if not ONE.acquire(timeout=PATIENCE):
        raise Busy
    try:
        with TemporaryDirectory() as folder:
            made = _drawn(Path(folder), content, size)
    finally:
        ONE.release()
    found = size_of(made)
    return Drawn(made, found.width, found.height)


def _drawn(folder: Path, content: bytes, size: Size) -> bytes:
    (folder / f"picture.{size.form}").write_bytes(content)
    page = folder / "page.typ"
    points = min(max(size.width, size.height), ACROSS)
    page.write_text(SOURCE.format(form=size.form, points=points))
    made = _compiled(page, folder)
    if not isinstance(made, bytes):  # more than one sheet
        raise NoPicture
    return made


def _compiled(page: Path, folder: Path) -> object:
    try:
        return typst.compile(
            str(page), root=str(folder), format="png", ppi=72, ignore_system_fonts=True
        )
    except RuntimeError as error:  # what cannot be read to its end
        raise NoPicture from error
    except BaseException as error:  # what reads it broke down: no `Exception`, as PyO3 tells it
        if type(error).__name__ != "PanicException":
            raise
        raise NoPicture from error
