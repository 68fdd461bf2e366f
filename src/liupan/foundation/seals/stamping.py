"""Setting a seal of ours on an OFD document, and on the PDF of the same words."""

from collections.abc import Sequence
from datetime import datetime

from liupan.foundation.documents.facade import Package, read_package, read_pdf, signs_of
from liupan.foundation.seals.drawing import page_with
from liupan.foundation.seals.formats.beside import sign_beside
from liupan.foundation.seals.formats.packages import (
    pages_of,
    read_signature_file,
    signature_lists,
)
from liupan.foundation.seals.formats.pdf.boxes import Mark
from liupan.foundation.seals.formats.places import Place, Where, stamps_at
from liupan.foundation.seals.formats.signing import sign_ofd
from liupan.foundation.seals.formats.structures import Seal, read_seal
from liupan.foundation.seals.operations.authority import Signer

RIGHT, LEVEL = 60.0, 0.75
"""Where a seal stands without a word about it: millimetres of its middle from the right edge of the
last page, and how far down the page."""


def stamp(
    content: bytes, *, data: bytes, signer: Signer, places: Sequence[Where], now: datetime
) -> bytes:
    """The document with one more seal on it; earlier seals stay valid.

    Args:
        places: points, words, seams, several for one signature in several places; none: at the
            usual place of the signature on the last page.

    Raises `BadPackage`, `OutsidePage`, `NoSuchWords`, `NoSeam`, `SealNotUsable`,
    `NoFurtherSignature`.
    """
    package, seal = read_package(content), read_seal(data)
    wanted: Sequence[Where] = places or [_usual(package, seal)]
    return sign_ofd(
        package,
        seal=seal,
        certificate=signer.read,
        key=signer.key,
        stamps=stamps_at(package, seal.picture, wanted),
        at=now,
    ).to_bytes()


def has_same_words(pdf: bytes, ofd: bytes) -> bool:
    """Whether page for page the same characters are printed on both, in the same order."""
    try:
        printed = read_pdf(pdf)
    except RuntimeError:  # PDFium's word for a file that it cannot read
        return False
    return tuple(page.text for page in printed) == signs_of(ofd)


def stamp_copy(
    content: bytes,
    *,
    ofd: bytes,
    data: bytes,
    signer: Signer,
    pdf_signer: Signer,
    now: datetime,
) -> tuple[bytes, bytes]:
    """The PDF with the seal where the last one stands in the OFD, signed by the PDF's own key; and
    the SM2 signature over all of it.

    Raises `NotSealable`, `OutsidePage`, `BadPackage`.
    """
    # pyHanko takes a second to load: servers that never seal a PDF do not wait for it.
    from liupan.foundation.seals.formats.pdf.signing import sign_pdf

    seal = read_seal(data)
    picture = seal.picture
    sealed = sign_pdf(
        content,
        certificate=pdf_signer.read,
        key=pdf_signer.key,
        name=seal.name,
        picture=page_with(picture.data, picture.width, picture.height),
        marks=marks_of_last(ofd),
        at=now,
    )
    beside = sign_beside(sealed, seal=seal, certificate=signer.read, key=signer.key, at=now)
    return sealed, beside


def marks_of_last(ofd: bytes) -> list[Mark]:
    """Where the last seal that was set on this OFD is seen."""
    package = read_package(ofd)
    places = {page.id: number for number, page in enumerate(pages_of(package))}
    listed = signature_lists(package)[0]
    described = package.get(listed.entries[-1].place, base=listed.place)
    stamps = read_signature_file(package, described).stamps
    return [Mark(places[one.page_id], one.box, one.clip) for one in stamps]


def _usual(package: Package, seal: Seal) -> Place:
    """Below the text at the right, and wholly on the page however small it is."""
    left, top, width, height = pages_of(package)[-1].box
    half_wide, half_high = seal.picture.width / 2, seal.picture.height / 2
    x = max(half_wide, width - max(RIGHT, half_wide))
    y = min(height - half_high, max(half_high, height * LEVEL))
    return Place(-1, left + x, top + y)
