"""Certificates, seals, and every use of a seal. Rows are closed, never removed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.seals.rules import states
from liupan.kernel.ids import uuid7


class Key(models.Model):
    """A signing key of ours, its private half sealed by `crypto`; destroyed ones keep their row."""

    id = models.UUIDField(primary_key=True, editable=False)
    algorithm = models.TextField()
    public_key = models.BinaryField(help_text="SubjectPublicKeyInfo")
    sealed = models.TextField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)


class Certificate(models.Model):
    """A certificate (数字证书): our authority's and what it issued, and those of outside."""

    class Role(models.TextChoices):
        """What it is for."""

        AUTHORITY = "authority", _("authority")
        MAKER = "maker", _("maker of seals")
        SEAL = "seal", pgettext_lazy("certificate", "seal")
        OTHER = "other", _("somebody of outside")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.TextField(choices=Role.choices)
    subject = models.TextField()
    issuer = models.TextField()
    serial = models.TextField(help_text="hexadecimal")
    algorithm = models.TextField(help_text="of its key: sm2, rsa, ecdsa")
    der = models.BinaryField()
    sm3 = models.TextField(unique=True, help_text="of the whole certificate, hexadecimal")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    key = models.OneToOneField(Key, models.PROTECT, null=True, related_name="certificate")
    issued_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="issued")
    is_trusted = models.BooleanField(default=False, help_text="an authority that is believed")
    entered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.TextField(blank=True, default="")
    warned_days = models.PositiveIntegerField(
        null=True, help_text="the last step of the warning before it expires"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["valid_to"], name="certificate_expires"),
            models.Index(fields=["issuer", "serial"], name="certificate_of_issuer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_trusted=False) | Q(role="authority"),
                name="certificate_trust_is_for_authorities",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class RevocationList(models.Model):
    """A list of revoked certificates (吊销列表), ours or one of outside; the newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authority = models.ForeignKey(Certificate, models.PROTECT, related_name="lists")
    number = models.PositiveBigIntegerField()
    der = models.BinaryField()
    issued_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()
    is_ours = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "number"], name="list_once"),
        ]


class Seal(models.Model):
    """An electronic seal of a unit (电子印章), from the application to its end."""

    class Kind(models.TextChoices):
        """What the seal is."""

        STATUTORY = "statutory", _("statutory seal")
        SPECIAL = "special", _("special seal")
        SIGNATURE = "signature", _("leader's signature seal")

    class State(models.TextChoices):
        """Where it stands; the words of `rules.states.State`."""

        APPLIED = states.State.APPLIED.value, pgettext_lazy("seal", "applied for")
        REFUSED = states.State.REFUSED.value, pgettext_lazy("seal", "refused")
        APPROVED = states.State.APPROVED.value, pgettext_lazy("seal", "to be made")
        MADE = states.State.MADE.value, pgettext_lazy("seal", "to be taken")
        IN_USE = states.State.IN_USE.value, pgettext_lazy("seal", "in use")
        SUSPENDED = states.State.SUSPENDED.value, pgettext_lazy("seal", "suspended")
        REVOKED = states.State.REVOKED.value, pgettext_lazy("seal", "revoked")
        DESTROYED = states.State.DESTROYED.value, pgettext_lazy("seal", "destroyed")

    class Cause(models.TextChoices):
        """Why a seal is revoked."""

        LOST = "lost", _("lost or out of control")
        REPLACED = "replaced", _("replaced by another")
        ENDED = "ended", _("the unit or the person left")
        MISUSED = "misused", _("used by somebody who must not")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    es_id = models.TextField(unique=True, help_text="the seal's code (印章编码)")
    name = models.TextField(help_text="as it stands in the seal")
    line = models.TextField(blank=True, default="", help_text="second line of a special seal")
    kind = models.TextField(choices=Kind.choices)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    width_mm = models.PositiveSmallIntegerField()
    height_mm = models.PositiveSmallIntegerField()
    picture = models.BinaryField(help_text="PNG")
    keeper_post = models.ForeignKey("organisations.Post", models.PROTECT, related_name="+")
    state = models.TextField(choices=State.choices)
    applied_at = models.DateTimeField()
    applied_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(null=True)
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, related_name="seal")
    pdf_certificate = models.OneToOneField(
        Certificate, models.PROTECT, null=True, related_name="pdf_seal",
        help_text="ECDSA, for PDF; issued when the seal seals its first one",
    )  # fmt: skip
    data = models.BinaryField(null=True, help_text="the signed seal (GB/T 38540)")
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.TextField(choices=Cause.choices, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "refused", "approved"])
                | Q(data__isnull=False, certificate__isnull=False, made_at__isnull=False),
                name="seal_made_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["revoked", "destroyed"], revoked_at__isnull=False)
                | (~Q(state__in=["revoked", "destroyed"]) & Q(revoked_at=None)),
                name="seal_revoked_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("applied_by")),
                name="seal_approved_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="seal_of_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> states.State:
        """The state as the rules see it."""
        return states.State(self.state)


class Use(models.Model):
    """A request to have one document sealed, and that it was (用印申请、用印登记)."""

    class State(models.TextChoices):
        """Where it stands; the words of `rules.states.UseState`."""

        REQUESTED = states.UseState.REQUESTED.value, pgettext_lazy("use of a seal", "to be decided")
        APPROVED = states.UseState.APPROVED.value, pgettext_lazy("use of a seal", "to be sealed")
        REFUSED = states.UseState.REFUSED.value, pgettext_lazy("use of a seal", "refused")
        WITHDRAWN = states.UseState.WITHDRAWN.value, pgettext_lazy("use of a seal", "withdrawn")
        USED = states.UseState.USED.value, pgettext_lazy("use of a seal", "sealed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="uses")
    document = models.TextField(help_text="its name")
    sm3 = models.TextField(help_text="of the document as it was handed in, hexadecimal")
    file_id = models.UUIDField(null=True, help_text="what was handed in, kept by documents")
    secrecy = models.PositiveSmallIntegerField()
    copies = models.PositiveIntegerField(default=1)
    purpose = models.TextField()
    of_type = models.TextField(blank=True, default="", help_text="office.thing that approved it")
    of_id = models.UUIDField(null=True)
    state = models.TextField(choices=State.choices)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    opinion = models.TextField(blank=True, default="")
    used_at = models.DateTimeField(null=True)
    used_by = models.UUIDField(null=True)
    sealed_sm3 = models.TextField(blank=True, default="")
    sealed_file_id = models.UUIDField(null=True, help_text="what came of it, kept by documents")
    copied_at = models.DateTimeField(null=True, help_text="when its PDF copy was sealed")
    copy_sm3 = models.TextField(blank=True, default="", help_text="of the PDF as it came")
    copy_file_id = models.UUIDField(null=True, help_text="the sealed PDF, kept by documents")
    copy_signature = models.BinaryField(null=True, help_text="SM2 beside the PDF (GB/T 38540)")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                name="use_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="used",
                    used_at__isnull=False,
                    used_by__isnull=False,
                    sealed_file_id__isnull=False,
                )
                & ~Q(sealed_sm3="")
                & Q(decided_by__isnull=False)
                | ~Q(state="used")
                & Q(used_at=None, used_by=None, sealed_sm3="", sealed_file_id=None),
                name="use_of_an_approved_request",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="used",
                    copied_at__isnull=False,
                    copy_file_id__isnull=False,
                    copy_signature__isnull=False,
                )
                & ~Q(copy_sm3="")
                | Q(copied_at=None, copy_file_id=None, copy_signature=None, copy_sm3=""),
                name="use_copy_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seal", "-requested_at"], name="use_of_seal"),
            models.Index(fields=["state", "requested_at"], name="use_waiting"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> states.UseState:
        """The state as the rules see it."""
        return states.UseState(self.state)
