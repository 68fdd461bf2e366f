"""Certificates of outside, whom we believe, what is revoked, and what expires."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.access.facade import list_holders
from liupan.foundation.crypto.facade import Certificate as Read
from liupan.foundation.crypto.facade import RevocationList as ReadList
from liupan.foundation.crypto.facade import (
    kind_of_key,
    read_certificate,
    read_revocation_list,
)
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.messaging.facade import notify
from liupan.foundation.seals.events import (
    CertificateExpiring,
    CertificateImported,
    CertificateRevoked,
    ListTaken,
    TrustChanged,
)
from liupan.foundation.seals.models import Certificate, RevocationList
from liupan.foundation.seals.operations.authority import describe, issue_list, signer_of
from liupan.foundation.seals.operations.keeping import (
    By,
    NotNow,
    about_certificate,
    locked_certificate,
)
from liupan.foundation.seals.operations.telling import EXPIRING
from liupan.foundation.seals.policies import MANAGE_CERTIFICATES, TEND
from liupan.foundation.seals.rules.expiry import step_reached
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.statements import insert, update
from liupan.kernel.work import place


class AlreadyKnown(Refusal):
    """The certificate, or the list, was taken in before."""


class NotVouchedFor(Refusal):
    """No authority that is known here signed it."""


@operation
def import_certificate(*, data: bytes, is_trusted: bool, actor: Actor, now: datetime) -> UUID:
    """Take in a certificate of outside (PEM or DER; SM2, RSA, ECDSA); its id.

    Args:
        is_trusted: an authority's own word is believed from now on; others cannot be trusted.

    Raises `NotACertificate`, `AlreadyKnown`, `InvalidInput`.
    """
    require(actor, MANAGE_CERTIFICATES)
    read, by = read_certificate(data), By(actor, now)
    algorithm = kind_of_key(read.public_key)
    if algorithm is None:
        raise InvalidInput(_("This kind of key is not known here."), fields={"file": [
            _("Certificates with SM2, RSA and ECDSA keys are taken.")]})  # fmt: skip
    role = Certificate.Role.AUTHORITY if read.is_authority else Certificate.Role.OTHER
    if is_trusted and not read.is_authority:
        raise InvalidInput(
            _("Only an authority can be trusted; this certificate may issue none."),
            fields={"is_trusted": [_("Take it in without trust.")]},
        )
    row = describe(read, role=role, algorithm=algorithm, by=by)
    row.is_trusted, row.issued_by = is_trusted, _issuer_of(read)
    with refused_when_taken(AlreadyKnown(_("This certificate was taken in already."))):
        insert(row)
    fact = CertificateImported(
        **about_certificate(row), algorithm=algorithm, is_trusted=is_trusted, valid_to=row.valid_to
    )
    by.record(fact)
    _revoke_by_lists(row)
    return row.id


@operation
def set_trust(
    *, certificate_id: UUID, is_trusted: bool, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Believe an authority from now on, or not any more (信任). Raises `InvalidInput`, `NotNow`."""
    require(actor, MANAGE_CERTIFICATES)
    require_said(reason=reason)
    row = locked_certificate(certificate_id)
    if row.role != Certificate.Role.AUTHORITY or row.revoked_at:
        raise NotNow(_("Only an authority that is not revoked can be trusted."))
    if row.is_trusted == is_trusted:
        nothing_changed()
        return row.id
    row.is_trusted = is_trusted
    update(row, "is_trusted")
    fact = TrustChanged(**about_certificate(row), is_trusted=is_trusted, reason=reason)
    By(actor, now).record(fact)
    return row.id


@operation
def take_list(*, data: bytes, actor: Actor, now: datetime) -> UUID:
    """Take in an outside authority's list of revoked certificates (PEM or DER); its id.

    Raises `NotARevocationList`, `NotVouchedFor`, `AlreadyKnown`.
    """
    require(actor, MANAGE_CERTIFICATES)
    read, by = read_revocation_list(data), By(actor, now)
    authority = _authority_of(read)
    newest = authority.lists.order_by("-issued_at").first()
    if newest and newest.issued_at >= read.issued_at:
        raise AlreadyKnown(_("This list, or a newer one, was taken in already."))
    kept = insert(
        RevocationList(
            authority=authority,
            number=authority.lists.count() + 1,
            der=read.der,
            issued_at=read.issued_at,
            next_at=read.next_at,
            taken_at=now,
            is_ours=False,
        )
    )
    for row in authority.issued.filter(revoked_at=None):
        _revoke_as_said(row, read)
    fact = ListTaken(**about_certificate(authority), number=kept.number,
                     revoked=len(read.revoked), issued_at=read.issued_at)  # fmt: skip
    by.record(fact)
    return kept.id


@operation
def renew_list(*, authority_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Issue our own authority's next list before the last one runs out, unattended."""
    require(actor, TEND)
    return issue_list(signer_of(locked_certificate(authority_id)), By(actor, now)).id


@operation
def warn_of_certificate(*, certificate_id: UUID, actor: Actor, now: datetime) -> bool:
    """Tell the security administrators that a certificate expires; each step once. Unattended."""
    require(actor, TEND)
    row, by = locked_certificate(certificate_id), By(actor, now)
    step = step_reached(row.valid_to, now)
    if step is None or row.revoked_at or (row.warned_days or step + 1) <= step:
        nothing_changed()
        return False
    row.warned_days = step
    update(row, "warned_days")
    day = clock.on(row.valid_to)
    notify(
        list_holders(MANAGE_CERTIFICATES, by.today),
        title=_("A certificate expires on %(day)s: %(name)s")
        % {"day": day.isoformat(), "name": row.subject},
        kind=EXPIRING.code,
        now=now,
        url=place("seals:certificate", row.id),
        group=str(row.id),
    )
    by.record(CertificateExpiring(**about_certificate(row), days=step, valid_on=day))
    return True


def revoke_own(row: Certificate, *, cause: str, by: By) -> None:
    """A certificate that we issued is good for nothing signed from now on; the list says so."""
    row.revoked_at, row.revoked_for = by.now, cause
    update(row, "revoked_at", "revoked_for")
    by.record(CertificateRevoked(**about_certificate(row), revoked_at=by.now, cause=cause))
    if row.issued_by_id:
        authority = Certificate.objects.select_for_update(of=("self",)).select_related("key")
        issue_list(signer_of(authority.get(id=row.issued_by_id)), by)


def _issuer_of(read: Read) -> Certificate | None:
    for row in Certificate.objects.filter(role=Certificate.Role.AUTHORITY, subject=read.issuer):
        if read.is_signed_by(read_certificate(bytes(row.der))):
            return row
    return None


def _authority_of(read: ReadList) -> Certificate:
    for row in Certificate.objects.select_for_update().filter(
        role=Certificate.Role.AUTHORITY, key=None, subject=read.issuer
    ):
        authority = read_certificate(bytes(row.der))
        if authority.may_revoke and read.is_signed_by(authority):
            return row
    raise NotVouchedFor(
        _("No authority that is known here signed this list: %(name)s.") % {"name": read.issuer},
        next_step=_("Take in the authority's certificate first."),
    )


def _revoke_by_lists(row: Certificate) -> None:
    """What an earlier list says of a certificate that was taken in later."""
    if row.issued_by is None:
        return
    newest = row.issued_by.lists.order_by("-issued_at").first()
    if newest is not None:
        _revoke_as_said(row, read_revocation_list(bytes(newest.der)))


def _revoke_as_said(row: Certificate, said: ReadList) -> None:
    if found := said.revoked.get(int(row.serial, 16)):
        row.revoked_at, row.revoked_for = found
        row.is_trusted = False
        update(row, "revoked_at", "revoked_for", "is_trusted")
