"""Systems of units that call, and with what they prove it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.kernel.ids import uuid7


class System(models.Model):
    """A business system of a unit that calls services (接入系统): X-Road's subsystem."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    code = models.TextField(help_text="as addresses name it, once in a unit")
    name = models.TextField()
    contact = models.TextField(blank=True, default="")
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "code"], name="system_code_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"),
                name="system_code_is_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """With what a system proves who it is (凭证). Revoked, never deleted."""

    class Kind(models.TextChoices):
        """How it proves."""

        SM2 = "sm2", _("SM2 signature")
        HMAC = "hmac", _("HMAC-SM3 signature")
        CERTIFICATE = "certificate", _("certificate of the connection")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="credentials")
    kind = models.TextField(choices=Kind.choices)
    key_id = models.TextField(unique=True, help_text="what a caller names it by")
    public_key = models.BinaryField(null=True, help_text="SM2: SubjectPublicKeyInfo")
    sealed_secret = models.TextField(blank=True, default="", help_text="HMAC: sealed by crypto")
    fingerprint = models.TextField(
        blank=True, default="", help_text="certificate: SHA-256 of DER, hexadecimal"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="sm2", public_key__isnull=False)
                | (Q(kind="hmac") & ~Q(sealed_secret=""))
                | (Q(kind="certificate") & ~Q(fingerprint="")),
                name="credential_proves",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(kind="certificate", revoked_at__isnull=True),
                name="credential_certificate_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id
