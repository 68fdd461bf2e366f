"""Roles, what they permit, and who holds them over which unit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class Role(models.Model):
    """A named set of permissions of one duty (角色)."""

    class DutyChoice(models.TextChoices):
        """The three administrators and business (三员分立)."""

        BUSINESS = Duty.BUSINESS.value, _("business")
        SYSTEM = Duty.SYSTEM.value, _("system administration")
        SECURITY = Duty.SECURITY.value, _("security and secrecy")
        AUDIT = Duty.AUDIT.value, _("audit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    name = models.TextField()
    duty = models.TextField(choices=DutyChoice.choices)
    needs_second_factor = models.BooleanField(default=False)
    is_built_in = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class RolePermission(models.Model):
    """A role permits an act."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions")
    permission = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "permission"], name="role_permission_once")
        ]


class Binding(models.Model):
    """Somebody has a role over a unit and all below it (授权).

    Somebody is an account, whoever holds a post, or everyone with a post in a unit or below it.
    Without `unit` the reach is the unit of the post through which the role was come by.
    `valid_to` is the first day on which it no longer holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.ForeignKey(Role, models.PROTECT, related_name="bindings")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    post = models.ForeignKey("organisations.Post", models.PROTECT, null=True, related_name="+")
    everyone_in = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.UUIDField(help_text="actor; the installer has no account")
    granted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(account__isnull=False, post__isnull=True, everyone_in__isnull=True)
                    | Q(account__isnull=True, post__isnull=False, everyone_in__isnull=True)
                    | Q(account__isnull=True, post__isnull=True, everyone_in__isnull=False)
                ),
                name="binding_is_to_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(unit__isnull=False),
                name="binding_to_an_account_names_its_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="binding_ends_after_it_begins",
            ),
        ]


class Clearance(models.Model):
    """The highest secrecy level a person may see (涉密等级)."""

    class Level(models.IntegerChoices):
        """The levels of `kernel.secrecy`."""

        PUBLIC = Secrecy.PUBLIC.value, _("public")
        INTERNAL = Secrecy.INTERNAL.value, _("internal")
        SECRET = Secrecy.SECRET.value, _("secret")
        CONFIDENTIAL = Secrecy.CONFIDENTIAL.value, _("confidential")
        TOP_SECRET = Secrecy.TOP_SECRET.value, _("top secret")

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.INTERNAL)
    version = models.PositiveIntegerField(default=1)


class Proposal(models.Model):
    """An act on an administrator that one proposes and one of another duty confirms (双人复核).

    `digest` binds act, things and terms: what was confirmed is done, and nothing else. `form` is
    what the proposer typed, sealed, so that it need not be typed again; `path` is the page.
    `lapses_at` is when it must be decided, then when it must be carried out.
    """

    class State(models.TextChoices):
        """Only a confirmed one is carried out, once."""

        PROPOSED = "proposed", _("waits for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        CARRIED_OUT = "carried_out", _("carried out")
        REFUSED = "refused", _("refused")
        LAPSED = "lapsed", _("lapsed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    act = models.TextField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    post = models.ForeignKey("organisations.Post", models.PROTECT, null=True, related_name="+")
    grant = models.ForeignKey(Binding, models.PROTECT, null=True, related_name="+")
    terms = models.JSONField(default=dict, help_text="what was decided besides, masked")
    digest = models.BinaryField()
    reason = models.TextField(blank=True, default="")
    path = models.TextField(blank=True, default="")
    form = models.TextField(blank=True, default="")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    duty = models.TextField(choices=Role.DutyChoice.choices, help_text="of who proposed")
    state = models.TextField(choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="proposal_open_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "lapses_at"], name="proposal_open")]
