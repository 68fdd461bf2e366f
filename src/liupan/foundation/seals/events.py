"""Facts of `seals`. `thing_id` is the seal, the request, or the certificate."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutSeal(Fact):
    """What every fact says of its seal, as it stands after the act."""

    name: str
    es_id: str
    unit_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class SealApplied(
    AboutSeal, code="seals.seal.applied", label=pgettext_lazy("act", "seal applied for")
):
    """A unit asked for a seal (申请制发)."""

    kind: str
    width_mm: int
    height_mm: int
    keeper_post_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class SealApproved(
    AboutSeal, code="seals.seal.approved", label=pgettext_lazy("act", "seal approved")
):
    """Another person approved it (核准)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class SealRefused(AboutSeal, code="seals.seal.refused", label=pgettext_lazy("act", "seal refused")):
    """It will not be made (不予核准)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class SealMade(AboutSeal, code="seals.seal.made", label=pgettext_lazy("act", "seal made")):
    """The seal was made and signed by the maker (制作); `sm3` is the digest of its data."""

    certificate_id: UUID
    keeper_post_id: UUID
    valid_from: datetime
    valid_to: datetime
    sm3: str


@dataclass(frozen=True, kw_only=True)
class SealTaken(
    AboutSeal, code="seals.seal.taken", label=pgettext_lazy("act", "seal taken into custody")
):
    """Its keeper took it (领用)."""

    keeper_post_id: UUID


@dataclass(frozen=True, kw_only=True)
class SealPassedOn(
    AboutSeal, code="seals.seal.passed_on", label=pgettext_lazy("act", "seal passed on")
):
    """Another post keeps it (移交); it is used again when that keeper has taken it."""

    from_post_id: UUID
    keeper_post_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class SealSuspended(
    AboutSeal, code="seals.seal.suspended", label=pgettext_lazy("act", "seal suspended")
):
    """Nobody may use it for now (停用)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SealResumed(
    AboutSeal, code="seals.seal.resumed", label=pgettext_lazy("act", "seal in use again")
):
    """It may be used again (恢复使用)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SealRevoked(AboutSeal, code="seals.seal.revoked", label=pgettext_lazy("act", "seal revoked")):
    """It is used no more (注销). What it sealed before `revoked_at` stays valid."""

    cause: str
    reason: str
    revoked_at: datetime


@dataclass(frozen=True, kw_only=True)
class SealDestroyed(
    AboutSeal, code="seals.seal.destroyed", label=pgettext_lazy("act", "seal destroyed")
):
    """Its private key was destroyed for ever (销毁)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AboutUse(Fact):
    """What every fact says of a request, as it stands after the act."""

    number: str
    seal_id: UUID
    seal: str
    unit_id: UUID
    document: str
    sm3: str
    copies: int
    state: str


@dataclass(frozen=True, kw_only=True)
class UseRequested(
    AboutUse, code="seals.use.requested", label=pgettext_lazy("act", "use of a seal asked for")
):
    """Somebody asked to have a document sealed (申请用印)."""

    purpose: str


@dataclass(frozen=True, kw_only=True)
class UseApproved(
    AboutUse, code="seals.use.approved", label=pgettext_lazy("act", "use of a seal approved")
):
    """Somebody else approved it (审批用印); `of_id`: the thing whose own procedure approved it."""

    approved_by: UUID
    opinion: str
    of_type: str = ""
    of_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class UseRefused(
    AboutUse, code="seals.use.refused", label=pgettext_lazy("act", "use of a seal refused")
):
    """It was refused (不同意用印)."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class UseWithdrawn(
    AboutUse, code="seals.use.withdrawn", label=pgettext_lazy("act", "request withdrawn")
):
    """Whoever asked took it back (撤回)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SealUsed(AboutUse, code="seals.use.used", label=pgettext_lazy("act", "seal used")):
    """The document was sealed, once (用印); `sealed_sm3` is the digest of what came of it."""

    sealed_sm3: str
    es_id: str


@dataclass(frozen=True, kw_only=True)
class CopySealed(AboutUse, code="seals.use.copied", label=pgettext_lazy("act", "PDF copy sealed")):
    """The PDF copy of the sealed document was sealed too, under the same approval."""

    copy_sm3: str
    sealed_copy_sm3: str
    certificate_id: UUID


@dataclass(frozen=True, kw_only=True)
class AboutCertificate(Fact):
    """What every fact says of its certificate."""

    subject: str
    serial: str
    issuer: str


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(
    AboutCertificate,
    code="seals.certificate.issued",
    label=pgettext_lazy("act", "certificate issued"),
):
    """Our own authority issued it (签发)."""

    role: str
    valid_to: datetime


@dataclass(frozen=True, kw_only=True)
class CertificateImported(
    AboutCertificate,
    code="seals.certificate.imported",
    label=pgettext_lazy("act", "certificate taken in"),
):
    """One of outside was taken in (导入)."""

    algorithm: str
    is_trusted: bool
    valid_to: datetime


@dataclass(frozen=True, kw_only=True)
class TrustChanged(
    AboutCertificate,
    code="seals.certificate.trust_changed",
    label=pgettext_lazy("act", "trust changed"),
):
    """What this authority vouches for is believed from now on, or not any more (信任)."""

    is_trusted: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(
    AboutCertificate,
    code="seals.certificate.revoked",
    label=pgettext_lazy("act", "certificate revoked"),
):
    """It is good for nothing signed from `revoked_at` on (吊销)."""

    revoked_at: datetime
    cause: str


@dataclass(frozen=True, kw_only=True)
class CertificateExpiring(
    AboutCertificate,
    code="seals.certificate.expiring",
    label=pgettext_lazy("act", "certificate about to expire"),
):
    """Those who look after it were told that it expires (到期提醒)."""

    days: int
    valid_on: date


@dataclass(frozen=True, kw_only=True)
class ListTaken(
    AboutCertificate,
    code="seals.certificate.list_taken",
    label=pgettext_lazy("act", "revocation list taken in"),
):
    """A list of revoked certificates was issued or taken in (吊销列表)."""

    number: int
    revoked: int
    issued_at: datetime
