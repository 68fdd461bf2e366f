"""Where a page of a PDF lies: millimetres from its upper left corner, and points of the file."""

from dataclasses import dataclass
from typing import Any

from liupan.foundation.seals.formats.packages import Box

POINT = 72 / 25.4
"""Points in a millimetre."""
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the seal is seen: page from 0, its box in mm from the upper left corner, and of it
    what is shown, all where `clip` is None.
    """

    page: int
    box: Box
    clip: Box | None = None

    @property
    def seen(self) -> Box:
        """What is shown, on the page."""
        left, top, width, height = self.clip or (0.0, 0.0, *self.box[2:])
        return (self.box[0] + left, self.box[1] + top, width, height)


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a page as the file has it, in points: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> Box:
        """In mm, from its own corner."""
        return (0.0, 0.0, (self.right - self.left) / POINT, (self.top - self.bottom) / POINT)

    def to_points(self, box: Box) -> tuple[float, float, float, float]:
        """A box in mm as left, bottom, right, top in points."""
        left, top = self.left + box[0] * POINT, self.top - box[1] * POINT
        return (left, top - box[3] * POINT, left + box[2] * POINT, top)

    def to_mm(self, rect: tuple[float, float, float, float]) -> Box:
        """Left, bottom, right, top in points as a box in mm."""
        left, bottom, right, top = rect
        return ((left - self.left) / POINT, (self.top - top) / POINT,
                (right - left) / POINT, (top - bottom) / POINT)  # fmt: skip

    @staticmethod
    def points(mm: float) -> float:
        """So many points."""
        return mm * POINT


def frame(page: Any) -> Frame | None:
    """The box of this page dictionary, or of those above it."""
    for _step in range(DEEPEST):
        if "/MediaBox" in page:
            x0, y0, x1, y1 = (float(one) for one in page["/MediaBox"])
            return Frame(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return None
