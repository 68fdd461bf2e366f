"""How a call to a machine proves where it comes from: HMAC (RFC 2104) with SM3."""

from liupan.foundation.crypto.facade import sm3

BLOCK = 64


def hmac_sm3(key: bytes, text: bytes) -> bytes:
    """HMAC-SM3, 32 bytes (GB/T 15852.2)."""
    if len(key) > BLOCK:
        key = sm3(key)
    padded = key.ljust(BLOCK, b"\0")
    inner = sm3(bytes(b ^ 0x36 for b in padded) + text)
    return sm3(bytes(b ^ 0x5C for b in padded) + inner)


def signature(secret: str, delivery_id: str, stamp: str, body: bytes) -> str:
    """Hex of HMAC-SM3 over `id.stamp.body`; id and stamp go along as headers."""
    return hmac_sm3(secret.encode(), f"{delivery_id}.{stamp}.".encode() + body).hex()
