"""Setting a seal of ours on an OFD document."""

from collections.abc import Sequence
from datetime import datetime

from liupan.foundation.documents.facade import Package, read_package
from liupan.foundation.seals.formats.packages import pages_of
from liupan.foundation.seals.formats.signing import Place, sign_ofd, stamps_at
from liupan.foundation.seals.formats.structures import Seal, read_seal
from liupan.foundation.seals.operations.authority import Signer

RIGHT, LEVEL = 60.0, 0.75
"""Where a seal stands without a word about it: millimetres of its middle from the right edge of the
last page, and how far down the page."""


def stamp(
    content: bytes, *, data: bytes, signer: Signer, places: Sequence[Place], now: datetime
) -> bytes:
    """The document with one more seal on it; earlier seals stay valid.

    Args:
        places: where its middle stands, several for one signature on several pages; none: at the
            usual place of the signature on the last page.

    Raises `BadPackage`, `OutsidePage`, `SealNotUsable`, `NoFurtherSignature`.
    """
    package, seal = read_package(content), read_seal(data)
    wanted = places or [_usual(package, seal)]
    return sign_ofd(
        package,
        seal=seal,
        certificate=signer.read,
        key=signer.key,
        stamps=stamps_at(package, seal.picture, wanted),
        at=now,
    ).to_bytes()


def _usual(package: Package, seal: Seal) -> Place:
    """Below the text at the right, and wholly on the page however small it is."""
    left, top, width, height = pages_of(package)[-1].box
    half_wide, half_high = seal.picture.width / 2, seal.picture.height / 2
    x = max(half_wide, width - max(RIGHT, half_wide))
    y = min(height - half_high, max(half_high, height * LEVEL))
    return Place(-1, left + x, top + y)
