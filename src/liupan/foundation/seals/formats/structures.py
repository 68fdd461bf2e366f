"""The data of GB/T 38540-2020 as ASN.1, and back from bytes without a second spelling."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property

from asn1crypto.core import (
    Any,
    Boolean,
    GeneralizedTime,
    IA5String,
    Integer,
    ObjectIdentifier,
    OctetBitString,
    OctetString,
    PrintableString,
    Sequence,
    SequenceOf,
    UTF8String,
)

from liupan.foundation.crypto.facade import Certificate, read_certificate, sm3
from liupan.kernel.errors import Refusal

VERSION = 4
SM2_WITH_SM3 = "1.2.156.10197.1.501"
SM3 = "1.2.156.10197.1.401"
LIMIT = 4 * 1024 * 1024
"""Bytes of a seal or of a signature with its seal."""


class NotASeal(Refusal):
    """These bytes are no seal of GB/T 38540-2020, or no signature made with one."""

    status = 422


class CertListType(IntEnum):
    """How a seal names the certificates of those who may use it."""

    CERTIFICATES = 1
    DIGESTS = 2


class SealKind(IntEnum):
    """Whose seal it is (印章类型)."""

    UNIT = 1
    PERSON = 2


class Extension(Sequence):
    _fields = [
        ("id", ObjectIdentifier),
        ("critical", Boolean, {"default": False}),
        ("value", OctetString),
    ]


class Extensions(SequenceOf):
    _child_spec = Extension


class Header(Sequence):
    _fields = [("id", IA5String), ("version", Integer), ("vendor", IA5String)]


class Certificates(SequenceOf):
    _child_spec = OctetString


class CertificateDigest(Sequence):
    _fields = [("type", PrintableString), ("value", OctetString)]


class CertificateDigests(SequenceOf):
    _child_spec = CertificateDigest


class Property(Sequence):
    _fields = [
        ("type", Integer),
        ("name", UTF8String),
        ("cert_list_type", Integer),
        ("cert_list", Any),
        ("created_at", GeneralizedTime),
        ("valid_from", GeneralizedTime),
        ("valid_until", GeneralizedTime),
    ]


class PictureData(Sequence):
    _fields = [("type", IA5String), ("data", OctetString), ("width", Integer), ("height", Integer)]


class SealInfo(Sequence):
    _fields = [
        ("header", Header),
        ("id", IA5String),
        ("property", Property),
        ("picture", PictureData),
        ("extensions", Extensions, {"optional": True}),
    ]


class SealData(Sequence):
    _fields = [
        ("info", SealInfo),
        ("certificate", OctetString),
        ("algorithm", ObjectIdentifier),
        ("signature", OctetBitString),
    ]


class ToSign(Sequence):
    _fields = [
        ("version", Integer),
        ("seal", SealData),
        ("signed_at", GeneralizedTime),
        ("digest", OctetBitString),
        ("property", IA5String),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]


class SignatureData(Sequence):
    _fields = [
        ("to_sign", ToSign),
        ("certificate", OctetString),
        ("algorithm", ObjectIdentifier),
        ("signature", OctetBitString),
        ("time_stamp", OctetBitString, {"explicit": 0, "optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a seal looks like on paper: `png`, `ofd`, ... and its size in whole mm."""

    kind: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Seal:
    """A seal (SESeal) that was read whole. Reading proves nothing of it."""

    der: bytes
    read: SealData

    @property
    def id(self) -> str:
        return str(self.read["info"]["id"].native)

    @property
    def vendor(self) -> str:
        return str(self.read["info"]["header"]["vendor"].native)

    @property
    def name(self) -> str:
        """The name on the seal."""
        return str(self._property["name"].native)

    @property
    def kind(self) -> int:
        """See `SealKind`; makers use other numbers too."""
        return int(self._property["type"].native)

    @property
    def created_at(self) -> datetime:
        return _moment(self._property["created_at"])

    @property
    def valid_from(self) -> datetime:
        return _moment(self._property["valid_from"])

    @property
    def valid_until(self) -> datetime:
        return _moment(self._property["valid_until"])

    @property
    def picture(self) -> Picture:
        read = self.read["info"]["picture"].native
        return Picture(read["type"], read["data"], read["width"], read["height"])

    @cached_property
    def maker(self) -> Certificate:
        """The certificate of who made the seal. Raises `NotACertificate`."""
        return read_certificate(self.read["certificate"].native)

    @property
    def algorithm(self) -> str:
        """OID by which the maker signed it."""
        return str(self.read["algorithm"].dotted)

    def is_signed_by_maker(self) -> bool:
        """Whether the maker's key signed exactly this seal.

        Raises `NotACertificate`, `UnusableKey`, `UnknownAlgorithm`.
        """
        return self.maker.verify(
            self.read["info"].dump(), self.read["signature"].native, oid=self.algorithm
        )

    def admits(self, certificate: Certificate) -> bool:
        """Whether it names this certificate among those that may use it."""
        listed = self._property["cert_list"]
        if self._property["cert_list_type"].native == CertListType.CERTIFICATES:
            return certificate.der in [one.native for one in listed.parse(Certificates)]
        digests = [one["value"].native for one in listed.parse(CertificateDigests)]
        return sm3(certificate.der) in digests

    @property
    def _property(self) -> Property:
        found: Property = self.read["info"]["property"]
        return found


@dataclass(frozen=True)
class SealSignature:
    """A signature with its seal (SES_Signature) that was read whole. Reading proves nothing."""

    der: bytes
    read: SignatureData

    @cached_property
    def seal(self) -> Seal:
        """The seal that was used, as it lies in the signature."""
        data = self.read["to_sign"]["seal"]
        return Seal(data.dump(), data)

    @property
    def signed_at(self) -> datetime:
        """When, by the word of whoever signed."""
        return _moment(self.read["to_sign"]["signed_at"])

    @property
    def digest(self) -> bytes:
        """Of the original: in OFD, SM3 of Signature.xml."""
        return bytes(self.read["to_sign"]["digest"].native)

    @property
    def place(self) -> str:
        """What the original is: in OFD, the place of Signature.xml."""
        return str(self.read["to_sign"]["property"].native)

    @cached_property
    def certificate(self) -> Certificate:
        """The signer's. Raises `NotACertificate`."""
        return read_certificate(self.read["certificate"].native)

    @property
    def algorithm(self) -> str:
        return str(self.read["algorithm"].dotted)

    @property
    def signature(self) -> bytes:
        return bytes(self.read["signature"].native)

    @property
    def time_stamp(self) -> bytes | None:
        """A token of RFC 3161 over the signature, or None."""
        found = self.read["time_stamp"].native
        return bytes(found) if found is not None else None

    def is_signed(self) -> bool:
        """Whether the signer's key signed exactly this seal, time, digest and property.

        Raises `NotACertificate`, `UnusableKey`, `UnknownAlgorithm`.
        """
        message = self.read["to_sign"].dump()
        return self.certificate.verify(message, self.signature, oid=self.algorithm)


def read_seal(data: bytes) -> Seal:
    """A seal from its bytes. Raises `NotASeal`."""
    try:
        return _read_seal(_modest(data))
    except _READING as error:
        raise NotASeal("This is no electronic seal after GB/T 38540-2020.") from error


def read_signature(data: bytes) -> SealSignature:
    """A signature from its bytes. Raises `NotASeal`."""
    try:
        return _read_signature(_modest(data))
    except _READING as error:
        raise NotASeal("This is no signature with a seal after GB/T 38540-2020.") from error


def _modest(data: bytes) -> bytes:
    if len(data) > LIMIT:
        raise ValueError("too large")
    return data


class _Enclosed(Sequence):
    """Any parts in a sequence."""


_ASKED_OF_SEAL = ("id", "vendor", "name", "kind", "created_at", "valid_from", "valid_until")
_ASKED_OF_SIGNATURE = ("signed_at", "digest", "place", "algorithm", "signature", "time_stamp")


_READING = (ValueError, TypeError, KeyError, UnicodeError, OverflowError)


def _read_seal(data: bytes) -> Seal:
    read = SealData.load(data, strict=True)
    _require_one_spelling(read, "info")
    seal = Seal(data, read)
    _ = [getattr(seal, name) for name in _ASKED_OF_SEAL], seal.picture
    return seal


def _read_signature(data: bytes) -> SealSignature:
    read = SignatureData.load(data, strict=True)
    _require_one_spelling(read, "to_sign")
    signature = SealSignature(data, read)
    _ = [getattr(signature, name) for name in _ASKED_OF_SIGNATURE]
    _read_seal(signature.seal.der)
    return signature


def _require_one_spelling(read: Sequence, signed: str) -> None:
    """What a signature covers is covered; the rest must be written the one way DER knows."""
    parts = [
        read[name].dump() if name == signed else read[name].dump(force=True)
        for name in read
        if read[name].native is not None
    ]
    if _Enclosed(contents=b"".join(parts)).dump() != read.dump():
        raise ValueError("not DER")
    bits = [read["signature"], *([read["time_stamp"]] if "time_stamp" in read else [])]
    if any(one.contents and one.contents[0] for one in bits):
        raise ValueError("not whole bytes")


def _moment(value: GeneralizedTime) -> datetime:
    found = value.native
    if not isinstance(found, datetime):
        raise ValueError("not a moment")
    return found
