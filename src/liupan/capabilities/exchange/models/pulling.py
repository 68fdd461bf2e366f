"""Databases of providers that are read by the clock, and each reading."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.models.services import Service
from liupan.capabilities.exchange.rules import pulling
from liupan.kernel.ids import uuid7

R, T = pulling.Rhythm, pulling.Tls


class PullSource(models.Model):
    """A table or view of a provider's PostgreSQL (抽取数据源), read into the service's table."""

    class Rhythm(models.TextChoices):
        """See `rules.pulling.Rhythm`."""

        HOURLY = R.HOURLY.value, pgettext_lazy("rhythm", "every hour")
        DAILY = R.DAILY.value, pgettext_lazy("rhythm", "every day")
        WORKDAYS = R.WORKDAYS.value, pgettext_lazy("rhythm", "every working day")

    class Tls(models.TextChoices):
        """See `rules.pulling.Tls`."""

        REQUIRED = T.REQUIRED.value, pgettext_lazy("tls", "encrypted")
        VERIFIED = T.VERIFIED.value, pgettext_lazy("tls", "encrypted, certificate verified")
        NONE = T.NONE.value, pgettext_lazy("tls", "not encrypted (only within a guarded network)")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.OneToOneField(Service, models.PROTECT, related_name="source")
    host = models.TextField()
    port = models.PositiveIntegerField(default=5432)
    database = models.TextField()
    username = models.TextField()
    sealed_password = models.TextField()
    tls = models.TextField(choices=Tls.choices, default=Tls.REQUIRED)
    schema = models.TextField(default="public")
    relation = models.TextField(help_text="table or view, as it is named")
    columns = models.JSONField(default=dict, help_text="column of the database by table's column")
    rhythm = models.TextField(choices=Rhythm.choices, default=Rhythm.DAILY)
    minute = models.PositiveSmallIntegerField(help_text="of the day; of the hour when hourly")
    is_running = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="source_due", condition=models.Q(is_running=True))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_running=False) | models.Q(due_at__isnull=False),
                name="source_running_is_due",
            )
        ]

    def __str__(self) -> str:
        return self.relation


class PullRun(models.Model):
    """One reading (抽取批次): of a moment once, its rows are seen whole or not at all."""

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", pgettext_lazy("pull", "being read")
        LOADING = "loading", pgettext_lazy("pull", "being loaded")
        DONE = "done", pgettext_lazy("pull", "done")
        FAILED = "failed", pgettext_lazy("pull", "failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(PullSource, models.PROTECT, related_name="runs")
    due_at = models.DateTimeField()
    state = models.TextField(choices=State.choices, default=State.READING)
    reason = models.TextField(blank=True, default="")
    rows = models.PositiveBigIntegerField(null=True)
    load_id = models.UUIDField(null=True, unique=True)
    job_id = models.UUIDField(null=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "due_at"], name="pull_run_once")
        ]
        indexes: ClassVar = [models.Index(fields=["source", "-due_at"], name="pull_run_of_source")]

    def __str__(self) -> str:
        return self.state
