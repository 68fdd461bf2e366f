"""Services: published resources as their providers deliver them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.rules import services
from liupan.kernel.ids import uuid7

K, S = services.Kind, services.State


class Service(models.Model):
    """A resource of the catalogue as its provider delivers it (共享服务). Ended, never deleted."""

    class Kind(models.TextChoices):
        """See `rules.services.Kind`."""

        HOSTED = K.HOSTED.value, _("hosted here")
        PROXIED = K.PROXIED.value, _("asked of the provider's system")

    class State(models.TextChoices):
        """See `rules.services.State`."""

        PREPARING = S.PREPARING.value, pgettext_lazy("service", "being set up")
        ONLINE = S.ONLINE.value, pgettext_lazy("service", "online")
        PAUSED = S.PAUSED.value, pgettext_lazy("service", "paused")
        ENDED = S.ENDED.value, pgettext_lazy("service", "ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True, help_text="as addresses name it: a-z, 0-9, hyphen")
    title = models.TextField(help_text="name of the resource, as it was called")
    resource = models.ForeignKey("catalogue.Resource", models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    kind = models.TextField(choices=Kind.choices)
    table_id = models.UUIDField(null=True, unique=True, help_text="hosted table")
    address = models.TextField(blank=True, default="", help_text="of the provider's system")
    sealed_secret = models.TextField(blank=True, default="", help_text="sent to that system")
    timeout_ms = models.PositiveIntegerField(default=5000)
    stale_minutes = models.PositiveIntegerField(
        default=0, help_text="how old an answer of before may be while that system is down; 0: none"
    )
    state = models.TextField(choices=State.choices, default=State.PREPARING)
    reason = models.TextField(blank=True, default="", help_text="of being paused or ended")
    secrecy = models.PositiveSmallIntegerField()
    zone = models.TextField()
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"),
                name="service_code_is_plain",
            ),
            models.UniqueConstraint(
                fields=["resource"], condition=~Q(state=S.ENDED.value), name="service_of_resource"
            ),
            models.CheckConstraint(
                condition=Q(kind=K.HOSTED.value, address="")
                | Q(kind=K.PROXIED.value, table_id__isnull=True),
                name="service_data_stand_in_one_place",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ONLINE.value) | Q(table_id__isnull=False) | ~Q(address=""),
                name="service_online_has_data",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["provider", "state"], name="service_of_provider")]

    def __str__(self) -> str:
        return self.code


class ServiceField(models.Model):
    """Under which name a service holds an information item: column of the table, or JSON field."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="fields")
    order = models.PositiveIntegerField()
    item = models.TextField(help_text="信息项名称, as the catalogue has it")
    field = models.TextField()

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "item"], name="service_item_once"),
            models.UniqueConstraint(fields=["service", "field"], name="service_field_once"),
        ]

    def __str__(self) -> str:
        return self.item
