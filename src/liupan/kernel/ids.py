"""Identifiers: UUID version 7 (RFC 9562), ordered by time within one process."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new UUIDv7, strictly greater than the one before it in this process.

    48 bits of Unix milliseconds, 12 bits of sub-millisecond fraction, 62 random bits.
    Real time, not the city's clock: an id must never repeat when the clock is moved.
    """
    global _last
    with _lock:
        stamp = time.time_ns() * 4096 // 1_000_000
        _last = stamp = max(stamp, _last + 1)
    random = int.from_bytes(os.urandom(8), "big") & (2**62 - 1)
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random
    return UUID(int=value)
