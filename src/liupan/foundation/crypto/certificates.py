"""X.509 certificates and revocation lists (GB/T 20518): reading and issuing; SM2, RSA, ECDSA."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from asn1crypto import algos, core, crl, keys, pem, x509
from django.utils.translation import gettext as _

from liupan.foundation.crypto.primitives import sm3
from liupan.foundation.crypto.signing import (
    SIGNATURE_OIDS,
    Algorithm,
    SigningKey,
    UnknownAlgorithm,
    verify_signature,
)
from liupan.foundation.crypto.sm2 import SPKI_HEAD, UnusableKey
from liupan.kernel.errors import Refusal

SIZE_LIMIT = 256 * 1024
"""Bytes of a certificate."""
LIST_LIMIT = 16 * 1024 * 1024
"""Bytes of a revocation list."""
SMALL = 4 * 1024
"""Bytes of what is remembered to be signed by whom; few are larger."""
NEW_FORM = 2050
"""From this year on X.509 writes years in four digits."""
UNDERSTOOD = frozenset(
    {"basic_constraints", "key_usage", "extended_key_usage", "subject_alt_name"}
    | {"key_identifier", "authority_key_identifier", "crl_distribution_points"}
)
"""Extensions that may be critical."""


class NotACertificate(Refusal):
    """These bytes are no X.509 certificate, or one that breaks its own rules."""

    status = 422


class NotARevocationList(Refusal):
    """These bytes are no X.509 revocation list."""

    status = 422


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate names."""

    name: str
    organisation: str = ""
    unit: str = ""
    country: str = "CN"

    def to_x509(self) -> x509.Name:
        """As X.509 writes it."""
        parts = {
            "country_name": self.country,
            "organization_name": self.organisation,
            "organizational_unit_name": self.unit,
            "common_name": self.name,
        }
        return x509.Name.build({key: value for key, value in parts.items() if value})


@dataclass(frozen=True)
class Certificate:
    """A certificate that was read whole; nothing of it is verified by reading. Equal when alike."""

    der: bytes
    _read: x509.Certificate = field(repr=False, compare=False)

    @property
    def subject(self) -> str:
        """Whom it names, for people."""
        return _named(self._read.subject)

    @property
    def issuer(self) -> str:
        """Who issued it, for people."""
        return _named(self._read.issuer)

    @property
    def common_name(self) -> str:
        """The short name of its subject."""
        native = self._read.subject.native
        return str(native.get("common_name") or native.get("organization_name") or self.subject)

    @property
    def serial(self) -> int:
        return int(self._read.serial_number)

    @property
    def valid_from(self) -> datetime:
        return _moment(self._validity["not_before"])

    @property
    def valid_until(self) -> datetime:
        return _moment(self._validity["not_after"])

    @cached_property
    def public_key(self) -> bytes:
        """SubjectPublicKeyInfo (DER)."""
        return bytes(self._read.public_key.dump())

    @cached_property
    def usage(self) -> frozenset[str]:
        """Key usage, such as `digital_signature`; empty where the certificate says nothing."""
        said = self._read.key_usage_value
        return frozenset(said.native) if said is not None else frozenset()

    @property
    def may_sign(self) -> bool:
        """Whether its key may sign documents."""
        return not self.usage or bool(self.usage & {"digital_signature", "non_repudiation"})

    @property
    def may_stamp(self) -> bool:
        """Whether it is for time stamps and nothing else (RFC 3161, 2.3)."""
        said = self._read.extended_key_usage_value
        return said is not None and list(said.native) == ["time_stamping"]

    @cached_property
    def is_authority(self) -> bool:
        """Whether it may issue certificates: CA, and key usage says so where it says anything."""
        said = self._read.basic_constraints_value
        named = not self.usage or "key_cert_sign" in self.usage
        return bool(said is not None and said["ca"].native and named)

    @property
    def may_revoke(self) -> bool:
        """Whether it may issue revocation lists."""
        return self.is_authority and (not self.usage or "crl_sign" in self.usage)

    @property
    def path_length(self) -> int | None:
        """How many authorities may stand below it; None without a bound."""
        said = self._read.basic_constraints_value
        found = said["path_len_constraint"].native if said is not None else None
        return None if found is None else int(found)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """Critical extensions that nobody here reads: such a certificate proves nothing."""
        critical = self._read.critical_extensions
        return tuple(sorted(name for name in critical if name not in UNDERSTOOD))

    @property
    def subject_bytes(self) -> bytes:
        return bytes(self._read.subject.dump())

    @property
    def issuer_bytes(self) -> bytes:
        return bytes(self._read.issuer.dump())

    @property
    def fingerprint(self) -> str:
        """SM3 of the certificate, 64 hexadecimal digits."""
        return sm3(self.der).hex()

    def to_pem(self) -> bytes:
        """The certificate as text."""
        return bytes(pem.armor("CERTIFICATE", self.der))

    def is_signed_by(self, issuer: "Certificate") -> bool:
        """Whether the issuer's key signed it. Of the same two it is worked out once."""
        is_small = max(len(self.der), len(issuer.der)) <= SMALL
        return _is_issued(self, issuer) if is_small else self._is_signed_by(issuer)

    def _is_signed_by(self, issuer: "Certificate") -> bool:
        return _is_signed(
            self._read["tbs_certificate"].dump(),
            self._read["signature_algorithm"],
            self._read["signature_value"],
            issuer,
        )

    def verify(self, message: bytes, signature: bytes, *, oid: str) -> bool:
        """Whether its key signed the message. Raises `UnusableKey`, `UnknownAlgorithm`."""
        return verify_signature(
            public_key=self.public_key, oid=oid, message=message, signature=signature
        )

    @property
    def _validity(self) -> x509.Validity:
        return self._read["tbs_certificate"]["validity"]


@dataclass(frozen=True)
class RevocationList:
    """A revocation list (CRL) that was read whole; nothing of it is verified by reading."""

    der: bytes
    _read: crl.CertificateList = field(repr=False, compare=False)

    @property
    def issuer(self) -> str:
        return _named(self._read.issuer)

    @property
    def issuer_bytes(self) -> bytes:
        return bytes(self._read.issuer.dump())

    @property
    def issued_at(self) -> datetime:
        return _moment(self._tbs["this_update"])

    @property
    def next_at(self) -> datetime | None:
        """When the next list is due, after which this one proves nothing new."""
        due = self._tbs["next_update"]
        return _moment(due) if due.native is not None else None

    @cached_property
    def revoked(self) -> Mapping[int, tuple[datetime, str]]:
        """Serial number to moment and reason (`key_compromise`, `superseded`, ...)."""
        return {
            int(entry["user_certificate"].native): (
                _moment(entry["revocation_date"]),
                str(entry.crl_reason_value.native) if entry.crl_reason_value else "unspecified",
            )
            for entry in self._tbs["revoked_certificates"]
        }

    def is_signed_by(self, issuer: Certificate) -> bool:
        """Whether the issuer's key signed it. Of the same two it is worked out once."""
        is_small = max(len(self.der), len(issuer.der)) <= SMALL
        return _is_issued(self, issuer) if is_small else self._is_signed_by(issuer)

    def _is_signed_by(self, issuer: Certificate) -> bool:
        return _is_signed(
            self._tbs.dump(), self._read["signature_algorithm"], self._read["signature"], issuer
        )

    @property
    def _tbs(self) -> crl.TbsCertList:
        return self._read["tbs_cert_list"]


def read_certificate(data: bytes) -> Certificate:
    """A certificate from DER or PEM. Raises `NotACertificate`."""
    if len(data) > SIZE_LIMIT:
        raise NotACertificate(_("This is too large for a certificate."))
    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else bytes(data)
        read = Certificate(der, x509.Certificate.load(der, strict=True))
        _touch(read)
    except (ValueError, TypeError, KeyError, UnicodeError, OverflowError) as error:
        raise NotACertificate(_("This is not a certificate.")) from error
    return read


def read_revocation_list(data: bytes) -> RevocationList:
    """A revocation list from DER or PEM. Raises `NotARevocationList`."""
    if len(data) > LIST_LIMIT:
        raise NotARevocationList(_("This is too large for a revocation list."))
    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else bytes(data)
        read = RevocationList(der, crl.CertificateList.load(der, strict=True))
        for name in ("issuer", "issued_at", "next_at", "revoked"):
            getattr(read, name)
        if read._read.critical_extensions:
            raise ValueError("a list of a part only, or by another issuer")
        _require_whole_bytes(read._read["signature"])
    except (ValueError, TypeError, KeyError, UnicodeError, OverflowError) as error:
        raise NotARevocationList(_("This is not a revocation list.")) from error
    return read


def issue_certificate(
    *,
    subject: Subject,
    public_key: bytes,
    key: SigningKey,
    issuer: Certificate | None = None,
    valid_from: datetime,
    valid_until: datetime,
    is_authority: bool = False,
    path_length: int | None = None,
) -> Certificate:
    """A certificate for this public key (SubjectPublicKeyInfo), signed with the issuer's key.

    Args:
        issuer: the issuer's certificate; None for a root, which signs itself with `key`.
        path_length: of an authority, how many authorities may stand below it.
    """
    name = subject.to_x509()
    algorithm = _algorithm(key)
    tbs = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int.from_bytes(os.urandom(15), "big") | 1 << 119,
            "signature": algorithm,
            "issuer": issuer._read.subject if issuer else name,
            "validity": {
                "not_before": x509.Time(*_utc(valid_from)),
                "not_after": x509.Time(*_utc(valid_until)),
            },
            "subject": name,
            "subject_public_key_info": keys.PublicKeyInfo.load(public_key),
            "extensions": _extensions(
                public_key, issuer.public_key if issuer else public_key, is_authority, path_length
            ),
        }
    )
    signed = {
        "tbs_certificate": tbs,
        "signature_algorithm": algorithm,
        "signature_value": key.sign(tbs.dump()),
    }
    return read_certificate(x509.Certificate(signed).dump())


def issue_revocation_list(
    *,
    issuer: Certificate,
    key: SigningKey,
    revoked: Mapping[int, tuple[datetime, str]],
    number: int,
    issued_at: datetime,
    next_at: datetime,
) -> RevocationList:
    """A revocation list (CRL), signed with the issuer's key.

    Args:
        revoked: serial number to moment and reason (`key_compromise`, `superseded`, ...).
        number: counts the issuer's lists.
    """
    entries = [_entry(serial, *revoked[serial]) for serial in sorted(revoked)]
    tbs = crl.TbsCertList(
        {
            "version": "v2",
            "signature": _algorithm(key),
            "issuer": issuer._read.subject,
            "this_update": x509.Time(*_utc(issued_at)),
            "next_update": x509.Time(*_utc(next_at)),
            "revoked_certificates": entries or None,
            "crl_extensions": [
                {"extn_id": "crl_number", "extn_value": core.Integer(number)},
                {"extn_id": "authority_key_identifier", "extn_value": _pointer(issuer.public_key)},
            ],
        }
    )
    signed = {
        "tbs_cert_list": tbs,
        "signature_algorithm": _algorithm(key),
        "signature": key.sign(tbs.dump()),
    }
    return read_revocation_list(crl.CertificateList(signed).dump())


def kind_of_key(public_key: bytes) -> Algorithm | None:
    """The kind of a SubjectPublicKeyInfo; None where it is not known here."""
    if public_key.startswith(SPKI_HEAD[:-3]):
        return Algorithm.SM2
    try:
        found = keys.PublicKeyInfo.load(public_key).algorithm
    except ValueError:
        return None
    return {"rsa": Algorithm.RSA, "ec": Algorithm.ECDSA}.get(found)


def _entry(serial: int, moment: datetime, reason: str) -> dict[str, object]:
    return {
        "user_certificate": serial,
        "revocation_date": x509.Time(*_utc(moment)),
        "crl_entry_extensions": [{"extn_id": "crl_reason", "extn_value": crl.CRLReason(reason)}],
    }


def _extensions(
    public_key: bytes, issuer_key: bytes, is_authority: bool, path_length: int | None
) -> list[dict[str, object]]:
    usage = (
        {"key_cert_sign", "crl_sign"} if is_authority else {"digital_signature", "non_repudiation"}
    )
    bounds: dict[str, object] = {"ca": is_authority}
    if path_length is not None:
        bounds["path_len_constraint"] = path_length
    return [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": bounds},
        {"extn_id": "key_usage", "critical": True, "extn_value": usage},
        {"extn_id": "key_identifier", "extn_value": _key_id(public_key)},
        {"extn_id": "authority_key_identifier", "extn_value": _pointer(issuer_key)},
    ]


def _key_id(public_key: bytes) -> bytes:
    return sm3(public_key)[:20]


def _pointer(public_key: bytes) -> dict[str, object]:
    return {"key_identifier": _key_id(public_key)}


def _algorithm(key: SigningKey) -> algos.SignedDigestAlgorithm:
    parameters = {"parameters": core.Null()} if key.algorithm is Algorithm.RSA else {}
    return algos.SignedDigestAlgorithm({"algorithm": SIGNATURE_OIDS[key.algorithm], **parameters})


@lru_cache(maxsize=200)
def _is_issued(one: Certificate | RevocationList, issuer: Certificate) -> bool:
    """Both are equal to others when every byte is: what was found of them stays true."""
    return one._is_signed_by(issuer)


def _is_signed(
    message: bytes,
    algorithm: algos.SignedDigestAlgorithm,
    value: core.OctetBitString,
    by: Certificate,
) -> bool:
    try:
        return by.verify(message, value.native, oid=algorithm["algorithm"].dotted)
    except (UnusableKey, UnknownAlgorithm):
        return False


def _utc(moment: datetime) -> tuple[str, datetime]:
    """X.509 wants whole seconds, and two forms of time: one until 2049, one after."""
    whole = moment.astimezone(UTC).replace(microsecond=0)
    return ("utc_time" if whole.year < NEW_FORM else "general_time"), whole


def _moment(value: x509.Time) -> datetime:
    found = value.native
    if not isinstance(found, datetime):
        raise ValueError("not a moment")
    return found


def _named(name: x509.Name) -> str:
    parts: Iterable[object] = name.native.values()
    return ", ".join(
        " + ".join(map(str, part)) if isinstance(part, list) else str(part)
        for part in reversed(list(parts))
    )


def _touch(read: Certificate) -> None:
    """Reading is lazy: whatever is asked later is asked once now, so that it fails here."""
    inner = read._read["tbs_certificate"]["signature"].dump()
    if read._read["signature_algorithm"].dump() != inner:
        raise ValueError("two algorithms in one certificate")
    for name in _ASKED:
        getattr(read, name)
    _require_whole_bytes(read._read["signature_value"])


def _require_whole_bytes(value: core.OctetBitString) -> None:
    """Unused bits at the end would give one signature two spellings."""
    if not value.contents or value.contents[0]:
        raise ValueError("not a number of whole bytes")


_ASKED = (
    *("subject", "issuer", "common_name", "serial", "valid_from", "valid_until"),
    *("public_key", "usage", "is_authority", "path_length", "not_understood", "may_stamp"),
)
