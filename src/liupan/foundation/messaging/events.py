"""Facts of `messaging`. Texts and addresses stay out: they are personal."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class NoticesRead(Fact, code="messaging.notices.read", label=pgettext_lazy("act", "notices read")):
    """A person read notices; `thing_id` is the person."""

    count: int


@dataclass(frozen=True, kw_only=True)
class WishesSet(
    Fact, code="messaging.wishes.set", label=pgettext_lazy("act", "notice settings changed")
):
    """A person said by which channels to be told of what, and when to be left in peace."""

    muted: tuple[str, ...]
    quiet_from: str
    quiet_to: str
    digest: bool


@dataclass(frozen=True, kw_only=True)
class WebhookAdded(
    Fact, code="messaging.webhook.added", label=pgettext_lazy("act", "webhook added")
):
    """A machine account gave an address to call."""

    account_id: UUID
    url: str


@dataclass(frozen=True, kw_only=True)
class WebhookRetired(
    Fact, code="messaging.webhook.retired", label=pgettext_lazy("act", "webhook retired")
):
    """An address is not called any more."""

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookPaused(
    Fact, code="messaging.webhook.paused", label=pgettext_lazy("act", "calls to a machine paused")
):
    """An address is not called for a while; what is for it waits."""

    account_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class WebhookResumed(
    Fact, code="messaging.webhook.resumed", label=pgettext_lazy("act", "calls to a machine resumed")
):
    """A paused address is called again, with what has waited."""

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookTried(
    Fact, code="messaging.webhook.tried", label=pgettext_lazy("act", "trial call handed in")
):
    """A trial call was handed in for an address."""

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class DeliveryRetried(
    Fact, code="messaging.delivery.retried", label=pgettext_lazy("act", "notice sent again")
):
    """A delivery that had been given up was handed in again."""

    channel: str
