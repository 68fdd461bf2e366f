"""Accounts: everybody and everything that can sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
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

    A closed account stays; its acts stay in the journal.
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
    real_name_level = models.PositiveSmallIntegerField(
        choices=RealNameLevel.choices, default=RealNameLevel.NONE
    )
    opened_at = models.DateTimeField()
    first_signed_in_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = AccountManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")),
                name="account_username_is_lower_case",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "name_key"], name="account_kind_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may sign in."""
        return self.closed_at is None
