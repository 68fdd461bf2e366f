"""Where a seal stands on an OFD: at a point, at a word (关键字定位), over the edges (骑缝章)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

from liupan.foundation.documents.facade import Glyph, Package, read_ofd
from liupan.foundation.seals.formats.packages import Box, Page, Stamp, pages_of
from liupan.foundation.seals.formats.structures import Picture
from liupan.kernel.errors import Refusal

MOST_SEAM_PAGES = 20
"""Pages under one seam seal: a strip of a seal of 42 mm is then 2 mm wide. More pages get more."""


class OutsidePage(Refusal):
    """A seal would stand on no page, or not wholly on one."""

    status = 422


class NoSuchWords(Refusal):
    """The words at which a seal should stand are not in the document, or not so often."""

    status = 422


class NoSeam(Refusal):
    """A document of one page has no edges that a seal could hold together."""

    status = 422


@dataclass(frozen=True, slots=True)
class Place:
    """Where the middle of a seal stands: page (0 is the first, -1 the last), x and y in mm."""

    page: int
    x: float
    y: float

    def stamps(self, package: Package, picture: Picture) -> Iterator[Stamp]:
        """One. Raises `OutsidePage`."""
        pages = pages_of(package)
        if not -len(pages) <= self.page < len(pages):
            raise OutsidePage(_("The seal would not stand wholly on a page of the document."))
        yield _stamp(pages[self.page], picture, self.x, self.y)


@dataclass(frozen=True, slots=True)
class Keyword:
    """The middle of a seal stands in the middle of these words, as they are printed.

    Attributes:
        words: white space in them, and between printed characters, does not count.
        which: 0 is the first time that they stand in the document, -1 the last.
        right, down: so many mm beside the middle of the words.
    """

    words: str
    which: int = -1
    right: float = 0.0
    down: float = 0.0

    def stamps(self, package: Package, picture: Picture) -> Iterator[Stamp]:
        """One. Raises `NoSuchWords`."""
        found = list(self._boxes(package))
        if not found or not -len(found) <= self.which < len(found):
            raise NoSuchWords(
                _("The words “%(words)s” at which the seal should stand are not in the document.")
                % {"words": self.words},
                next_step=_("Look how they are written there, or say a place in millimetres."),
            )
        page, (left, top, right, bottom) = found[self.which]
        x, y = (left + right) / 2 + self.right, (top + bottom) / 2 + self.down
        yield _stamp(page, picture, page.box[0] + x, page.box[1] + y)

    def _boxes(self, package: Package) -> Iterator[tuple[Page, Box]]:
        """Every time the words stand in the document: the page, and left, top, right, bottom."""
        wanted = "".join(self.words.split())
        printed = read_ofd(package.to_bytes()) if wanted else ()
        for page, sheet in zip(pages_of(package), printed, strict=False):
            starts = [0, *accumulate(len(one.text) for one in sheet.glyphs)]
            text, at = sheet.text, -1
            while (at := text.find(wanted, at + 1)) >= 0:
                until = at + len(wanted)
                yield page, _around([
                    one for start, one in zip(starts, sheet.glyphs, strict=False)
                    if start < until and start + len(one.text) > at
                ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seam:
    """A seal over the right edges of the pages laid like a fan, a strip of it on each.

    Attributes:
        y: its middle, in mm from the upper edge; None is half-way down the page.
    """

    y: float | None = None

    def stamps(self, package: Package, picture: Picture) -> Iterator[Stamp]:
        """One for each page; long documents are held together by several seals. Raises `NoSeam`."""
        pages = pages_of(package)
        if len(pages) < 2:
            raise NoSeam(_("A document of one page has no seam."))
        for part in _shares(pages):
            yield from self._strips(part, picture)

    def _strips(self, pages: Sequence[Page], picture: Picture) -> Iterator[Stamp]:
        width, height = picture.width / len(pages), float(picture.height)
        for n, page in enumerate(pages):
            left, top, wide, high = page.box
            x = left + wide - (n + 1) * width
            y = top + (high / 2 if self.y is None else self.y) - height / 2
            yield Stamp(
                page.id, (x, y, float(picture.width), height), clip=(n * width, 0.0, width, height)
            )


Where = Place | Keyword | Seam


def stamps_at(package: Package, picture: Picture, places: Sequence[Where]) -> tuple[Stamp, ...]:
    """The seal at these places. Raises `OutsidePage`, `NoSuchWords`, `NoSeam`."""
    return tuple(one for place in places for one in place.stamps(package, picture))


def is_inside(inner: Box, outer: Box) -> bool:
    """Whether a box lies in another, to a hundredth of a millimetre."""
    slack = 0.01
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[0] + inner[2] <= outer[0] + outer[2] + slack
        and inner[1] + inner[3] <= outer[1] + outer[3] + slack
    )


def _stamp(page: Page, picture: Picture, x: float, y: float) -> Stamp:
    width, height = float(picture.width), float(picture.height)
    return Stamp(page.id, (x - width / 2, y - height / 2, width, height))


def _shares(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """The pages in as few parts as possible, alike in size."""
    parts = -(-len(pages) // MOST_SEAM_PAGES)
    ends = [len(pages) * (n + 1) // parts for n in range(parts)]
    for begin, end in zip([0, *ends], ends, strict=False):
        yield pages[begin:end]


def _around(glyphs: Sequence[Glyph]) -> Box:
    lefts, tops, rights, bottoms = zip(*(one.box for one in glyphs), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
