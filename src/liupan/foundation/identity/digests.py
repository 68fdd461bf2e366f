"""Keyed digests: find a value again without keeping it (HMAC with SM3, GB/T 32905, RFC 2104)."""

from uuid import UUID

from django.conf import settings

from liupan.foundation.crypto.facade import sm3

BLOCK = 64


def hmac_sm3(key: bytes, text: bytes) -> bytes:
    """HMAC-SM3, 32 bytes."""
    key = (sm3(key) if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    inner = sm3(bytes(b ^ 0x36 for b in key) + text)
    return sm3(bytes(b ^ 0x5C for b in key) + inner)


def keyed(purpose: str, text: str) -> bytes:
    """Digest of `text` that only this installation can compute; each purpose has its own key.

    No rotation of master keys touches it: what was found by a digest is found ever after.
    """
    key = hmac_sm3(settings.LIUPAN_DIGEST_KEY, f"liupan.identity.{purpose}".encode())
    return hmac_sm3(key, text.encode())


def keyed_id(purpose: str, text: str) -> UUID:
    """The digest as an id (UUID version 8), to follow what has no account in the journal."""
    number = int.from_bytes(keyed(purpose, text)[:16], "big")
    return UUID(int=number & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62)
