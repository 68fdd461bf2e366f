"""The key of each person; destroying it erases the person's values wherever they were sealed."""

from typing import ClassVar

from django.db import models


class MasterKey(models.Model):
    """The fingerprint of the master key that wraps new keys; one row. The key is never stored."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fingerprint = models.TextField()
    rotated_at = models.DateTimeField(null=True)


class PersonKey(models.Model):
    """An SM4 key, wrapped by the master key of this fingerprint. Destroyed keys keep their row."""

    person_id = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField(null=True)
    fingerprint = models.TextField(default="")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False) ^ models.Q(destroyed_at__isnull=False),
                name="person_key_is_whole_or_destroyed",
            )
        ]
