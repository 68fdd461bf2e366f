"""Findings that somebody entitled accepted in one thing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint

from liupan.kernel.ids import uuid7


class Acceptance(models.Model):
    """Why something that was found may stay in a thing (放行). Never changed, never deleted.

    It is bound to the thing and to what was found (`digest`), wherever that stands in the thing's
    text: another number in the same place is found anew. `shown` hides the middle of numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of_type = models.TextField(help_text="office.thing")
    of_id = models.UUIDField()
    purpose = models.TextField()
    digest = models.TextField(help_text="keyed, hexadecimal")
    kind = models.TextField()
    severity = models.PositiveSmallIntegerField()
    shown = models.TextField()
    reason = models.TextField()
    accepted_at = models.DateTimeField()
    accepted_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["of_id", "purpose", "digest"], name="finding_accepted_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="finding_accepted_for_a_reason"),
        ]
