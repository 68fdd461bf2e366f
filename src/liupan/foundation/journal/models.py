"""The journal's tables. They are written by database functions only (see migration 0001):
the application's role owns none of them and may neither update nor delete."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One fact (一条记录), as it was recorded, for ever."""

    pos = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, editable=False)
    act = models.TextField()
    thing_type = models.TextField()
    thing_id = models.UUIDField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    operation = models.TextField()
    changes = models.JSONField()
    concerned = ArrayField(models.UUIDField())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["actor_id", "pos"], name="journal_entry_actor"),
            models.Index(fields=["act", "pos"], name="journal_entry_act"),
            models.Index(fields=["at"], name="journal_entry_at"),
        ]


class Concern(models.Model):
    """Which entries concern a thing: the thing itself and everything else the fact names."""

    pk = models.CompositePrimaryKey("thing_id", "pos")
    thing_id = models.UUIDField()
    pos = models.BigIntegerField()


class Pending(models.Model):
    """Entries that are not in the chain yet."""

    pos = models.BigIntegerField(primary_key=True)


class Link(models.Model):
    """One link of the SM3 chain: `hash = SM3(previous hash + canonical text of the entry)`."""

    seq = models.BigIntegerField(primary_key=True)
    pos = models.BigIntegerField(unique=True)
    hash = models.BinaryField()
