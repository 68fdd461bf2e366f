"""Keys that sign: one interface for software and, later, a hardware module (密码机).

A software key lies sealed under a key of its own (`keys.seal`), wrapped by the master key: a
rotation of the master key reaches it, and `destroy_key` makes it useless for ever.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext as _

from liupan.foundation.crypto.keys import open_sealed, seal
from liupan.foundation.crypto.sm2 import Sm2PrivateKey, Sm2PublicKey, UnusableKey
from liupan.kernel.errors import Refusal
from liupan.kernel.ids import uuid7

RSA_BITS, RSA_EXPONENT = 3072, 65537


class Algorithm(StrEnum):
    """A kind of key, with the hash it signs with here."""

    SM2 = "sm2"
    RSA = "rsa"
    ECDSA = "ecdsa"


SIGNATURE_OIDS = {
    Algorithm.SM2: "1.2.156.10197.1.501",
    Algorithm.RSA: "1.2.840.113549.1.1.11",
    Algorithm.ECDSA: "1.2.840.10045.4.3.2",
}
"""What each kind signs with: SM2 with SM3, RSA (PKCS 1) and ECDSA with SHA-256."""
_HASHES: dict[str, type[HashAlgorithm]] = {
    "1.2.840.113549.1.1.11": SHA256,
    "1.2.840.113549.1.1.12": SHA384,
    "1.2.840.113549.1.1.13": SHA512,
    "1.2.840.10045.4.3.2": SHA256,
    "1.2.840.10045.4.3.3": SHA384,
    "1.2.840.10045.4.3.4": SHA512,
}
_RSA_OIDS = "1.2.840.113549.1.1."
_PKCS8 = (
    serialization.Encoding.DER,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)
_SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


class KeyDestroyed(Refusal):
    """The private key was destroyed; nothing can be signed with it any more."""


class UnknownAlgorithm(Refusal):
    """A signature algorithm that is not read here, or is not sound any more (SHA-1, MD5)."""

    status = 422


class SigningKey(Protocol):
    """Something that signs. The private key itself is nobody's business."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public_key(self) -> bytes:
        """The public key as SubjectPublicKeyInfo (DER)."""

    def sign(self, message: bytes) -> bytes:
        """Signature over the message, by the OID of `SIGNATURE_OIDS`; SM2 under the default ID."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as it lies in a table: nothing in it is secret. `id` is what `destroy_key` takes."""

    id: UUID
    algorithm: Algorithm
    public_key: bytes
    sealed: str


@dataclass(frozen=True, slots=True)
class _Sm2:
    key: Sm2PrivateKey
    algorithm = Algorithm.SM2

    @property
    def public_key(self) -> bytes:
        return self.key.public_key.to_spki()

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


@dataclass(frozen=True, slots=True)
class _Rsa:
    key: rsa.RSAPrivateKey
    algorithm = Algorithm.RSA

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(*_SPKI)

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message, padding.PKCS1v15(), SHA256())


@dataclass(frozen=True, slots=True)
class _Ecdsa:
    key: ec.EllipticCurvePrivateKey
    algorithm = Algorithm.ECDSA

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(*_SPKI)

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message, ec.ECDSA(SHA256()))


def new_signing_key(algorithm: Algorithm = Algorithm.SM2) -> SigningKey:
    """A fresh key that lives in memory only."""
    if algorithm is Algorithm.SM2:
        return _Sm2(Sm2PrivateKey.generate())
    if algorithm is Algorithm.RSA:
        return _Rsa(rsa.generate_private_key(RSA_EXPONENT, RSA_BITS))
    return _Ecdsa(ec.generate_private_key(ec.SECP256R1()))


def make_signing_key(algorithm: Algorithm = Algorithm.SM2) -> StoredKey:
    """A fresh key, its private half sealed: to be stored as it is."""
    key, key_id = new_signing_key(algorithm), uuid7()
    secret = seal(key_id, [_secret(key).hex()])[0]
    return StoredKey(key_id, algorithm, key.public_key, secret)


def open_signing_key(stored: StoredKey) -> SigningKey:
    """The key, ready to sign. Raises `KeyDestroyed`; `Undecipherable` where it was altered."""
    secret = open_sealed([(stored.id, stored.sealed)])[0]
    if secret is None:
        raise KeyDestroyed(_("This key was destroyed."))
    return _opened(stored, bytes.fromhex(secret))


def open_decryption_key(stored: StoredKey) -> Sm2PrivateKey:
    """An SM2 key of `make_signing_key` that is kept to decrypt with, never to sign (GB/T 35276: a
    pair of keys for each). Raises as `open_signing_key`."""
    key = open_signing_key(stored)
    if not isinstance(key, _Sm2):
        raise UnusableKey(_("This is not an SM2 public key."))
    return key.key


def verify_signature(*, public_key: bytes, oid: str, message: bytes, signature: bytes) -> bool:
    """Whether the key (SubjectPublicKeyInfo) signed the message by the algorithm of this OID.

    Raises `UnusableKey`, `UnknownAlgorithm`. A key and an algorithm of two kinds never agree.
    """
    if oid == SIGNATURE_OIDS[Algorithm.SM2]:
        return Sm2PublicKey.from_spki(public_key).verify(message, signature)
    if oid not in _HASHES:
        raise UnknownAlgorithm(_("The signature algorithm %s is not accepted.") % oid)
    return _verify_foreign(_load(public_key), oid, message, signature)


def _verify_foreign(key: object, oid: str, message: bytes, signature: bytes) -> bool:
    digest = _HASHES[oid]()
    try:
        if isinstance(key, rsa.RSAPublicKey) and oid.startswith(_RSA_OIDS):
            key.verify(signature, message, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and not oid.startswith(_RSA_OIDS):
            key.verify(signature, message, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _load(spki: bytes) -> object:
    try:
        return load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKey(_("This kind of public key is not known here.")) from error


def _secret(key: SigningKey) -> bytes:
    if isinstance(key, _Sm2):
        return key.key.secret
    assert isinstance(key, _Rsa | _Ecdsa)
    return key.key.private_bytes(*_PKCS8)


def _opened(stored: StoredKey, secret: bytes) -> SigningKey:
    if stored.algorithm is Algorithm.SM2:
        return _Sm2(Sm2PrivateKey(secret, Sm2PublicKey.from_spki(stored.public_key)))
    key = serialization.load_der_private_key(secret, None)
    if isinstance(key, rsa.RSAPrivateKey):
        return _Rsa(key)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return _Ecdsa(key)
