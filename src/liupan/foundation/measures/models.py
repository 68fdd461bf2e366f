"""Snapshots of figures: what each was, for each scope, at the end of a day."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """The two sums of a figure for one scope at the end of one day (快照)."""

    class Scope(models.TextChoices):
        """Whole city; a county by its division code; a unit with all below it."""

        CITY = "city", _("city")
        COUNTY = "county", _("county")
        UNIT = "unit", _("unit")

    measure = models.TextField()
    day = models.DateField()
    scope = models.TextField(choices=Scope.choices)
    key = models.TextField(help_text="empty for the city, division code, or unit id")
    numerator = models.DecimalField(max_digits=24, decimal_places=6)
    denominator = models.DecimalField(max_digits=24, decimal_places=6)
    records = models.IntegerField()
    computed_at = models.DateTimeField(help_text="by the city's clock")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "scope", "key", "day"], name="snapshot_once_a_day"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["measure", "day"], name="snapshot_of_a_day")]
