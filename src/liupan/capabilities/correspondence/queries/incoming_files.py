"""What the file of a document from outside says of itself, and whether its seals hold."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.rules.letterhead import Letterhead, read_letterhead
from liupan.foundation.documents.facade import (
    AboveCeiling,
    Attached,
    BadPackage,
    NoPreview,
    read_drawing,
    read_package,
    text_of_drawing,
    words_of_file,
)
from liupan.foundation.seals.facade import verify_file
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import CEILING, Secrecy

MOST = 64 * 1024 * 1024
"""Bytes that are read; what is larger is refused when it is kept."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says. `outcome` of its seals is empty for what cannot carry any; `name` is the
    file's without its ending."""

    letterhead: Letterhead
    origin: str
    name: str
    outcome: str = ""
    seals: tuple[str, ...] = ()


def read_file(file: Attached, *, now: datetime) -> Found:
    """Read a file whole; its place is at the beginning again. A scan without words says nothing.

    Raises `InvalidInput` for an OFD or PDF that cannot be read, in the words of the reader.
    """
    file.content.seek(0)
    data = file.content.read(MOST)
    file.content.seek(0)
    name = PurePath(file.name).stem
    if data[:2] == b"PK" and b"OFD.xml" in data:
        return _of_ofd(data, name, now)
    text = _words(data) if data[:5] == b"%PDF-" else ""
    is_scan = not text.strip()
    return Found(read_letterhead(text), "scan" if is_scan else "file", name)


def require_holdable(level: Secrecy) -> None:
    """Raises `AboveCeiling` for what this network may not hold (保密法)."""
    if level > CEILING[settings.LIUPAN_ZONE]:
        raise AboveCeiling(
            _("This network must not hold documents of this secrecy level."),
            next_step=_("Register it on the network that may, and hand the paper on there."),
        )


def _words(data: bytes) -> str:
    try:
        return "\n".join(words_of_file(PDF, [data]).lines)
    except NoPreview as bad:
        raise InvalidInput(bad.message, fields={"attached": [bad.message]}) from bad


def _of_ofd(data: bytes, name: str, now: datetime) -> Found:
    try:
        drawing = read_drawing(read_package(data))
    except BadPackage as bad:
        raise InvalidInput(bad.message, fields={"attached": [bad.message]}) from bad
    head = read_letterhead(text_of_drawing(drawing))
    verdict = verify_file(data, now=now)
    seals = tuple(one.seal for one in verdict.signatures if one.seal)
    info = drawing.info
    head = replace(head, title=head.title or info.title, issuer=head.issuer or info.author)
    return Found(head, "file", name, str(verdict.outcome), seals)
