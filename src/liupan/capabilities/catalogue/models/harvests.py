"""Catalogues of others that are harvested: sources, runs, and what was found there."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.kernel.ids import uuid7


class Source(models.Model):
    """A catalogue elsewhere (汇集来源): a county's, the region's, another Liupan's."""

    class Kind(models.TextChoices):
        """How it is read."""

        DCAT = "dcat", _("DCAT (RDF/XML, Turtle or JSON-LD)")
        CKAN = "ckan", _("CKAN action API")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField(unique=True)
    kind = models.TextField(choices=Kind.choices)
    url = models.TextField(help_text="of the catalogue's first page, or of the CKAN site")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=True, help_text="everybody sees what is found there")
    is_nightly = models.BooleanField(default=False)
    shrink_limit = models.PositiveSmallIntegerField(
        default=10, help_text="more than this share going, in percent, waits for a person"
    )
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="it is harvested no longer")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shrink_limit__lte=100), name="harvest_limit_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One reading of a source from its first page to its last (汇集). `place`: where to go on."""

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading", pgettext_lazy("harvest", "reading")
        HELD = "held", pgettext_lazy("harvest", "awaiting confirmation")
        DONE = "done", pgettext_lazy("harvest", "done")
        FAILED = "failed", pgettext_lazy("harvest", "failed")
        DECLINED = "declined", pgettext_lazy("harvest", "removals declined")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="runs")
    state = models.TextField(choices=State.choices, default=State.READING)
    place = models.TextField(help_text="of the next page; empty when all were read")
    pages = models.PositiveIntegerField(default=0)
    announced = models.PositiveIntegerField(null=True, help_text="entries, as the source counts")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, default="")
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state__in=("reading", "held")),
                name="harvest_one_open_run",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["source", "-started_at"], name="harvest_runs")]


class Harvested(models.Model):
    """An entry as another catalogue has it; only harvesting writes it. Gone ones are kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="entries")
    foreign_id = models.TextField()
    title = models.TextField()
    abstract = models.TextField(blank=True, default="")
    provider = models.TextField(blank=True, default="")
    url = models.TextField(blank=True, default="")
    keywords = ArrayField(models.TextField(), default=list, blank=True)
    files = models.JSONField(default=list, help_text="name, format and address of each")
    modified_on = models.DateField(null=True)
    digest = models.TextField(help_text="of all that is said, to tell what changed")
    seen_in = models.UUIDField(help_text="the run that last found it")
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "foreign_id"], name="harvested_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["changed_at", "id"], condition=Q(gone_at=None), name="harvested_newest"
            ),
            models.Index(
                fields=["title", "id"], condition=Q(gone_at=None), name="harvested_by_title"
            ),
            models.Index(fields=["source", "seen_in"], name="harvested_in_run"),
        ]

    def __str__(self) -> str:
        return self.title


class Wrong(models.Model):
    """An entry of a source that could not be taken in, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="errors")
    page = models.PositiveIntegerField()
    foreign_id = models.TextField(blank=True, default="")
    reason = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "page"], name="harvest_wrong")]
