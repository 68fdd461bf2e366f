"""Series of human numbers, where each stands, and every number ever given out."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.kernel.ids import uuid7


class Series(models.Model):
    """A kind of number (编号序列), say of supervision items.

    `pattern` has the fields `{prefix}`, `{year}`, `{n}`; a yearly series begins at 1 each year.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    title = models.TextField()
    pattern = models.TextField()
    prefix = models.TextField(blank=True, default="", help_text="where a scope has none of its own")
    is_yearly = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title


class Prefix(models.Model):
    """What numbers of a series begin with in one scope: 固督, 原督."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="prefixes")
    scope = models.TextField()
    prefix = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "scope"], name="prefix_once_a_scope")
        ]


class Counter(models.Model):
    """Where a series stands in a scope and year (0: no years). Its row is the lock of takers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="counters")
    scope = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "scope", "year"], name="counter_once")
        ]


class Number(models.Model):
    """One number, by value, for ever: also what was reserved or made void is accounted for."""

    class State(models.TextChoices):
        """What became of it."""

        RESERVED = "reserved", pgettext_lazy("number", "reserved")
        TAKEN = "taken", pgettext_lazy("number", "in use")
        VOID = "void", pgettext_lazy("number", "void")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="numbers")
    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    n = models.PositiveIntegerField()
    text = models.TextField()
    state = models.TextField(choices=State.choices)
    user_id = models.UUIDField(null=True, db_index=True, help_text=_("thing that bears it"))
    purpose = models.TextField(blank=True, default="")
    void_reason = models.TextField(blank=True, default="")
    taken_at = models.DateTimeField()
    actor_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["counter", "n"], name="number_once"),
            models.UniqueConstraint(fields=["series", "text"], name="number_text_once"),
        ]
