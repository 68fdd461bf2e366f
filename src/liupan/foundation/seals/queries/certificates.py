"""Certificates in lists and on their page; whom we believe, for those who verify."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.foundation.crypto.facade import read_certificate, read_revocation_list
from liupan.foundation.design.facade import FilterSet, QueryRows
from liupan.foundation.seals.formats.verdicts import Trust
from liupan.foundation.seals.models import Certificate, RevocationList, Seal
from liupan.foundation.seals.policies import MANAGE_CERTIFICATES
from liupan.foundation.seals.rules.expiry import LONGEST, step_reached
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing

ROLES = tuple(Certificate.Role.choices)
RENEWED_BEFORE = timedelta(days=2)
"""So long before a list of ours runs out, the next one is issued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """A certificate in a list. `state`: good, soon, expired, early or revoked."""

    id: UUID
    subject: str
    issuer: str
    serial: str
    role: str
    role_label: str
    algorithm: str
    valid_from: datetime
    valid_to: datetime
    is_ours: bool
    is_trusted: bool
    state: str

    @property
    def name(self) -> str:
        """The common name of whom it is for."""
        return self.subject.split(", ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate on its page."""

    line: CertificateLine
    sm3: str
    der: bytes
    entered_at: datetime
    revoked_at: datetime | None
    revoked_for: str
    issued_by_id: UUID | None
    issued_by: str
    list_issued_at: datetime | None
    list_next_at: datetime | None
    may_be_trusted: bool


class CertificateFilters(FilterSet):
    """What can be chosen of certificates."""

    q = CharFilter(label=gettext_lazy("Name or serial number"), method="by_words")
    role = MultipleChoiceFilter(label=gettext_lazy("Kind"), choices=ROLES, distinct=False)
    trusted = BooleanFilter(label=gettext_lazy("Trusted"), field_name="is_trusted")
    revoked = BooleanFilter(
        label=gettext_lazy("Revoked"), field_name="revoked_at", lookup_expr="isnull", exclude=True
    )
    soon = BooleanFilter(label=gettext_lazy("Expires within 90 days"), method="by_end")

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Certificate], _n: str, value: str) -> QuerySet[Certificate]:
        for word in value.replace("\0", "").split():
            rows = rows.filter(Q(subject__icontains=word) | Q(serial__icontains=word))
        return rows

    def by_end(self, rows: QuerySet[Certificate], _n: str, value: bool) -> QuerySet[Certificate]:
        now = clock.now()
        return rows.filter(valid_to__range=(now, now + LONGEST)) if value else rows


def list_certificates(actor: Actor) -> QueryRows[CertificateLine]:
    """All certificates: q, role, trusted, revoked, soon. Raises `NotAuthorised`."""
    require(actor, MANAGE_CERTIFICATES)
    return QueryRows(Certificate.objects.defer("der"), CertificateFilters, _line)


def get_certificate(actor: Actor, certificate_id: UUID) -> CertificateView:
    """A certificate as its page shows it. Raises `Missing`, `NotAuthorised`."""
    require(actor, MANAGE_CERTIFICATES)
    row = Certificate.objects.filter(id=certificate_id).select_related("issued_by").first()
    if row is None:
        raise Missing(_("There is no such certificate."))
    newest = row.lists.order_by("-issued_at").defer("der").first()
    return CertificateView(
        line=_line(row),
        sm3=row.sm3,
        der=bytes(row.der),
        entered_at=row.entered_at,
        revoked_at=row.revoked_at,
        revoked_for=row.revoked_for,
        issued_by_id=row.issued_by_id,
        issued_by=row.issued_by.subject if row.issued_by else "",
        list_issued_at=newest.issued_at if newest else None,
        list_next_at=newest.next_at if newest else None,
        may_be_trusted=row.role == Certificate.Role.AUTHORITY and row.revoked_at is None,
    )


def has_authority() -> bool:
    """Whether the city has its own authority."""
    return Certificate.objects.filter(role=Certificate.Role.AUTHORITY, key__isnull=False).exists()


def newest_list(authority_id: UUID) -> bytes:
    """The newest revocation list of an authority of ours, for everybody. Raises `Missing`."""
    rows = RevocationList.objects.filter(authority_id=authority_id, is_ours=True)
    found = rows.order_by("-issued_at").values_list("der", flat=True).first()
    if found is None:
        raise Missing(_("There is no such list."))
    return bytes(found)


def trust(now: datetime) -> Trust:
    """Whom we believe, to verify what others and we ourselves signed. Three queries."""
    authorities = Certificate.objects.filter(role=Certificate.Role.AUTHORITY)
    newest = RevocationList.objects.filter(authority=OuterRef("authority")).order_by("-issued_at")
    lists = RevocationList.objects.filter(id=Subquery(newest.values("id")[:1]))
    return Trust(
        roots=tuple(map(read_certificate, _bytes(authorities.filter(is_trusted=True)))),
        others=tuple(map(read_certificate, _bytes(authorities.filter(is_trusted=False)))),
        lists=tuple(map(read_revocation_list, _bytes(lists))),
        now=now,
    )


def seal_revoked_at(es_id: str) -> datetime | None:
    """Since when a seal of ours is revoked; None while it is not, or is not ours."""
    return Seal.objects.filter(es_id=es_id).values_list("revoked_at", flat=True).first()


def due_for_warning(now: datetime) -> list[UUID]:
    """Certificates of which somebody may have to be told that they expire."""
    rows = Certificate.objects.filter(revoked_at=None, valid_to__lte=now + LONGEST)
    unwarned = Q(warned_days=None) | Q(warned_days__gt=0)
    found = rows.filter(unwarned).only("id", "valid_to", "warned_days")
    return [row.id for row in found if _is_due(row, now)]


def lists_to_renew(now: datetime) -> list[UUID]:
    """Authorities of ours whose newest list runs out within days."""
    newest = RevocationList.objects.filter(authority=OuterRef("id")).order_by("-issued_at")
    rows = Certificate.objects.filter(key__isnull=False, role=Certificate.Role.AUTHORITY)
    ending = rows.filter(revoked_at=None, valid_to__gt=now).annotate(
        ends_at=Subquery(newest.values("next_at")[:1])
    )
    soon = now + RENEWED_BEFORE
    return list(ending.filter(ends_at__lte=soon).values_list("id", flat=True))


def _is_due(row: Certificate, now: datetime) -> bool:
    step = step_reached(row.valid_to, now)
    return step is not None and (row.warned_days is None or row.warned_days > step)


def _bytes(rows: QuerySet[Certificate] | QuerySet[RevocationList]) -> tuple[bytes, ...]:
    return tuple(bytes(der) for der in rows.order_by("id").values_list("der", flat=True))


def _line(row: Certificate) -> CertificateLine:
    return CertificateLine(
        id=row.id,
        subject=row.subject,
        issuer=row.issuer,
        serial=row.serial,
        role=row.role,
        role_label=str(row.get_role_display()),
        algorithm=row.algorithm.upper(),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_ours=row.key_id is not None,
        is_trusted=row.is_trusted,
        state=_state(row),
    )


def _state(row: Certificate) -> str:
    now = clock.now()
    if row.revoked_at:
        return "revoked"
    if now > row.valid_to:
        return "expired"
    if now < row.valid_from:
        return "early"
    return "soon" if row.valid_to - now <= LONGEST else "good"
