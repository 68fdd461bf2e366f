"""Grants: what a unit may have of another's resource, in versions that never change."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models.entries import Resource
from liupan.capabilities.catalogue.models.requests import (
    MaskedItem,
    Purposes,
    Request,
    has_modes,
    modes_field,
)
from liupan.capabilities.catalogue.rules import granting
from liupan.capabilities.catalogue.rules.permits import Permit, read_modes
from liupan.capabilities.catalogue.rules.scopes import read_rows
from liupan.kernel.ids import uuid7

S, A = granting.Standing, granting.Act


class Grant(models.Model):
    """A unit may have items of a resource (授权). That it has ended is a matter of the day."""

    class State(models.TextChoices):
        """What was done to it; see `rules.granting.Standing` for what it is on a day."""

        IN_FORCE = S.IN_FORCE.value, pgettext_lazy("grant", "in force")
        SUSPENDED = S.SUSPENDED.value, pgettext_lazy("grant", "suspended")
        REVOKED = S.REVOKED.value, pgettext_lazy("grant", "revoked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True, help_text="授权编号")
    request = models.OneToOneField(Request, models.PROTECT, related_name="grant")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="grants")
    consumer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    title = models.TextField(help_text="name of the resource, as it was called")
    secrecy = models.PositiveSmallIntegerField()
    zone = models.TextField()
    purpose_kind = models.TextField(choices=Purposes.choices)
    business = models.TextField()
    purpose = models.TextField()
    legal_basis = models.TextField()
    modes = modes_field()
    state = models.TextField(choices=State.choices, default=State.IN_FORCE)
    valid_from = models.DateField(help_text="of the latest version")
    valid_until = models.DateField(help_text="of the latest version; the last day")
    latest = models.PositiveIntegerField(default=1, help_text="number of the latest version")
    reason = models.TextField(blank=True, default="", help_text="of what was done last")
    provide_by = models.DateField(null=True, help_text="数据提供期限, where a rule sets it")
    issued_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[S.IN_FORCE.value, S.SUSPENDED.value, S.REVOKED.value]),
                name="grant_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=S.IN_FORCE.value) | Q(reason__gt=""),
                name="grant_stops_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=S.REVOKED.value, revoked_at__isnull=False)
                | (~Q(state=S.REVOKED.value) & Q(revoked_at__isnull=True)),
                name="grant_revoked_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")), name="grant_term_has_days"
            ),
            has_modes("grant_has_modes"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consumer", "valid_until"], name="grant_of_consumer"),
            models.Index(fields=["provider", "valid_until"], name="grant_of_provider"),
            models.Index(fields=["resource", "valid_until"], name="grant_of_resource"),
            models.Index(fields=["issued_at", "id"], name="grant_by_issue"),
        ]

    def __str__(self) -> str:
        return self.number

    def standing(self, day: date) -> granting.Standing:
        """What it is on a day."""
        return granting.standing(S(self.state), self.valid_from, self.valid_until, day)


class GrantVersion(models.Model):
    """What a grant gave from a moment on (授权版本). Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField()
    quota = models.PositiveIntegerField()
    modes = modes_field()
    size = models.PositiveIntegerField(help_text="how many items; none can be added later")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "number"], name="grant_version_once"),
            has_modes("grant_version_has_modes"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} v{self.number}"

    @property
    def permit(self) -> Permit:
        """What it gives (one query unless prefetched)."""
        return Permit(
            items={one.item_id: one.policy for one in self.items.all()},
            rows=read_rows(self.rows), valid_from=self.valid_from, valid_until=self.valid_until,
            quota=self.quota, modes=read_modes(self.modes),
        )  # fmt: skip


class GrantedItem(MaskedItem):
    """An item that a version of a grant gives, with its mask."""

    grant_version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="items")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant_version", "item"], name="granted_item_once")
        ]


class GrantStep(models.Model):
    """What was done with a grant, by whom, why (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.granting.Act`."""

        ISSUE = A.ISSUE.value, pgettext_lazy("grant step", "issued")
        NARROW = A.NARROW.value, pgettext_lazy("grant step", "narrowed")
        SUSPEND = A.SUSPEND.value, pgettext_lazy("grant step", "suspended")
        RESUME = A.RESUME.value, pgettext_lazy("grant step", "resumed")
        REVOKE = A.REVOKE.value, pgettext_lazy("grant step", "revoked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["grant", "at"], name="step_of_grant")]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.kind}"
