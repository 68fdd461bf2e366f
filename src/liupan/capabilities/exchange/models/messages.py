"""The message log: messages, their place in the chain, signed roots. See `migrations/_log.py`.

The servers' role inserts messages and reads; links and roots are appended by a function only.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange.rules import calls
from liupan.kernel.ids import uuid7

W, F = calls.Way, calls.Fault


class Message(models.Model):
    """One exchanged message (交换日志), as it was recorded. Never changed; ends with its month."""

    class Way(models.TextChoices):
        """See `rules.calls.Way`."""

        QUERY = W.QUERY.value, pgettext_lazy("message", "query")
        FILE = W.FILE.value, pgettext_lazy("message", "file")
        FEED = W.FEED.value, pgettext_lazy("message", "changes")
        META = W.META.value, pgettext_lazy("message", "what there is")

    class Fault(models.TextChoices):
        """See `rules.calls.Fault`."""

        NONE = F.NONE.value, pgettext_lazy("message", "delivered")
        CALLER = F.CALLER.value, pgettext_lazy("message", "refused: caller")
        PROVIDER = F.PROVIDER.value, pgettext_lazy("message", "failed: provider")
        PLATFORM = F.PLATFORM.value, pgettext_lazy("message", "failed: platform")

    pos = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(editable=False)
    at_us = models.BigIntegerField(help_text="microseconds since 1970, by the city's clock")
    recorded_at = models.DateTimeField()
    request_id = models.TextField()
    way = models.TextField(choices=Way.choices)
    door = models.TextField()
    system_id = models.UUIDField(null=True)
    consumer_id = models.UUIDField(null=True)
    provider_id = models.UUIDField(null=True)
    service_id = models.UUIDField(null=True)
    service = models.TextField()
    grant_id = models.UUIDField(null=True)
    grant_version = models.IntegerField()
    case_number = models.TextField()
    method = models.TextField()
    status = models.IntegerField()
    code = models.TextField()
    fault = models.TextField(choices=Fault.choices)
    row_count = models.BigIntegerField()
    sent = models.BigIntegerField()
    took_us = models.BigIntegerField()
    request_hash = models.TextField()
    response_hash = models.TextField()

    class Meta:
        verbose_name = _("exchanged message")

    def __str__(self) -> str:
        return self.request_id


class PendingMessage(models.Model):
    """Messages that are not in the chain yet."""

    pos = models.BigIntegerField(primary_key=True)
    at_us = models.BigIntegerField()


class Link(models.Model):
    """A message's place in the chain: `hash = SM3(previous hash + digest of its text)`."""

    pos = models.BigIntegerField(primary_key=True)
    at_us = models.BigIntegerField()
    seq = models.BigIntegerField()
    digest = models.BinaryField()


class RootKey(models.Model):
    """A key of this installation that signs roots (链根签名密钥). Never changed."""

    id = models.UUIDField(primary_key=True, editable=False)
    public_key = models.BinaryField(help_text="SubjectPublicKeyInfo, SM2")
    sealed = models.TextField()
    made_at = models.DateTimeField()


class Root(models.Model):
    """The chain's hash after a second's messages, signed (链根). Number 0 begins the chain."""

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField(db_index=True)
    count = models.IntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    at_us = models.BigIntegerField()
    key_id = models.UUIDField(null=True)
    signature = models.BinaryField()

    def __str__(self) -> str:
        return str(self.number)


class Archive(models.Model):
    """A month of the log, written out sealed (日志归档); gone since `dropped_at`."""

    month = models.TextField(primary_key=True, help_text="y2017m11")
    first_root = models.BigIntegerField()
    last_root = models.BigIntegerField()
    messages = models.BigIntegerField()
    file = models.TextField()
    size = models.BigIntegerField()
    sm3 = models.TextField()
    written_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.month


class Hold(models.Model):
    """Messages of these days are not removed (日志保全), until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.TextField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="hold_has_days"
            )
        ]

    def __str__(self) -> str:
        return self.reason
