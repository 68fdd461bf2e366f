"""Changes of law and duty, and the tasks to bring entries up to date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models.entries import Edition, Resource
from liupan.kernel.ids import uuid7


class Change(models.Model):
    """A law that changed, or a duty that moved (法规或职能变动)."""

    class Kind(models.TextChoices):
        """What changed."""

        LAW = "law", pgettext_lazy("change", "change of law")
        DUTY = "duty", pgettext_lazy("change", "change of duty")

    class State(models.TextChoices):
        """Where it stands."""

        DRAWN = "drawn", pgettext_lazy("change", "to be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("change", "tasks opened")
        DROPPED = "dropped", pgettext_lazy("change", "dropped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField(choices=Kind.choices)
    title = models.TextField()
    law = models.TextField(blank=True, default="", help_text="法规名称")
    article = models.TextField(blank=True, default="", help_text="条")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", help_text="原责任单位"
    )
    to_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", help_text="承接单位"
    )
    effective_on = models.DateField()
    note = models.TextField(blank=True, default="")
    origin_id = models.UUIDField(null=True, unique=True, help_text="the fact it was heard from")
    state = models.TextField(choices=State.choices, default=State.DRAWN)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="law", law__gt="") | Q(kind="duty", unit__isnull=False),
                name="change_of_something",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "recorded_at"], name="change_by_state")]

    def __str__(self) -> str:
        return self.title


class UpdateTask(models.Model):
    """An entry that a change concerns, to be brought up to date (目录更新任务)."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("task", "to be updated")
        STATED = "stated", pgettext_lazy("task", "said to need no change")
        DONE = "done", pgettext_lazy("task", "done")

    class Outcome(models.TextChoices):
        """How it ended."""

        EDITION = "edition", pgettext_lazy("task", "a new edition was published")
        WITHDRAWN = "withdrawn", pgettext_lazy("task", "the entry was withdrawn")
        UNCHANGED = "unchanged", pgettext_lazy("task", "nothing changes")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change = models.ForeignKey(Change, models.PROTECT, related_name="tasks")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    state = models.TextField(choices=State.choices, default=State.OPEN)
    clock_id = models.UUIDField()
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    statement = models.TextField(blank=True, default="")
    stated_at = models.DateTimeField(null=True)
    stated_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True, default="", help_text="why a statement was not accepted")
    outcome = models.TextField(choices=Outcome.choices, blank=True, default="")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    was_late = models.BooleanField(default=False, help_text="done after its day; stays")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "resource"], name="one_task_for_each"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False, outcome__gt="")
                | (~Q(state="done") & Q(done_at__isnull=True, outcome="")),
                name="task_done_at_a_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["resource"], condition=~Q(state="done"), name="open_task_of_resource"
            ),
            models.Index(fields=["unit", "state", "due_on"], name="task_of_unit"),
        ]
