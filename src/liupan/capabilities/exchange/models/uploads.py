"""Files on their way into a service's table, between being chosen and being loaded."""

from typing import ClassVar

from django.db import models

from liupan.capabilities.exchange.models.services import Service
from liupan.kernel.ids import uuid7


class Upload(models.Model):
    """A file that a provider's clerk chose (上传文件): kept sealed for a day, loaded once."""

    class State(models.TextChoices):
        """What became of it."""

        KEPT = "kept"
        LOADED = "loaded"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    state = models.TextField(choices=State.choices, default=State.KEPT)
    file_name = models.TextField()
    size = models.PositiveBigIntegerField()
    sealed_key = models.TextField(blank=True, default="")
    encoding = models.TextField(blank=True, default="", help_text="as a person said; empty: found")
    load_id = models.UUIDField(null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["made_at"], name="upload_kept", condition=models.Q(state="kept"))
        ]

    def __str__(self) -> str:
        return self.file_name
