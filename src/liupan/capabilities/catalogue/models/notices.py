"""The monthly notice on the catalogue and on sharing (通报), with the figures as they were."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from liupan.kernel.ids import uuid7


class MonthlyNotice(models.Model):
    """The notice of one month: words of a person, figures of the board."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", pgettext_lazy("monthly notice", "draft")
        ISSUED = "issued", pgettext_lazy("monthly notice", "issued")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    month = models.DateField(unique=True, help_text="its first day")
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    title = models.TextField()
    opening = models.TextField()
    commended = models.TextField(blank=True, default="")
    criticised = models.TextField(blank=True, default="")
    closing = models.TextField(blank=True, default="")
    formula = models.TextField()
    figures = models.JSONField(help_text="heads and rows as they were when drafted or renewed")
    counted_on = models.DateField(help_text="the day of the figures")
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField()
    changed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="draft", issued_at__isnull=True)
                | models.Q(state="issued", issued_at__isnull=False),
                name="notice_issued_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title
