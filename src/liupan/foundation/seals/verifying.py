"""Verifying a file by whom this house believes. Nothing of the file is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from liupan.foundation.seals.formats.verdicts import Trust, Verdict
from liupan.foundation.seals.formats.verifying import verify_ofd
from liupan.foundation.seals.queries.certificates import seal_revoked_at, trust
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that anybody may have verified."""
LARGEST_BESIDE = 4 * 1024 * 1024
"""Bytes of an SM2 signature beside a PDF."""
MOST_BESIDE = 20
"""Signatures beside one PDF."""


def require_size(document: int, signatures: Sequence[int] = ()) -> None:
    """Raises `InvalidInput` when files have more bytes than are looked at; asked before reading."""
    if document > LARGEST:
        raise _unfitting(_("This file is larger than 32 MB."), "file")
    if any(one > LARGEST_BESIDE for one in signatures):
        raise _unfitting(_("A signature beside a PDF is never larger than 4 MB."))
    if len(signatures) > MOST_BESIDE:
        raise _unfitting(_("These are too many files."))


def verify_file(data: bytes, *, now: datetime, signatures: Sequence[bytes] = ()) -> Verdict:
    """What holds of an OFD or a PDF, check by check; a bad file is a verdict too. Three queries and
    one for each seal.

    Args:
        signatures: the SM2 signatures that lie beside a PDF.

    Raises `InvalidInput` when there are signatures beside something else.
    """
    is_pdf = b"%PDF-" in data[:1024]
    if signatures and not is_pdf:
        raise _unfitting(_("Such a signature belongs to a PDF; an OFD has its seals in it."))
    if not is_pdf:
        return verify_ofd(data, _believed(now))
    # pyHanko takes a second to load: servers that never read a PDF do not wait for it.
    from liupan.foundation.seals.formats.pdf.verifying import verify_pdf

    return verify_pdf(data, _believed(now), signatures=signatures)


def _unfitting(words: str, field: str = "signature") -> InvalidInput:
    return InvalidInput(words, fields={field: [words]})


def _believed(now: datetime) -> Trust:
    """Our authority lives by the city's clock, those of others by real time."""
    latest = max(now, clock.real_now())
    return replace(trust(now), latest=latest, revoked_at=seal_revoked_at)
