"""How a calling system proves itself: what it signs, how the proof is written, until when it holds.

The text that is signed has eleven lines, joined by line feeds (docs/reference/exchange-api.md).
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

VERSION = "LIUPAN-1"
WINDOW = timedelta(seconds=300)
"""By how much the clocks of a caller and of the platform may differ."""
SIGNED = ("x-road-client", "x-road-id", "x-road-issue")
"""Headers whose values are signed as well; an absent one is an empty line."""
BLOCK = 64
MOST = 2_000

PROOF = re.compile(
    r'(LIUPAN-SM2|LIUPAN-HMAC-SM3) key="([A-Za-z0-9._:-]{1,100})", time="([0-9]{1,12})", '
    r'nonce="([A-Za-z0-9_-]{16,64})", signature="([A-Za-z0-9+/]{16,200}={0,2})"'
)


class Scheme(StrEnum):
    """With what a request is proven (认证方式)."""

    SM2 = "LIUPAN-SM2"  # SM2 签名
    HMAC = "LIUPAN-HMAC-SM3"  # HMAC-SM3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came: `path` percent-encoded, `query` as it was sent, names of headers in
    lower case; `fingerprint` of the connection's certificate, where a proxy that is believed
    hands it on; `origin`: the address on the network it came from."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    fingerprint: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the `Authorization` header says."""

    scheme: Scheme
    key_id: str
    time: int
    nonce: str
    signature: bytes


def read_proof(header: str) -> Proof | None:
    """The proof in a header; None when it is none."""
    found = PROOF.fullmatch(header) if len(header) <= MOST else None
    if found is None:
        return None
    scheme, key_id, time, nonce, signature = found.groups()
    try:
        raw = base64.b64decode(signature, validate=True)
    except binascii.Error:
        return None
    return Proof(Scheme(scheme), key_id, int(time), nonce, raw)


def encoded_path(path: str) -> str:
    """A decoded path as it is signed: UTF-8, percent-encoded but for letters, digits, `-._~/`."""
    return quote(path, safe="/-._~")


def signed_text(asked: Asked, proof: Proof, body_digest: str) -> bytes:
    """What the caller has signed. `body_digest`: SM3 of the body, hexadecimal, of an empty one
    too."""
    lines = [
        VERSION, asked.method, asked.path, asked.query, body_digest,
        str(proof.time), proof.nonce, proof.key_id,
        *(asked.headers.get(name, "") for name in SIGNED),
    ]  # fmt: skip
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def is_in_time(proof: Proof, now: datetime) -> bool:
    """Whether the caller's clock and ours are near enough. `now` is real time."""
    return abs(now.timestamp() - proof.time) <= WINDOW.total_seconds()


def hmac_of(secret: bytes, message: bytes, digest: Callable[[bytes], bytes]) -> bytes:
    """HMAC (RFC 2104) with a digest whose blocks have 64 bytes, as SM3's have."""
    key = (digest(secret) if len(secret) > BLOCK else secret).ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C))
    return digest(outer + digest(inner + message))


def is_same(one: bytes, other: bytes) -> bool:
    """Compared in a time that says nothing about where they differ."""
    return hmac.compare_digest(one, other)
