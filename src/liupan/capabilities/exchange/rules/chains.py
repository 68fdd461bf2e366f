"""The chain of the message log and what its roots say, byte by byte."""

from collections.abc import Callable, Iterable
from uuid import UUID

Sm3 = Callable[[bytes], bytes]


def chained(previous: bytes, digests: Iterable[bytes], sm3: Sm3) -> bytes:
    """The chain's hash after these messages: `SM3(previous + digest)`, one after the other."""
    for digest in digests:
        previous = sm3(previous + digest)
    return previous


def root_text(
    *, number: int, first: int, last: int, previous: bytes, head: bytes, at_us: int, key_id: UUID
) -> bytes:
    """What is signed of a root (链根). Its previous hash binds it to this installation's chain."""
    parts = (number, first, last, previous.hex(), head.hex(), at_us, key_id)
    return ("liupan.exchange.root.1\n" + "\n".join(map(str, parts))).encode()
