"""SM2 signatures (GB/T 32918.2, GB/T 35276) with any user ID, and SM2 encryption of short secrets
(GB/T 32918.4), by GmSSL (ADR 0080).

Signatures travel as DER: SEQUENCE of r and s. Only the one shortest form is read, so that one
signature has one spelling. What is encrypted travels as GM/T 0009: SEQUENCE of x, y, SM3 and the
text, DER. A public key travels as X.509 SubjectPublicKeyInfo.
"""

from dataclasses import dataclass

import gmssl_pyx
from asn1crypto.core import Integer, Sequence
from django.utils.translation import gettext as _

from liupan.foundation.crypto.primitives import Undecipherable
from liupan.kernel.errors import Refusal

USER_ID = b"1234567812345678"
"""The user ID where nothing else is agreed (GM/T 0009)."""
HALF = 32
LONGEST_SECRET = 255
"""Bytes that are encrypted at once: a key, not a file."""
SPKI_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
"""A SubjectPublicKeyInfo of an uncompressed SM2 point, up to the point."""


class UnusableKey(Refusal):
    """No public key of a kind that is known here, or not a point of its curve."""

    status = 422


class _Signature(Sequence):
    _fields = [("r", Integer), ("s", Integer)]


def raw_to_der(raw: bytes) -> bytes:
    """r and s of 32 bytes each, as DER."""
    r, s = int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big")
    return bytes(_Signature({"r": r, "s": s}).dump())


def der_to_raw(signature: bytes) -> bytes:
    """DER as r and s of 32 bytes each. Raises ValueError unless it is the shortest form."""
    parts = _Signature.load(signature, strict=True)
    try:
        raw = b"".join(parts[name].native.to_bytes(HALF, "big") for name in ("r", "s"))
    except (OverflowError, TypeError) as error:
        raise ValueError("not an SM2 signature") from error
    if raw_to_der(raw) != signature:
        raise ValueError("not the shortest form")
    return raw


@dataclass(frozen=True, slots=True)
class Sm2PublicKey:
    """A point of the curve, x and y of 32 bytes each."""

    point: bytes

    @classmethod
    def from_spki(cls, spki: bytes) -> "Sm2PublicKey":
        """Read a SubjectPublicKeyInfo. Raises `UnusableKey`."""
        point = spki.removeprefix(SPKI_HEAD)
        if len(spki) != len(SPKI_HEAD) + 2 * HALF or len(point) != 2 * HALF:
            raise UnusableKey(_("This is not an SM2 public key."))
        try:
            return cls(gmssl_pyx.normalize_sm2_public_key(point))
        except gmssl_pyx.GmsslInnerError as error:
            raise UnusableKey(_("This is not an SM2 public key.")) from error

    def to_spki(self) -> bytes:
        """The key as SubjectPublicKeyInfo."""
        return SPKI_HEAD + self.point

    def encrypt(self, secret: bytes) -> bytes:
        """A short secret that only the private key opens, as DER (GM/T 0009)."""
        if not 0 < len(secret) <= LONGEST_SECRET:
            raise ValueError("SM2 encrypts 1 to 255 bytes")
        return bytes(gmssl_pyx.sm2_encrypt(self.point, secret))

    def verify(self, message: bytes, signature: bytes, *, user_id: bytes = USER_ID) -> bool:
        """Whether this key signed exactly this message under this user ID."""
        try:
            der_to_raw(signature)
            return bool(gmssl_pyx.sm2_verify(self.point, message, signature, user_id))
        except (ValueError, gmssl_pyx.GmsslInnerError):
            return False


@dataclass(frozen=True, slots=True)
class Sm2PrivateKey:
    """A private key of 32 bytes; it never shows itself."""

    secret: bytes
    public_key: Sm2PublicKey

    @classmethod
    def generate(cls) -> "Sm2PrivateKey":
        """A new pair of keys."""
        point, secret = gmssl_pyx.sm2_key_generate()
        return cls(secret, Sm2PublicKey(point))

    def sign(self, message: bytes, *, user_id: bytes = USER_ID) -> bytes:
        """Signature over the message, as DER."""
        return bytes(gmssl_pyx.sm2_sign(self.secret, self.public_key.point, message, user_id))

    def decrypt(self, sealed: bytes) -> bytes:
        """What was encrypted for the public key. Raises `Undecipherable`."""
        try:
            return bytes(gmssl_pyx.sm2_decrypt(self.secret, sealed))
        except (ValueError, gmssl_pyx.GmsslInnerError) as error:
            raise Undecipherable("SM2 decryption failed") from error

    def __repr__(self) -> str:
        return "Sm2PrivateKey(...)"
