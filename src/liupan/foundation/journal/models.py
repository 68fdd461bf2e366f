"""The journal's tables.

`Entry`, `Concern`, `Pending` and `Link` are written by database functions only (see
`migrations/_functions.py`): the application's role owns none of them and may neither insert,
update nor delete. The others are ordinary rows.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


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
    secrecy = models.PositiveSmallIntegerField(default=Secrecy.PUBLIC)
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
    """One link of the SM3 chain: `hash = SM3(previous hash + SM3(canonical text of the entry))`.

    Link 0 has no entry; its hash is drawn for the installation.
    """

    seq = models.BigIntegerField(primary_key=True)
    pos = models.BigIntegerField(unique=True)
    hash = models.BinaryField()


class Cursor(models.Model):
    """How far a handler has heard: every link up to `seq` was handled or stands in `Delivery`."""

    handler = models.TextField(primary_key=True)
    seq = models.BigIntegerField()


class Delivery(models.Model):
    """A fact that a handler could not take, or that waits behind such a one of the same thing."""

    class State(models.TextChoices):
        """Waits for its next try, or given up until somebody asks for another."""

        WAITING = "waiting"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handler = models.TextField()
    seq = models.BigIntegerField()
    pos = models.BigIntegerField()
    thing_id = models.UUIDField()
    state = models.TextField(choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["handler", "thing_id", "seq"], name="journal_delivery_once"
            )
        ]


class Verification(models.Model):
    """One check of the whole chain: asked for, running, done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    last_seq = models.BigIntegerField(null=True)
    last_hash = models.BinaryField(null=True)
    entries = models.BigIntegerField(default=0)
    findings = models.JSONField(default=list)
