"""Dated tables of deadlines, codes and thresholds, each row with its legal source."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.rulesets.rules import Deviation
from liupan.kernel.ids import uuid7


class DateRange(Func):
    """`[valid_from, valid_to)` as a PostgreSQL range."""

    function = "daterange"
    output_field = DateRangeField()


class RuleSet(models.Model):
    """A table of rules under one code (规则集), say the deadlines of licensing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    title = models.TextField()
    note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.title


class Rule(models.Model):
    """What one key of a set says in one scope for some days. A change is a new row."""

    class Sureness(models.TextChoices):
        """How well the source is known (把握程度)."""

        READ = "V", _("read at the source")
        SECOND_HAND = "S", _("second hand")
        COMMON = "K", _("common knowledge or our default")
        UNCLEAR = "U", _("unclear")

    class Local(models.TextChoices):
        """What a more local rule may say."""

        FIXED = Deviation.FIXED.value, pgettext_lazy("local rule", "nothing else")
        LESS = Deviation.LESS.value, pgettext_lazy("local rule", "less, never more")
        MORE = Deviation.MORE.value, pgettext_lazy("local rule", "more, never less")
        FREE = Deviation.FREE.value, pgettext_lazy("local rule", "anything")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="rules")
    key = models.TextField()
    title = models.TextField(blank=True, default="")
    scope = models.TextField(blank=True, default="", help_text="division code; empty: nation")
    text = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    unit = models.TextField(blank=True, default="")
    law = models.TextField(blank=True, default="")
    edition = models.TextField(blank=True, default="")
    article = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    sureness = models.CharField(max_length=1, choices=Sureness.choices)
    note = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="", help_text="why it was changed")
    deviation = models.TextField(choices=Local.choices, default=Local.FIXED)
    is_shipped = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="rule_says_one_thing_a_day",
                expressions=[
                    ("rule_set", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_to", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.text}"


class Stamp(models.Model):
    """Which state the tables are in: a new random token with every write. One row.

    A random token and not a counter: a counter that was rolled back comes round again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    token = models.UUIDField()
