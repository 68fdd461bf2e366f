"""Who is calling: a signature or a certificate, found and proven. An unknown key costs as much as
a wrong signature."""

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.exchange.models import Credential
from liupan.capabilities.exchange.queries import door_refusals as refusals
from liupan.capabilities.exchange.rules.signing import (
    WINDOW,
    Asked,
    Proof,
    Scheme,
    hmac_of,
    is_in_time,
    is_same,
    read_proof,
    signed_text,
)
from liupan.foundation.crypto.facade import Sm2PublicKey, UnusableKey, open_sealed, sm3
from liupan.kernel.statements import asked

KIND = {Scheme.SM2: Credential.Kind.SM2.value, Scheme.HMAC: Credential.Kind.HMAC.value}
NO_SECRET = os.urandom(32)
"""Of this process alone: nobody signs with it."""
NO_KEY = bytes.fromhex(  # the base point of the curve: a key, and nobody's
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
)
FIELDS = (
    "id", "kind", "public_key", "sealed_secret", "expires_at", "revoked_at",
    "system_id", "system__code", "system__closed_at", "system__unit_id", "system__unit__code",
    "system__unit__valid_from", "system__unit__valid_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A system that proved itself. Its unit exists from `unit_from` until before `unit_to`, as was
    read with the proof. `nonce` is empty where the connection proves it."""

    credential_id: UUID
    system_id: UUID
    system_code: str
    unit_id: UUID
    unit_code: str
    unit_from: date | None = None
    unit_to: date | None = None
    nonce: str = ""
    nonce_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    id: UUID
    kind: str
    public_key: Any
    sealed_secret: str
    expires_at: datetime
    revoked_at: datetime | None
    system_id: UUID
    system_code: str
    closed_at: datetime | None
    unit_id: UUID
    unit_code: str
    unit_from: date
    unit_to: date | None

    def is_usable(self, now: datetime) -> bool:
        return self.revoked_at is None and self.closed_at is None and now < self.expires_at


def is_tried(asked: Asked) -> bool:
    """Whether a proof was sent at all; what comes without one is no message of a system."""
    return bool(asked.fingerprint) or read_proof(asked.headers.get("authorization", "")) is not None


def authenticate(asked: Asked, *, now: datetime) -> Caller:
    """The system that calls. `now` is real time. One statement, and one more for the first
    signature by a secret that this process sees.

    The nonce is still to be claimed (`operations.admitting`).
    Raises `NotProven`, `ClockOff`, `CredentialEnded`.
    """
    proof = read_proof(asked.headers.get("authorization", ""))
    if proof is not None:
        return _by_signature(asked, proof, now)
    if not asked.fingerprint:
        raise refusals.not_proven()
    return _known(_held(_by_fingerprint(asked.fingerprint)), now)


def _by_signature(asked: Asked, proof: Proof, now: datetime) -> Caller:
    if not is_in_time(proof, now):
        raise refusals.clock_off(int(now.timestamp()))
    held = _held(_by_key(proof.key_id))
    if held is not None and held.kind != KIND[proof.scheme]:
        held = None
    text = signed_text(asked, proof, sm3(asked.body).hex())
    is_right = _PROVEN[proof.scheme](held, text, proof.signature)
    return _known(held if is_right else None, now, proof)


def _known(held: _Held | None, now: datetime, proof: Proof | None = None) -> Caller:
    if held is None:
        raise refusals.not_proven()
    if not held.is_usable(now):
        raise refusals.credential_ended()
    return Caller(
        credential_id=held.id,
        system_id=held.system_id,
        system_code=held.system_code,
        unit_id=held.unit_id,
        unit_code=held.unit_code,
        unit_from=held.unit_from,
        unit_to=held.unit_to,
        nonce=proof.nonce if proof else "",
        # a call from a clock that is ahead could be sent again for two windows
        nonce_until=now + 2 * WINDOW + timedelta(seconds=1) if proof else None,
    )


def _sm2(held: _Held | None, text: bytes, signature: bytes) -> bool:
    try:
        key = Sm2PublicKey.from_spki(bytes(held.public_key)) if held else Sm2PublicKey(NO_KEY)
    except UnusableKey:
        return False
    return key.verify(text, signature) and held is not None


def _hmac(held: _Held | None, text: bytes, signature: bytes) -> bool:
    secret = _secret(held.system_id, held.sealed_secret) if held else NO_SECRET
    return is_same(hmac_of(secret, text, sm3), signature) and held is not None


_PROVEN = {Scheme.SM2: _sm2, Scheme.HMAC: _hmac}


@lru_cache(maxsize=4_096)
def _secret(system_id: UUID, sealed: str) -> bytes:
    """What was sealed under the system's own key. A secret never changes; whether it still holds
    is read at every call."""
    (opened,) = open_sealed([(system_id, sealed)])
    return (opened or "").encode() or NO_SECRET


def _held(found: list[tuple[Any, ...]]) -> _Held | None:
    return _Held(*found[0]) if found else None


@asked
def _by_key(key_id: str) -> "QuerySet[Credential, tuple[Any, ...]]":
    rows = Credential.objects.filter(key_id=key_id)
    return rows.exclude(kind="certificate").values_list(*FIELDS)


@asked
def _by_fingerprint(fingerprint: str) -> "QuerySet[Credential, tuple[Any, ...]]":
    rows = Credential.objects.filter(fingerprint=fingerprint, kind="certificate")
    return rows.order_by("-made_at").values_list(*FIELDS)[:1]
