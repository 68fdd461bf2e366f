"""What the log comes to: per hour and per day, made with the links, exactly once; and alarms."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.rules import watching
from liupan.kernel.ids import uuid7


class Sums(models.Model):
    """Calls by outcome, rows, bytes, how long they took (see `rules.histograms`)."""

    calls = models.BigIntegerField()
    delivered = models.BigIntegerField(help_text="calls that gave data or descriptions")
    caller_faults = models.BigIntegerField()
    provider_faults = models.BigIntegerField()
    platform_faults = models.BigIntegerField()
    row_count = models.BigIntegerField()
    sent = models.BigIntegerField()
    buckets = ArrayField(models.BigIntegerField())
    last_delivered_us = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class Hourly(Sums):
    """Calls of a system to a service within an hour. The nil UUID: unknown."""

    pk = models.CompositePrimaryKey("hour", "service_id", "system_id")
    hour = models.DateTimeField()
    service_id = models.UUIDField()
    system_id = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["service_id", "hour"], name="hourly_of_service")]


class Daily(Sums):
    """Calls by a version of a grant on a day: the version says which items were delivered.

    `data`: calls that gave data, not descriptions only.
    """

    pk = models.CompositePrimaryKey("day", "service_id", "system_id", "grant_id", "grant_version")
    day = models.DateField()
    service_id = models.UUIDField()
    system_id = models.UUIDField()
    grant_id = models.UUIDField()
    grant_version = models.IntegerField()
    data = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["grant_id", "day"], name="daily_of_grant"),
            models.Index(fields=["service_id", "day"], name="daily_of_service"),
        ]


class Alarm(models.Model):
    """A service fails (服务告警), from a moment until it has recovered."""

    class Kind(models.TextChoices):
        """See `rules.watching.Kind`."""

        FAILING = watching.Kind.FAILING.value, pgettext_lazy("alarm", "too many calls fail")
        SILENT = watching.Kind.SILENT.value, pgettext_lazy("alarm", "no call succeeds")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service_id = models.UUIDField()
    kind = models.TextField(choices=Kind.choices)
    calls = models.IntegerField(help_text="in the window, when it was raised")
    failures = models.IntegerField()
    raised_at = models.DateTimeField()
    calm_since = models.DateTimeField(null=True, help_text="since when nothing is wrong")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service_id"], condition=Q(ended_at__isnull=True), name="alarm_of_service"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["raised_at"], name="alarm_by_time")]

    def __str__(self) -> str:
        return str(self.kind)
