"""Official days, and clocks with every span of their time."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateTimeRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.calendar.rules.badges import ClockState
from liupan.foundation.calendar.rules.scales import LimitUnit
from liupan.kernel.ids import uuid7

LIVE = Q(state__in=[ClockState.RUNNING.value, ClockState.PAUSED.value])


class MomentRange(Func):
    """`[started_at, ended_at)` as a PostgreSQL range."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class OfficialDay(models.Model):
    """A day that differs from its weekday (放假, 调休上班), in a division and all below it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    division = models.TextField(blank=True, default="", help_text="division code; empty: nation")
    on = models.DateField()
    is_working = models.BooleanField()
    name = models.TextField(blank=True, default="")
    notice = models.TextField(blank=True, default="", help_text="number of the official notice")
    note = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    sureness = models.CharField(max_length=1, default="V")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "on"], name="official_day_once")
        ]


class OfficialYear(models.Model):
    """A year whose days are known for a division: published, read and complete."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    division = models.TextField(blank=True, default="")
    year = models.PositiveSmallIntegerField()
    notice = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "year"], name="official_year_once")
        ]


class Stamp(models.Model):
    """Which state the days are in: a new random token with every write. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    token = models.UUIDField()


class Clock(models.Model):
    """A limit that runs for a thing (时限). What it was reckoned by is kept by value."""

    class State(models.TextChoices):
        """What it is doing."""

        RUNNING = ClockState.RUNNING.value, pgettext_lazy("clock", "running")
        PAUSED = ClockState.PAUSED.value, pgettext_lazy("clock", "paused")
        STOPPED = ClockState.STOPPED.value, pgettext_lazy("clock", "stopped")
        CANCELLED = ClockState.CANCELLED.value, pgettext_lazy("clock", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of_type = models.TextField(help_text="office.thing it runs for")
    of_id = models.UUIDField()
    kind = models.TextField(help_text="which of the thing's limits, say decide")
    limit_unit = models.TextField(choices=[(u.value, u.value) for u in LimitUnit])
    limit_value = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    citation = models.TextField(blank=True, default="", help_text="law of the limit")
    title = models.TextField()
    url = models.TextField(blank=True, default="")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    division = models.TextField(blank=True, default="")
    responsible = ArrayField(models.UUIDField(), default=list)

    ladder = models.JSONField(help_text="steps in per cent and who hears: [[50, [role]]]")
    event_day_counts = models.BooleanField(default=False)
    rolls = models.BooleanField(default=True)
    until_closing = models.BooleanField(default=False)
    counting_citation = models.TextField(blank=True, default="")

    state = models.TextField(choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    counted_from = models.DateTimeField()
    due_at = models.DateTimeField()
    due_on = models.DateField()
    total_ticks = models.BigIntegerField()
    paused_ticks = models.BigIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False, help_text="stopped late; stays for ever")
    late_by = models.PositiveIntegerField(default=0)
    is_provisional = models.BooleanField(default=False)
    next_warning_at = models.DateTimeField(null=True)
    reckoned_by = models.UUIDField(help_text="state of days and hours it was reckoned by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of_id", "kind"], condition=LIVE, name="clock_one_of_a_kind_runs"
            ),
            models.CheckConstraint(
                condition=Q(state=ClockState.PAUSED.value, paused_at__isnull=False)
                | ~Q(state=ClockState.PAUSED.value),
                name="clock_paused_since",
            ),
            models.CheckConstraint(
                condition=LIVE | Q(stopped_at__isnull=False), name="clock_stopped_since"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_warning_at", "id"],
                condition=Q(next_warning_at__isnull=False),
                name="clock_warning",
            ),
            models.Index(fields=["of_id", "started_at"], name="clock_of_thing"),
            models.Index(fields=["unit", "state", "due_at"], name="clock_of_unit"),
            models.Index(fields=["due_at", "id"], condition=LIVE, name="clock_due"),
            models.Index(fields=["reckoned_by", "id"], condition=LIVE, name="clock_reckoned"),
        ]

    def __str__(self) -> str:
        return self.title


class ClockTerm(models.Model):
    """The limit (order 0) and its extensions, with rule and approval by value."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="terms")
    order = models.PositiveSmallIntegerField()
    unit = models.TextField(choices=[(u.value, u.value) for u in LimitUnit])
    value = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    until_on = models.DateField(null=True)
    rule_set = models.TextField(blank=True, default="")
    rule_key = models.TextField(blank=True, default="")
    citation = models.TextField(blank=True, default="")
    sureness = models.CharField(max_length=1, blank=True, default="")
    approval = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "order"], name="clock_term_order"),
            models.UniqueConstraint(
                fields=["clock", "rule_set", "rule_key"],
                condition=~Q(rule_key=""),
                name="clock_extended_once_by_a_rule",
            ),
        ]


class ClockSpan(models.Model):
    """A stretch of a clock's time: it ran, or it was paused for a reason. They leave no gap."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="spans")
    is_paused = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="", help_text="key in calendar.pauses")
    reason_title = models.TextField(blank=True, default="")
    citation = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="clock_spans_do_not_overlap",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    (
                        MomentRange("started_at", "ended_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="clock_span_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(is_paused=False) | ~Q(reason=""), name="clock_pause_has_a_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["clock", "started_at"], name="clock_span_order")]


class ClockMark(models.Model):
    """A step of the ladder a clock has passed; 101 is late. Each exactly once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="marks")
    percent = models.PositiveSmallIntegerField(help_text=_("101: the limit has passed"))
    passed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "percent"], name="clock_mark_once")
        ]
