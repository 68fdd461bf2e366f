"""What happens to a seal that was made: passed on, suspended, used again, revoked, destroyed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import destroy_key
from liupan.foundation.journal.facade import operation
from liupan.foundation.seals.events import (
    SealDestroyed,
    SealPassedOn,
    SealResumed,
    SealRevoked,
    SealSuspended,
)
from liupan.foundation.seals.models import Certificate, Key, Seal
from liupan.foundation.seals.operations.applying import require_keeping_post
from liupan.foundation.seals.operations.certificates import revoke_own
from liupan.foundation.seals.operations.keeping import By, about_seal, locked_seal, move
from liupan.foundation.seals.operations.telling import tell_keepers
from liupan.foundation.seals.policies import APPROVE, KEEP, keeps
from liupan.foundation.seals.rules.states import Act
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said
from liupan.kernel.statements import update


@operation
def pass_on_seal(
    *, seal_id: UUID, keeper_post_id: UUID, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Let another post of the unit keep the seal (移交); nobody uses it until that one takes it.

    Raises `NotNow`, `InvalidInput`.
    """
    seal, by = _seal(seal_id, reason, actor, now)
    require_keeping_post(seal.unit_id, keeper_post_id, by.today)
    before = seal.keeper_post_id
    if before == keeper_post_id:
        raise InvalidInput(fields={"keeper_post_id": [_("This post keeps it already.")]})
    move(seal, Act.PASS_ON)
    seal.keeper_post_id = keeper_post_id
    update(seal, "state", "version", "keeper_post")
    fact = SealPassedOn(
        **about_seal(seal), from_post_id=before, keeper_post_id=keeper_post_id, reason=reason
    )
    by.record(fact)
    words = _("The seal “%(name)s” is passed on to you: take it into custody.")
    tell_keepers(seal, by, words % {"name": seal.name}, reason)
    return seal.id


@operation
def suspend_seal(*, seal_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Stop every use of a seal for now (停用); its keeper may, too. Raises `NotNow`."""
    require_said(reason=reason)
    seal, by = locked_seal(seal_id, actor), By(actor, now)
    require(actor, KEEP if keeps(actor, seal) else APPROVE, unit_id=seal.unit_id)
    _moved(seal, Act.SUSPEND)
    by.record(SealSuspended(**about_seal(seal), reason=reason))
    tell_keepers(seal, by, _("The seal “%(name)s” is suspended.") % {"name": seal.name}, reason)
    return seal.id


@operation
def resume_seal(*, seal_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Let a suspended seal be used again (恢复使用). Raises `NotNow`."""
    seal, by = _seal(seal_id, reason, actor, now)
    _moved(seal, Act.RESUME)
    by.record(SealResumed(**about_seal(seal), reason=reason))
    tell_keepers(seal, by, _("The seal “%(name)s” is in use again.") % {"name": seal.name}, reason)
    return seal.id


@operation
def revoke_seal(*, seal_id: UUID, cause: str, reason: str, actor: Actor, now: datetime) -> UUID:
    """End a seal (注销): lost, replaced, or its unit ended. Its certificate is revoked from `now`
    on, so what it sealed before stays valid; after a misuse nothing it sealed is believed.

    Raises `NotNow`, `InvalidInput`.
    """
    seal, by = _seal(seal_id, reason, actor, now)
    if cause not in Seal.Cause.values:
        raise InvalidInput(fields={"cause": [_("Say why it is revoked.")]})
    move(seal, Act.REVOKE)
    seal.revoked_at, seal.revoked_for = now, cause
    update(seal, "state", "version", "revoked_at", "revoked_for")
    for certificate in _certificates(seal):
        revoke_own(certificate, cause=cause, by=by)
    by.record(SealRevoked(**about_seal(seal), cause=cause, reason=reason, revoked_at=now))
    tell_keepers(seal, by, _("The seal “%(name)s” was revoked.") % {"name": seal.name}, reason)
    return seal.id


@operation
def destroy_seal(*, seal_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Destroy the private key of a revoked seal for ever (销毁); what it sealed can be verified.

    Raises `NotNow`.
    """
    seal, by = _seal(seal_id, reason, actor, now)
    _moved(seal, Act.DESTROY)
    for certificate in _certificates(seal):
        assert certificate.key_id
        destroy_key(certificate.key_id, now=now)
        Key.objects.filter(id=certificate.key_id).update(destroyed_at=now, sealed="")
    by.record(SealDestroyed(**about_seal(seal), reason=reason))
    return seal.id


def _seal(seal_id: UUID, reason: str, actor: Actor, now: datetime) -> tuple[Seal, By]:
    require_said(reason=reason)
    seal = locked_seal(seal_id, actor)
    require(actor, APPROVE, unit_id=seal.unit_id)
    return seal, By(actor, now)


def _certificates(seal: Seal) -> list[Certificate]:
    """Of the seal itself, and of its signatures in PDF where it made any."""
    return [one for one in (seal.certificate, seal.pdf_certificate) if one]


def _moved(seal: Seal, act: Act) -> None:
    move(seal, act)
    update(seal, "state", "version")
