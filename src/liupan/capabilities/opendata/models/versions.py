"""Versions of a dataset (数据集版本): what everybody had from when, each to be cited."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.models.datasets import Dataset
from liupan.capabilities.opendata.models.gate import Check
from liupan.kernel.ids import uuid7


class Version(models.Model):
    """What was shown from a moment on (版本), with the check that had passed it.

    What it says never changes, a trigger keeps that. Its rows are kept for some versions; where
    they went it says when and why.
    """

    class Why(models.TextChoices):
        """What made it."""

        RELEASE = "release", pgettext_lazy("version", "released")
        LOAD = "load", pgettext_lazy("version", "new data")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    why = models.TextField(choices=Why.choices)
    title = models.TextField()
    licence = models.TextField(help_text="code of the rule set of licences")
    openness = models.TextField()
    check_of = models.ForeignKey(Check, models.PROTECT, related_name="+")
    table_id = models.UUIDField(help_text="hosted table of its rows, while they are kept")
    dropped_at = models.DateTimeField(null=True, help_text="since when its rows are gone")
    dropped_by = models.UUIDField(null=True, help_text="None: gone by rule, older than kept")
    why_dropped = models.TextField(blank=True, default="")
    swept_at = models.DateTimeField(null=True, help_text="when its table was taken away")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "number"], name="version_once"),
            models.CheckConstraint(
                condition=Q(dropped_by__isnull=True) | Q(why_dropped__gt=""),
                name="version_dropped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"V{self.number}"
