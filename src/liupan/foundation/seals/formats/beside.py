"""The SM2 signature that lies beside a PDF, in a file of its own (NAME.pdf.sm2).

It is the very SES_Signature of GB/T 38540-2020 that stands in an OFD, over the SM3 of the whole
PDF: with the seal inside, so that whoever has both files needs nothing else to see whose it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from liupan.foundation.crypto.facade import (
    Algorithm,
    Certificate,
    Path,
    SigningKey,
    kind_of_key,
    sm3,
)
from liupan.foundation.seals.formats import checks, trusting
from liupan.foundation.seals.formats.checking import Line
from liupan.foundation.seals.formats.examining import NotReadable, path_of
from liupan.foundation.seals.formats.making import sign_with_seal
from liupan.foundation.seals.formats.structures import (
    SM2_WITH_SM3,
    NotASeal,
    Seal,
    SealSignature,
    read_signature,
)
from liupan.foundation.seals.formats.verdicts import Answer, Trust, fails, holds, unknown
from liupan.foundation.seals.formats.wording import minute

ENDING = ".sm2"
ORIGINAL = "application/pdf"
"""What the signature says that its original is."""


def sign_beside(
    content: bytes, *, seal: Seal, certificate: Certificate, key: SigningKey, at: datetime
) -> bytes:
    """The signature over this PDF, as DER."""
    return sign_with_seal(
        original=content, place=ORIGINAL, seal=seal, certificate=certificate, key=key, at=at
    ).der


@dataclass(frozen=True)
class Original:
    """A PDF as SM2 signatures cover it.

    Attributes:
        ends: where it ended each time before a further seal was set on it.
    """

    content: bytes
    ends: Sequence[int]

    @cached_property
    def digest(self) -> bytes:
        return sm3(self.content)

    @cached_property
    def earlier_digests(self) -> frozenset[bytes]:
        """Of the PDF as it was before further seals."""
        return frozenset(sm3(self.content[:end]) for end in set(self.ends))


@dataclass(frozen=True)
class ExaminedBeside:
    """A file that was handed in beside a PDF, with all that its checks look at."""

    content: bytes
    original: Original
    trust: Trust

    @cached_property
    def value(self) -> SealSignature:
        """Raises `NotReadable`."""
        try:
            return read_signature(self.content)
        except NotASeal as error:
            raise NotReadable(
                _("The file beside the PDF is no signature with a seal, or it is damaged.")
            ) from error

    @property
    def seal(self) -> Seal:
        return self.value.seal

    @cached_property
    def signer(self) -> Path:
        return path_of(self.value.certificate, self.trust)

    @cached_property
    def maker(self) -> Path:
        return path_of(self.seal.maker, self.trust)


def _check_algorithms(it: ExaminedBeside) -> Answer:
    said = (it.value.algorithm, it.seal.algorithm)
    key = kind_of_key(it.value.certificate.public_key)
    if said == (SM2_WITH_SM3, SM2_WITH_SM3) and key is Algorithm.SM2:
        return holds(_("Everything is signed with SM2 and SM3."))
    return unknown(_("An algorithm is used that is not SM2 with SM3."))


def _check_original(it: ExaminedBeside) -> Answer:
    if it.value.place == ORIGINAL:
        return holds(_("The signature says that it belongs to a PDF."))
    return fails(_("The signature was made for something else than a PDF."))


def _check_digest(it: ExaminedBeside) -> Answer:
    if it.value.digest == it.original.digest:
        return holds(_("Not one byte of the PDF was altered."))
    if it.value.digest in it.original.earlier_digests:
        return holds(_("Not one byte was altered of the PDF as it was before further seals."))
    return fails(_("The PDF was altered after signing, or is another one."))


def _check_time(it: ExaminedBeside) -> Answer:
    at = it.value.signed_at
    if checks.is_future(at, it.trust):
        return fails(_("The moment of signing, %s, is in the future.") % minute(at))
    return holds(_("The signature gives %s as its moment.") % minute(at))


LIST: tuple[Line[ExaminedBeside], ...] = (
    ("structure", gettext_noop("Form of signature and seal"), checks.check_structure, True),
    ("algorithms", gettext_noop("Algorithms"), _check_algorithms, True),
    ("property", gettext_noop("Signature belongs to a PDF"), _check_original, True),
    ("data_hash", gettext_noop("Document unaltered"), _check_digest, True),
    ("signature_value", gettext_noop("Value of the signature"), checks.check_value, True),
    ("certificate_list", gettext_noop("Signer may use the seal"), checks.check_admitted, True),
    ("maker_signature", gettext_noop("Maker's signature over the seal"), checks.check_maker, True),
    ("seal_validity", gettext_noop("Validity of the seal"), checks.check_seal_validity, True),
    ("signing_time", gettext_noop("Moment of signing"), _check_time, True),
    ("time_stamp", gettext_noop("Time stamp"), checks.check_stamp, False),
    ("signer_usage", gettext_noop("Purpose of the signer's certificate"),
     trusting.check_signer_use, True),
    ("signer_chain", gettext_noop("Issuer of the signer's certificate"),
     trusting.check_signer_trust, True),
    ("signer_validity", gettext_noop("Validity of the signer's certificate"),
     trusting.check_signer_validity, True),
    ("signer_revocation", gettext_noop("Revocation of the signer's certificate"),
     trusting.check_signer_revocation, True),
    ("maker_chain", gettext_noop("Issuer of the maker's certificate"),
     trusting.check_maker_trust, True),
    ("maker_validity", gettext_noop("Validity of the maker's certificate"),
     trusting.check_maker_validity, True),
    ("maker_revocation", gettext_noop("Revocation of the maker's certificate"),
     trusting.check_maker_revocation, True),
    ("seal_register", gettext_noop("Register of seals"), checks.check_register, True),
)  # fmt: skip
