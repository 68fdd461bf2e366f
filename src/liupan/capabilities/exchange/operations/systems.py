"""Systems of a unit, and with what they prove who they are."""

import re
import secrets
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange import events
from liupan.capabilities.exchange.models import Credential, System
from liupan.capabilities.exchange.policies import KEEP_SYSTEMS, visible_systems
from liupan.foundation.crypto.facade import (
    NotACertificate,
    Sm2PublicKey,
    UnusableKey,
    read_certificate,
    seal,
)
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.ids import uuid7

CODE = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
ARMOUR = re.compile(rb"-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----")
NAME, REASON, PEM = 100, 500, 8_192
LONGEST = 366
"""Days; a credential is renewed at least once a year."""
SECRET = 32


class CodeTaken(InvalidInput):
    """The unit has a system of this code."""


class AlreadyClosed(Refusal):
    """The system was closed."""


class BadProof(InvalidInput):
    """This is no public key or no certificate that can be used."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new credential; `secret` is shown once and nowhere kept in clear, empty where there is
    none."""

    id: UUID
    key_id: str
    expires_at: datetime
    secret: str = field(default="", repr=False)


@operation
def register_system(
    *, unit_id: UUID, code: str, name: str, contact: str = "", actor: Actor, now: datetime
) -> UUID:
    """Register a system of a unit (系统接入登记); its id. Raises `CodeTaken`, `InvalidInput`."""
    require(actor, KEEP_SYSTEMS, unit_id=unit_id)
    if not CODE.fullmatch(code):
        raise InvalidInput(fields={"code": [_("Small letters, digits and hyphens, up to 64.")]})
    system = System(
        unit_id=unit_id, code=code, name=_name(name), contact=_contact(contact), registered_at=now
    )
    with refused_when_taken(_taken()):
        system.save(force_insert=True)
    record(events.SystemRegistered(**_about(system), name=system.name), actor=actor, now=now)
    return system.id


@operation
def rename_system(
    *, system_id: UUID, name: str, contact: str, version: int, actor: Actor, now: datetime
) -> None:
    """Change name and contact; the code stays. Raises `StaleVersion`, `AlreadyClosed`."""
    system = _open(system_id, actor)
    if system.version != version:
        theirs: dict[str, object] = {"name": system.name, "contact": system.contact}
        raise StaleVersion(_("Somebody changed this system meanwhile."), theirs=theirs)
    said = (_name(name), _contact(contact))
    if said == (system.name, system.contact):
        return nothing_changed()
    system.name, system.contact = said
    system.version += 1
    system.save()
    record(events.SystemChanged(**_about(system), name=system.name), actor=actor, now=now)
    return None


@operation
def close_system(*, system_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Let it call no more; its credentials are revoked (系统注销). Raises `AlreadyClosed`."""
    system = _open(system_id, actor)
    why = _reason(reason)
    system.closed_at = now
    system.version += 1
    system.save()
    system.credentials.filter(revoked_at=None).update(revoked_at=clock.real_now())
    record(events.SystemClosed(**_about(system), reason=why), actor=actor, now=now)


@operation
def add_sm2_key(*, system_id: UUID, pem: str, days: int, actor: Actor, now: datetime) -> Made:
    """A public key whose private half the system signs with. Raises `BadProof`."""
    system = _open(system_id, actor)
    return _made(system, _days(days), actor, now, kind="sm2", public_key=_public_key(pem))


@operation
def add_hmac_secret(*, system_id: UUID, days: int, actor: Actor, now: datetime) -> Made:
    """A shared secret for HMAC-SM3, shown once."""
    system = _open(system_id, actor)
    secret = secrets.token_urlsafe(SECRET)
    (sealed,) = seal(system.id, [secret])
    made = _made(system, _days(days), actor, now, kind="hmac", sealed_secret=sealed)
    return Made(made.id, made.key_id, made.expires_at, secret)


@operation
def add_certificate(*, system_id: UUID, pem: str, actor: Actor, now: datetime) -> Made:
    """The certificate of the connection; it proves as long as it is valid, a year at most.

    Raises `BadProof`, also when another system has it.
    """
    system = _open(system_id, actor)
    try:
        read = read_certificate(_pem(pem))
    except NotACertificate as error:
        raise _bad(_("This is not a certificate.")) from error
    until = min(read.valid_until, clock.real_now() + timedelta(days=LONGEST))
    if until <= clock.real_now():
        raise _bad(_("This certificate is not valid any more."))
    digest = sha256(read.der).hexdigest()
    with refused_when_taken(_bad(_("This certificate is in use already."))):
        return _made(system, until, actor, now, kind="certificate", fingerprint=digest)


@operation
def revoke_credential(*, credential_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Let it prove nothing any more, at once (吊销). Again: nothing changes."""
    found = Credential.objects.filter(id=credential_id).values_list("system_id", flat=True).first()
    system = _locked(found, actor)
    credential = system.credentials.select_for_update().get(id=credential_id)
    if credential.revoked_at:
        return nothing_changed()
    why = _reason(reason)
    credential.revoked_at = clock.real_now()
    credential.save(update_fields=["revoked_at"])
    fact = events.CredentialRevoked(**_about(system), key_id=credential.key_id, reason=why)
    record(fact, actor=actor, now=now)
    return None


def _made(
    system: System, until: datetime, actor: Actor, now: datetime, *, kind: str, **proof: Any
) -> Made:
    credential = Credential.objects.create(
        system=system, kind=kind, key_id=f"{system.code}.{uuid7().hex[-12:]}",
        made_at=clock.real_now(), expires_at=until, **proof,
    )  # fmt: skip
    fact = events.CredentialMade(
        **_about(system), key_id=credential.key_id, kind=kind, expires_on=clock.on(until)
    )
    record(fact, actor=actor, now=now)
    return Made(credential.id, credential.key_id, until)


def _locked(system_id: UUID | None, actor: Actor) -> System:
    rows = System.objects.select_for_update().filter(visible_systems(actor))
    system = rows.filter(id=system_id).first() if system_id else None
    if system is None:
        raise Missing(_("There is no such system."))
    require(actor, KEEP_SYSTEMS, unit_id=system.unit_id)
    return system


def _open(system_id: UUID, actor: Actor) -> System:
    system = _locked(system_id, actor)
    if system.closed_at:
        raise AlreadyClosed(_("This system was closed."))
    return system


def _public_key(pem: str) -> bytes:
    found = ARMOUR.fullmatch(_pem(pem))
    try:
        return Sm2PublicKey.from_spki(b64decode(found[1] if found else b"")).to_spki()
    except (UnusableKey, ValueError) as error:
        raise _bad(_("This is not an SM2 public key in PEM.")) from error


def _pem(text: str) -> bytes:
    if len(text) > PEM:
        raise _bad(_("This is too long for a key or a certificate."))
    return text.strip().encode()


def _days(days: int) -> datetime:
    if not 1 <= days <= LONGEST:
        said = _("From 1 to %(longest)s days.") % {"longest": LONGEST}
        raise InvalidInput(fields={"days": [said]})
    return clock.real_now() + timedelta(days=days)


def _name(text: str) -> str:
    if not text.strip() or len(text) > NAME:
        raise InvalidInput(fields={"name": [_("A name of up to 100 signs.")]})
    return text.strip()


def _contact(text: str) -> str:
    if len(text) > NAME:
        raise InvalidInput(fields={"contact": [_("Up to 100 signs.")]})
    return text.strip()


def _reason(text: str) -> str:
    if not text.strip() or len(text) > REASON:
        raise InvalidInput(fields={"reason": [_("Say why, in up to 500 signs.")]})
    return text.strip()


def _bad(said: str) -> BadProof:
    return BadProof(said, fields={"pem": [said]})


def _taken() -> CodeTaken:
    said = _("The unit has a system of this code.")
    return CodeTaken(said, fields={"code": [said]})


def _about(system: System) -> dict[str, Any]:
    return {
        "thing_id": system.id,
        "concerned": (system.unit_id,),
        "system": system.code,
        "unit_id": system.unit_id,
    }
