"""The seals of a package, ready to be drawn: a picture, or an OFD of their own."""

from typing import Final

from liupan.foundation.documents.ofd.drawing import IDENTITY, Drawing, Picture
from liupan.foundation.documents.ofd.package import Package, read_package
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.ofd.refusals import BadPackage
from liupan.foundation.documents.ofd.stamping import SealPicture, seal_pictures
from liupan.foundation.documents.ofd.zipping import Limits

HEADS: Final = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
SMALL: Final = Limits(packed=2**21, parts=200, unpacked=2**23)
"""A seal is small; one that is a bomb is not drawn."""
ITEMS: Final = 2000


def seals_of(package: Package) -> dict[str, Drawing | Picture]:
    """What can be drawn of each signature's seal, by the signature's number; nothing is verified.

    A seal that cannot be read is left out: the document is shown without it.
    """
    found = {number: _drawn(one) for number, one in seal_pictures(package).items()}
    return {number: one for number, one in found.items() if one is not None}


def _drawn(seal: SealPicture) -> Drawing | Picture | None:
    for head, name in HEADS.items():
        if seal.content.startswith(head):
            return Picture(IDENTITY, seal.content, name)
    try:
        drawing = read_drawing(read_package(seal.content, SMALL))
    except BadPackage:
        return None
    is_modest = len(drawing.sheets) == 1 and len(drawing.sheets[0].items) <= ITEMS
    is_real = is_modest and min(drawing.sheets[0].width, drawing.sheets[0].height) > 0
    return drawing if is_real else None
