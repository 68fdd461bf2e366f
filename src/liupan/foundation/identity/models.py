"""Accounts: everybody and everything that can sign in."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import ActorKind
from liupan.kernel.ids import uuid7


class RealNameLevel(models.IntegerChoices):
    """How surely we know who this is (实名等级)."""

    NONE = 0, _("not verified")
    BASIC = 1, _("number checked")
    FACE = 2, _("verified in person or by face")


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by username, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """Somebody or something that can sign in (账号): staff, citizen, legal person, machine.

    A closed account stays; its acts stay in the journal. The identity number (`id_number`) is
    never kept in clear: sealed under the person's key, and a keyed digest to find it by.
    """

    class Kind(models.TextChoices):
        """The kinds of `kernel.authority` that have accounts."""

        STAFF = ActorKind.STAFF.value, _("staff")
        CITIZEN = ActorKind.CITIZEN.value, _("citizen")
        LEGAL_PERSON = ActorKind.LEGAL_PERSON.value, _("legal person")
        MACHINE = ActorKind.MACHINE.value, _("machine")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField(choices=Kind.choices)
    username = models.TextField(unique=True)
    name = models.TextField()
    name_key = models.TextField(default="", help_text="pinyin of the name, for sorting")
    email = models.EmailField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    phone_confirmed_at = models.DateTimeField(null=True)
    uscc = models.TextField(null=True, unique=True, help_text="unified social credit code")
    id_number_sealed = models.TextField(default="")
    id_number_digest = models.BinaryField(null=True, unique=True)
    real_name_level = models.PositiveSmallIntegerField(
        choices=RealNameLevel.choices, default=RealNameLevel.NONE
    )
    opened_at = models.DateTimeField()
    first_signed_in_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = AccountManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")), name="account_username_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(uscc__isnull=True) | Q(kind=ActorKind.LEGAL_PERSON.value),
                name="account_uscc_is_of_a_legal_person",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(closed_at__isnull=False),
                name="account_erased_is_closed",
            ),
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(phone_confirmed_at__isnull=False),
                name="account_phone_confirmed_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "name_key"], name="account_kind_name"),
            models.Index(
                fields=["phone"],
                condition=Q(closed_at__isnull=True),
                name="account_phone_of_the_open",
            ),
            models.Index(
                fields=["email"],
                condition=Q(closed_at__isnull=True),
                name="account_email_of_the_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may sign in."""
        return self.closed_at is None


class FactorPeriod(models.Model):
    """From when to when a second factor held (第二因素的起止), by the city's clock.

    The factor itself is the library's row `authenticator_id`, which vanishes at its end; the period
    stays, so that any past day can be counted again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="factor_periods"
    )
    factor = models.TextField(help_text="totp, webauthn or recovery_codes")
    authenticator_id = models.BigIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authenticator_id"],
                name="factor_period_open_once",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("begun_at")),
                name="factor_period_ends_after_it_begins",
            ),
        ]


class SavedView(models.Model):
    """A view of a list that a person keeps: a name for choices, as they stand in the address."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    list_key = models.TextField()
    name = models.TextField()
    query = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "list_key", "name"], name="saved_view_name_once"
            )
        ]


class ApiToken(models.Model):
    """A machine's key to the API (接口令牌). Only a keyed digest is kept; times are real time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    label = models.TextField(default="")
    prefix = models.TextField(unique=True)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.TextField())
    zone = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, help_text="to the hour")
    revoked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(scopes=[]), name="api_token_has_scopes"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("issued_at")),
                name="api_token_expires_after_it_is_issued",
            ),
        ]


class Window(models.Model):
    """How often something was tried since `started_at` (real time); see `limits`."""

    pk = models.CompositePrimaryKey("action", "key")
    action = models.TextField()
    key = models.TextField()
    started_at = models.DateTimeField()
    hits = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["started_at"], name="identity_window_started")]
