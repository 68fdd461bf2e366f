"""The signed envelope (CMS, RFC 5652) in a PDF or a time stamp: made, and those of others read."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

# `tsp` teaches `cms` the attribute that names the signer's certificate.
from asn1crypto import cms, core, tsp

from liupan.foundation.crypto.facade import (
    SIGNATURE_OIDS,
    Algorithm,
    Certificate,
    NotACertificate,
    SigningKey,
    read_certificate,
)

DIGEST = "sha256"
LIMIT = 256 * 1024
"""Bytes of an envelope."""
SPARE = 1024
"""Bytes of an envelope besides the certificate, at most."""
SM3 = "1.2.156.10197.1.401"
"""How asn1crypto calls SM3, for it has no name for it."""
_RSA_OF = {
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}
_PLAIN_RSA = "1.2.840.113549.1.1.1"
_PLAIN_SM2 = frozenset({"1.2.156.10197.1.301", "1.2.156.10197.1.301.1", "1.2.840.10045.2.1"})
"""A key named where a signature's algorithm should be: with SM3 it is SM2."""
_READING = (ValueError, TypeError, KeyError, IndexError, UnicodeError, OverflowError)


class NotAnEnvelope(ValueError):
    """These bytes are no signed envelope with one signer and the signer's certificate."""


def signed_envelope(digest: bytes, certificate: Certificate, key: SigningKey) -> bytes:
    """The envelope over a document's SHA-256, made by an RSA or ECDSA key.

    The moment stands in the PDF, not here: so PAdES wants it.
    """
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [digest]},
            {"type": "signing_certificate_v2", "values": [_named(certificate)]},
        ]
    )
    value = key.sign(attributes.dump())
    return _written(attributes, certificate.der, value, SIGNATURE_OIDS[key.algorithm])


def _named(certificate: Certificate) -> tsp.SigningCertificateV2:
    return tsp.SigningCertificateV2({"certs": [{"cert_hash": _sha256(certificate.der)}]})


def _written(attributes: cms.CMSAttributes, certificate: bytes, value: bytes, oid: str) -> bytes:
    """The only way in which these parts are written here."""
    read = cms.Certificate.load(certificate)
    digest = {"algorithm": DIGEST}
    null = {"parameters": core.Null()} if oid == SIGNATURE_OIDS[Algorithm.RSA] else {}
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": read.issuer, "serial_number": read.serial_number},
            ),
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": oid, **null},
            "signature": value,
        }
    )
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices("certificate", read)],
            "signer_infos": [signer],
        }
    )
    written: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    return written


@dataclass(frozen=True)
class Envelope:
    """A signed envelope that was read. Reading proves nothing of it."""

    der: bytes
    certificate: Certificate
    _signer: cms.SignerInfo
    _attributes: cms.CMSAttributes
    _content: core.Asn1Value

    @property
    def digest_name(self) -> str:
        """The hash of the document, such as `sha256`."""
        return str(self._signer["digest_algorithm"]["algorithm"].native)

    @property
    def algorithm(self) -> str:
        """OID by which it was signed."""
        oid = str(self._signer["signature_algorithm"]["algorithm"].dotted)
        if oid in _PLAIN_SM2 and self.digest_name == SM3:
            return SIGNATURE_OIDS[Algorithm.SM2]
        return _RSA_OF.get(self.digest_name, oid) if oid == _PLAIN_RSA else oid

    @cached_property
    def digest(self) -> bytes:
        """What it says the document's hash is."""
        return bytes(self._attribute("message_digest").native)

    @cached_property
    def names_its_certificate(self) -> bool:
        """Whether the signature covers which certificate is meant, and it is the one here."""
        try:
            [named, *_others] = self._attribute("signing_certificate_v2")["certs"]
        except _READING:
            return False
        name, said = named["hash_algorithm"]["algorithm"].native, named["cert_hash"].native
        return bool(name == DIGEST and said == _sha256(self.certificate.der))

    @property
    def covered(self) -> str:
        """What kind of thing it says that it covers: `data`, `tst_info`."""
        return str(self._attribute("content_type").native)

    @property
    def content(self) -> bytes:
        """What it brings inside; nothing where it covers what lies elsewhere, as in a PDF."""
        return bytes(self._content.contents or b"")

    @property
    def value(self) -> bytes:
        """The signature itself."""
        return bytes(self._signer["signature"].native)

    @property
    def time_stamp(self) -> bytes | None:
        """A token of RFC 3161 over the signature, or None. Nothing covers that it is there."""
        for one in self._signer["unsigned_attrs"]:
            if one["type"].native == "signature_time_stamp_token":
                return bytes(one["values"][0].dump())
        return None

    @property
    def is_written_here(self) -> bool:
        """Whether it has exactly the bytes that are written here from its parts."""
        attributes = cms.CMSAttributes.load(self._attributes.untag().dump())
        return self.der == _written(attributes, self.certificate.der, self.value, self.algorithm)

    def is_signed(self) -> bool:
        """Whether the key of its certificate signed exactly this.

        Raises `UnusableKey`, `UnknownAlgorithm`.
        """
        message = self._attributes.untag().dump()
        return self.certificate.verify(message, self.value, oid=self.algorithm)

    def _attribute(self, name: str) -> core.Asn1Value:
        [values] = [one["values"] for one in self._attributes if one["type"].native == name]
        [value] = values
        return value


def read_envelope(padded: bytes) -> Envelope:
    """An envelope, after which zeros may follow. Raises `NotAnEnvelope`."""
    try:
        return _read(padded)
    except (*_READING, NotACertificate) as error:
        raise NotAnEnvelope("not an envelope with one signer") from error


def _read(padded: bytes) -> Envelope:
    if len(padded) > LIMIT:
        raise ValueError("too large")
    info = cms.ContentInfo.load(padded)
    der = info.dump()
    if not padded.startswith(der) or padded[len(der) :].strip(b"\0"):
        raise ValueError("more than an envelope")
    data = info["content"]
    [signer] = data["signer_infos"]
    certificate = _of_signer(data, signer)
    attributes = signer["signed_attrs"]
    content = data["encap_content_info"]["content"]
    envelope = Envelope(der, certificate, signer, attributes, content)
    _ = envelope.digest, envelope.covered, envelope.algorithm
    return envelope


def _of_signer(data: cms.SignedData, signer: cms.SignerInfo) -> Certificate:
    sid = signer["sid"]
    if sid.name != "issuer_and_serial_number":
        raise ValueError("signer named otherwise")
    for choice in data["certificates"]:
        one = choice.chosen
        wanted = sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native
        if (one.issuer.dump(), one.serial_number) == wanted:
            return read_certificate(one.dump())
    raise ValueError("without its certificate")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
