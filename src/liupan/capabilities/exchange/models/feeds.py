"""Subscriptions: changes that are pushed to a system, batch by batch."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.models.services import Service
from liupan.capabilities.exchange.models.systems import System
from liupan.capabilities.exchange.rules import feeds
from liupan.kernel.ids import uuid7

S, B = feeds.State, feeds.BatchState


class Subscription(models.Model):
    """Changes of a service pushed to a system (变更推送订阅). Ended, never deleted.

    `position` is behind the last change that was taken, or given up: it moves with the batch.
    `due_at` is real time: not before, and while a worker delivers, the end of its lease.
    """

    class State(models.TextChoices):
        """See `rules.feeds.State`."""

        ACTIVE = S.ACTIVE.value, pgettext_lazy("subscription", "active")
        PAUSED = S.PAUSED.value, pgettext_lazy("subscription", "paused")
        ENDED = S.ENDED.value, pgettext_lazy("subscription", "ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    system = models.ForeignKey(System, models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    grant_id = models.UUIDField()
    grant_number = models.TextField()
    case = models.TextField()
    address = models.TextField()
    sealed_secret = models.TextField()
    state = models.TextField(choices=State.choices, default=State.ACTIVE)
    reason = models.TextField(blank=True, default="", help_text="of being paused or ended")
    position = models.TextField(blank=True, default="")
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grant_id", "system", "address"],
                condition=~Q(state=S.ENDED.value),
                name="subscription_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="subscription_due", condition=Q(state=S.ACTIVE.value)
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Batch(models.Model):
    """Changes that go out together (推送批次), as places in the feed: their values are read anew
    at every attempt and kept nowhere."""

    class State(models.TextChoices):
        """See `rules.feeds.BatchState`."""

        WAITING = B.WAITING.value, pgettext_lazy("batch", "on its way")
        TAKEN = B.TAKEN.value, pgettext_lazy("batch", "taken")
        DEAD = B.DEAD.value, pgettext_lazy("batch", "given up")
        QUEUED = B.QUEUED.value, pgettext_lazy("batch", "to be sent again")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="batches")
    after = models.TextField(blank=True, default="")
    until = models.TextField(blank=True, default="")
    changes = models.PositiveIntegerField(default=0)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    is_replay = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True, default="")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subscription"],
                condition=Q(state=B.WAITING.value),
                name="batch_one_at_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subscription", "-begun_at"], name="batch_of_subscription"),
        ]

    def __str__(self) -> str:
        return str(self.id)
