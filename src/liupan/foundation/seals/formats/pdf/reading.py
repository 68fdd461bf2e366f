"""The signatures of a PDF, read; nothing of them is proven by reading."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from liupan.foundation.crypto.facade import Certificate, Path
from liupan.foundation.seals.formats.envelopes import Envelope, NotAnEnvelope, read_envelope
from liupan.foundation.seals.formats.examining import NotReadable, path_of
from liupan.foundation.seals.formats.packages import Box
from liupan.foundation.seals.formats.pdf.boxes import frame
from liupan.foundation.seals.formats.signing import PROVIDER
from liupan.foundation.seals.formats.verdicts import Trust
from liupan.kernel.errors import Refusal

T = TypeVar("T")

MOST = 20
"""Signatures of one file that are looked at."""
MOST_READS = 10_000
"""So often an object is fetched from one file: some seconds. What follows a signature is compared
object by object; a paper of 160 pages with four seals takes half of it."""


class NotAPdf(Refusal):
    """The file is no PDF that can be read: damaged, locked, or swollen."""

    status = 422


class _Reader(PdfFileReader):
    """A reader that gives up: anybody may send a file with a hundred thousand pages."""

    reads = 0

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        self.reads += 1
        if self.reads > MOST_READS:
            raise PdfError("more objects than are read")
        return super().get_object(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, and when by the PDF's word."""

    certificate: Certificate
    signed_at: datetime


@dataclass(frozen=True)
class ExaminedPdf:
    """One signature of a PDF under examination, with all that its checks look at."""

    content: bytes
    read: EmbeddedPdfSignature
    trust: Trust

    @property
    def field(self) -> str:
        """The name of its field."""
        return str(self.read.fq_name)

    @property
    def form(self) -> str:
        """How it is written, such as ETSI.CAdES.detached."""
        return str(self.read.sig_object.get("/SubFilter", "")).lstrip("/")

    @property
    def name(self) -> str:
        """Whose signature it is, by its own word, which it covers."""
        return str(self.read.sig_object.get("/Name", ""))

    @property
    def is_ours(self) -> bool:
        """Whether it says that it was made here, which it covers."""
        try:
            said = self.read.sig_object["/Prop_Build"]["/App"]["/Name"]
        except (KeyError, TypeError):
            return False
        return bool(said == f"/{PROVIDER}")

    @cached_property
    def envelope(self) -> Envelope:
        """What was signed, by whom. Raises `NotReadable`."""
        try:
            return read_envelope(self.read.pkcs7_content)
        except NotAnEnvelope as error:
            raise NotReadable(
                _("The signature cannot be read, or does not bring its signer's certificate.")
            ) from error

    @cached_property
    def value(self) -> Signing:
        """Raises `NotReadable` also where no moment is given."""
        said = self.said_at
        if said is None:
            raise NotReadable(_("The signature gives no moment of signing that can be read."))
        return Signing(self.envelope.certificate, said)

    @cached_property
    def said_at(self) -> datetime | None:
        """When it was signed, by the word of whoever signed."""
        try:
            said: datetime = parse_pdf_date(str(self.read.sig_object["/M"]))
        except (KeyError, ValueError, PdfError):
            return None
        return said if said.tzinfo else None

    @cached_property
    def signer(self) -> Path:
        """Path of the signer's certificate."""
        return path_of(self.envelope.certificate, self.trust)

    @cached_property
    def end(self) -> int | None:
        """Where in the file that ends which it covers: all from the first byte on but its own
        envelope. None where it covers something else.
        """
        try:
            begin, before, after, rest = map(int, self.read.byte_range)
        except (ValueError, TypeError):
            return None
        hole = self.content[before:after]
        if begin or not hole.startswith(b"<") or not hole.endswith(b">"):
            return None
        return after + rest if _unhexed(hole[1:-1]) == self.read.pkcs7_content else None

    @property
    def is_written_here(self) -> bool:
        """Whether its envelope has exactly the digits that are written here."""
        _begin, before, after, _rest = map(int, self.read.byte_range)
        digits = self.envelope.der.hex().upper().encode()
        hole = self.content[before + 1 : after - 1]
        return self.envelope.is_written_here and hole == digits.ljust(len(hole), b"0")

    @cached_property
    def digest(self) -> bytes:
        """Of what it covers, by the hash that it names."""
        name = self.envelope.digest_name
        found: bytes = _guarded(lambda: self.read.compute_digest(name))
        return found

    @cached_property
    def is_followed_by_signatures_only(self) -> bool:
        """Whether nothing came after it in the file but signatures, and fields that were filled."""
        _guarded(self.read.compute_integrity_info)
        found = self.read.diff_result
        if not isinstance(found, DiffResult):
            return False
        return bool(found.modification_level <= ModificationLevel.FORM_FILLING)

    @property
    def places(self) -> list[tuple[Box, Box | None]]:
        """Where it is seen, in mm, each with the box of its page (None: there is no such page)."""
        return _guarded(lambda: list(self._places()))

    def _places(self) -> Iterator[tuple[Box, Box | None]]:
        for widget in _widgets(self.read.sig_field):
            page = frame(widget["/P"]) if "/P" in widget else None
            left, bottom, right, top = (float(one) for one in widget["/Rect"])
            if right > left and top > bottom:
                seen = (left, bottom, right, top)
                yield (page.to_mm(seen), page.box) if page else ((0.0, 0.0, 1.0, 1.0), None)


def read_signatures(content: bytes, trust: Trust) -> tuple[ExaminedPdf, ...]:
    """All signatures of a PDF in the order in which they were set. Raises `NotAPdf`."""
    try:
        reader = _Reader(io.BytesIO(content))
        if reader.encrypted:
            raise NotAPdf(_("The PDF is locked with a password, so nothing of it can be verified."))
        found = list(reader.embedded_signatures)
        reader.root["/Pages"]["/Kids"]
    except NotAPdf:
        raise
    except Exception as error:  # whatever a parser says of bytes that anybody may send
        raise NotAPdf(_("This is no PDF file that can be read, or it is damaged.")) from error
    if len(found) > MOST:
        raise NotAPdf(_("The PDF has more signatures than are looked at here."))
    return tuple(ExaminedPdf(content, one, trust) for one in found)


def _guarded(read: Callable[[], T]) -> T:
    """What the parser says of bytes that anybody may send; `NotReadable` when it stumbles."""
    try:
        return read()
    except Exception as error:
        raise NotReadable(_("This part of the PDF cannot be read.")) from error


def _widgets(field: Any) -> list[Any]:
    kids = [kid.get_object() for kid in field["/Kids"]] if "/Kids" in field else [field]
    return [one for one in kids if "/Rect" in one]


def _unhexed(digits: bytes) -> bytes | None:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None
