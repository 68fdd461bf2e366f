"""What stands beside what the public sent in: a picture, and whether its address answers."""

from typing import ClassVar

from django.db import models

from liupan.capabilities.opendata.models.public_acts import Submission
from liupan.kernel.ids import uuid7


class Picture(models.Model):
    """The picture of an entry of the gallery (成果图片), as it was drawn anew: a PNG."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, primary_key=True, related_name="picture"
    )
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    words = models.TextField(help_text="what can be seen, for those who do not see it")


class Link(models.Model):
    """An address elsewhere that is looked at by night (外部链接), and how it answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.TextField(unique=True)
    looked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="one after the other")
    said = models.TextField(blank=True, default="", help_text="what was wrong the last time")
    failing_since = models.DateTimeField(null=True, help_text="first of these failures")
    dead_since = models.DateTimeField(null=True, help_text="failed too often, since then")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["looked_at"], name="link_to_look_at")]

    def __str__(self) -> str:
        return self.address
