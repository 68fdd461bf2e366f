"""Whether a key signed."""

from liupan.foundation.crypto.facade import (
    SIGNATURE_OIDS,
    Algorithm,
    UnusableKey,
    verify_signature,
)


def signed(spki: bytes, message: bytes, signature: bytes) -> bool:
    """Whether SM2 signed the message; by the fast library, where a script has its own."""
    oid = SIGNATURE_OIDS[Algorithm.SM2]
    try:
        return verify_signature(public_key=spki, oid=oid, message=message, signature=signature)
    except (UnusableKey, ValueError):
        return False
