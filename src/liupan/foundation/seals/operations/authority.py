"""The city's own authority for certificates (数字证书认证): a root, one below it that issues, and
the maker of seals, all SM2; the root's key is used at founding only. Beside them one with an ECDSA
key for signatures in PDF, which know no SM2. All keys lie sealed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import (
    Algorithm,
    SigningKey,
    StoredKey,
    Subject,
    issue_certificate,
    issue_revocation_list,
    make_signing_key,
    open_signing_key,
    read_certificate,
)
from liupan.foundation.crypto.facade import Certificate as Read
from liupan.foundation.journal.facade import operation
from liupan.foundation.seals.events import CertificateIssued, ListTaken
from liupan.foundation.seals.models import Certificate, Key, RevocationList, Seal
from liupan.foundation.seals.operations.keeping import By, about_certificate
from liupan.foundation.seals.policies import MANAGE_CERTIFICATES
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Refusal
from liupan.kernel.statements import insert

YEAR = timedelta(days=365)
ROOT_LIVES, ISSUER_LIVES, MAKER_LIVES, SEAL_LIVES = 20 * YEAR, 15 * YEAR, 10 * YEAR, 5 * YEAR
LIST_LIVES = timedelta(days=7)
"""So long a revocation list is current; the worker issues the next one in time."""

REASONS = {
    "lost": "cessation_of_operation",
    "replaced": "superseded",
    "ended": "affiliation_changed",
    "misused": "key_compromise",
}
"""Causes as X.509 writes them. Only after a misuse is nothing believed that was sealed before."""


class AlreadyFounded(Refusal):
    """There is an authority already."""


class NoAuthority(Refusal):
    """No authority was founded, so no seal can be made."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate of ours with its key, ready to sign."""

    row: Certificate
    read: Read
    key: SigningKey


@operation
def found_authority(*, name: str, actor: Actor, now: datetime) -> UUID:
    """Make root, issuing authority and maker of seals; the id of the issuing authority.

    Raises `AlreadyFounded`.
    """
    require(actor, MANAGE_CERTIFICATES)
    if _ours(Certificate.Role.AUTHORITY).exists():
        raise AlreadyFounded(_("The city has its own authority already."))
    by = By(actor, now)
    root = _make(None, Subject(_("Root authority of %(name)s") % {"name": name}, name),
                 Certificate.Role.AUTHORITY, ROOT_LIVES, by)  # fmt: skip
    issuer = _make(root, Subject(_("Seal authority of %(name)s") % {"name": name}, name),
                   Certificate.Role.AUTHORITY, ISSUER_LIVES, by)  # fmt: skip
    _make(issuer, Subject(_("Maker of seals of %(name)s") % {"name": name}, name),
          Certificate.Role.MAKER, MAKER_LIVES, by)  # fmt: skip
    for authority in (root, issuer):
        issue_list(authority, by)
    _found_for_pdf(issuer, by)
    return issuer.row.id


def find_issuer() -> Signer:
    """The authority that issues certificates for seals. Raises `NoAuthority`."""
    return _signer(_ours(Certificate.Role.AUTHORITY).filter(issued_by__isnull=False).first())


def find_pdf_issuer(by: By) -> Signer:
    """The authority that vouches for keys that sign PDF; made now where the city's authority is
    older than such signatures. Raises `NoAuthority`.
    """
    rows = _ours(Certificate.Role.AUTHORITY).filter(algorithm=Algorithm.ECDSA)
    if found := rows.first():
        return _signer(found)
    issuer = find_issuer()
    Certificate.objects.select_for_update().get(id=issuer.row.id)  # one of two makes it
    if found := rows.all().first():
        return _signer(found)
    return _found_for_pdf(issuer, by)


def find_maker() -> Signer:
    """Who signs what is made. Raises `NoAuthority`."""
    return _signer(_ours(Certificate.Role.MAKER).first())


def signer_of(row: Certificate) -> Signer:
    """The certificate with its key. Raises `KeyDestroyed`."""
    return _signer(row)


def issue_for_seal(issuer: Signer, *, name: str, unit: str, by: By) -> Signer:
    """A new key and its certificate, for one seal."""
    return _make(issuer, Subject(name, unit), Certificate.Role.SEAL, SEAL_LIVES, by)


def issue_for_pdf(seal: Seal, *, unit: str, by: By) -> Signer:
    """A new ECDSA key and its certificate for a seal's signatures in PDF; it ends with the seal's
    own. Raises `NoAuthority`.
    """
    issuer, name = find_pdf_issuer(by), f"{seal.name}{seal.line}"
    assert seal.valid_to
    return _make(issuer, Subject(name, unit), Certificate.Role.SEAL, seal.valid_to - by.now, by,
                 algorithm=Algorithm.ECDSA)  # fmt: skip


def issue_list(authority: Signer, by: By) -> RevocationList:
    """The authority's next list of revoked certificates."""
    number = authority.row.lists.count() + 1
    revoked = authority.row.issued.filter(revoked_at__isnull=False)
    reasons = {
        int(row.serial, 16): (row.revoked_at, REASONS.get(row.revoked_for, "unspecified"))
        for row in revoked
        if row.revoked_at
    }
    made = issue_revocation_list(
        issuer=authority.read,
        key=authority.key,
        revoked=reasons,
        number=number,
        issued_at=by.now,
        next_at=by.now + LIST_LIVES,
    )
    kept = insert(
        RevocationList(
            authority=authority.row,
            number=number,
            der=made.der,
            issued_at=made.issued_at,
            next_at=made.next_at,
            taken_at=by.now,
            is_ours=True,
        )
    )
    fact = ListTaken(
        **about_certificate(authority.row),
        number=number,
        revoked=len(reasons),
        issued_at=made.issued_at,
    )
    by.record(fact)
    return kept


def describe(read: Read, *, role: str, algorithm: str, by: By) -> Certificate:
    """A row, unsaved, for a certificate that was read."""
    return Certificate(
        role=role,
        subject=read.subject,
        issuer=read.issuer,
        serial=f"{read.serial:x}",
        algorithm=algorithm,
        der=read.der,
        sm3=read.fingerprint,
        valid_from=read.valid_from,
        valid_to=read.valid_until,
        entered_at=by.now,
    )


def _ours(role: str) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(role=role, key__isnull=False, revoked_at=None)
    return rows.select_related("key").order_by("-entered_at", "-id")


def _signer(row: Certificate | None) -> Signer:
    if row is None or row.key is None:
        raise NoAuthority(
            _("The city has no authority for certificates yet."),
            next_step=_(
                "The security and secrecy administrator founds it on the certificates page."
            ),
        )
    stored = StoredKey(
        row.key.id, Algorithm(row.key.algorithm), bytes(row.key.public_key), row.key.sealed
    )
    return Signer(row, read_certificate(bytes(row.der)), open_signing_key(stored))


def _found_for_pdf(issuer: Signer, by: By) -> Signer:
    subject = Subject(_("%(name)s (PDF)") % {"name": issuer.read.common_name})
    made = _make(None, subject, Certificate.Role.AUTHORITY, ISSUER_LIVES, by,
                 algorithm=Algorithm.ECDSA)  # fmt: skip
    issue_list(made, by)
    return made


def _make(
    issuer: Signer | None,
    subject: Subject,
    role: Certificate.Role,
    lives: timedelta,
    by: By,
    *,
    algorithm: Algorithm = Algorithm.SM2,
) -> Signer:
    stored = make_signing_key(algorithm)
    key = open_signing_key(stored)
    is_authority = role == Certificate.Role.AUTHORITY
    until = by.now + lives
    read = issue_certificate(
        subject=subject,
        public_key=stored.public_key,
        key=issuer.key if issuer else key,
        issuer=issuer.read if issuer else None,
        valid_from=by.now,
        valid_until=min(until, issuer.read.valid_until) if issuer else until,
        is_authority=is_authority,
        path_length=None if issuer is None else 0 if is_authority else None,
    )
    row = describe(read, role=role, algorithm=stored.algorithm, by=by)
    row.key = insert(
        Key(
            id=stored.id,
            algorithm=stored.algorithm,
            public_key=stored.public_key,
            sealed=stored.sealed,
            made_at=by.now,
        )
    )
    row.issued_by = issuer.row if issuer else None
    row.is_trusted = issuer is None
    insert(row)
    by.record(CertificateIssued(**about_certificate(row), role=role, valid_to=row.valid_to))
    return Signer(row, read, key)
