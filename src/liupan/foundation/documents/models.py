"""What was kept, and what it is attached to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class Content(models.Model):
    """One file on the disk, encrypted under its unit's key; never changed, never deleted.

    The same content is kept once for a unit and a secrecy level, however often it is attached. Two
    at the same moment may keep it twice: that costs room and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    secrecy = models.PositiveSmallIntegerField()
    sm3 = models.TextField(help_text="hexadecimal, of the content as it was handed in")
    size = models.PositiveBigIntegerField(help_text="in bytes")
    media_type = models.TextField()
    sealed_key = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(secrecy__lte=Secrecy.TOP_SECRET.value), name="content_level_exists"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["sm3", "owner_unit", "secrecy"], name="content_same")
        ]


class File(models.Model):
    """A content under a name, attached to a thing (附件). Withdrawn ones stay, unseen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content = models.ForeignKey(Content, models.PROTECT, related_name="files")
    name = models.TextField()
    of_type = models.TextField(help_text="office.thing")
    of_id = models.UUIDField()
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_for = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_for="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_for="")
                ),
                name="file_withdrawn_for_a_reason",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["of_id", "kept_at"], name="file_of", condition=Q(withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name
