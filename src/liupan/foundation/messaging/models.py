"""What people were told, by which channels it goes out, and what they wish."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.kernel.ids import uuid7


class Channel(models.TextChoices):
    """How somebody can be told."""

    IN_APP = "in_app", _("in Liupan")
    EMAIL = "email", _("by e-mail")
    SMS = "sms", _("by text message")
    WEBHOOK = "webhook", _("by a call to a machine")


class Notice(models.Model):
    """Something one account was told (消息). `group` puts notices on one thing together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    kind = models.TextField()
    title = models.TextField()
    body = models.TextField(blank=True, default="")
    url = models.TextField(blank=True, default="")
    group = models.TextField(blank=True, default="")
    key = models.TextField(null=True, help_text="told once for each account and key")
    urgent = models.BooleanField(default=False)
    shown = models.BooleanField(default=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "key"], name="notice_told_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account_id"],
                name="notice_unread",
                condition=Q(read_at__isnull=True, shown=True),
            ),
            models.Index(fields=["account_id", "-id"], name="notice_of_account"),
        ]


class Webhook(models.Model):
    """An address a machine account wants called. `secret` is sealed under the account's key.

    While it is paused its deliveries wait; once retired it is called no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    url = models.TextField()
    secret = models.TextField()
    kinds = models.JSONField(default=list, help_text="codes; empty means all")
    added_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["account_id"], name="webhook_live", condition=Q(retired_at__isnull=True)
            )
        ]


class Delivery(models.Model):
    """A notice on its way out by one channel, at least once. `due_at` and `sent_at` are real time.

    While somebody sends it, `due_at` is the end of their lease.
    """

    class State(models.TextChoices):
        """Where the delivery stands."""

        WAITING = "waiting", _("waiting to be sent")
        SENT = "sent", _("sent")
        RECORDED = "recorded", _("written down, not sent")
        DEAD = "dead", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.TextField(choices=Channel.choices)
    webhook = models.ForeignKey(Webhook, models.PROTECT, null=True, related_name="deliveries")
    in_digest = models.BooleanField(default=False)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["-id"], name="delivery_dead", condition=Q(state="dead")),
            models.Index(
                fields=["webhook", "-id"],
                name="delivery_of_webhook",
                condition=Q(webhook__isnull=False),
            ),
        ]


class Mute(models.Model):
    """A person does not want a kind by a channel. `kind` "" stands for all kinds."""

    account_id = models.UUIDField()
    kind = models.TextField(blank=True, default="")
    channel = models.TextField(choices=Channel.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "kind", "channel"], name="mute_once")
        ]


class Habit(models.Model):
    """When a person wants to be left in peace (免打扰), and whether mail comes once a day."""

    account_id = models.UUIDField(primary_key=True, editable=False)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    digest = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]
