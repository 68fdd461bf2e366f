"""Facts of subscriptions (变更推送)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutSubscription(Fact):
    """What every fact carries of a subscription; `thing_id` is the subscription."""

    service: str
    consumer_id: UUID
    grant_number: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionMade(AboutSubscription, code="exchange.subscription.made"):
    """Changes are pushed to a system from now on."""

    address: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionPaused(AboutSubscription, code="exchange.subscription.paused"):
    """Nothing is pushed until it is resumed."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionResumed(AboutSubscription, code="exchange.subscription.resumed"):
    """Changes are pushed again, from where it was paused."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(AboutSubscription, code="exchange.subscription.ended"):
    """Nothing is pushed any more."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchTaken(AboutSubscription, code="exchange.batch.taken"):
    """The system took a batch of changes."""

    batch_id: UUID
    changes: int
    attempts: int


@dataclass(frozen=True, kw_only=True)
class BatchDied(AboutSubscription, code="exchange.batch.died"):
    """A batch was given up (死信); what follows goes on without it."""

    batch_id: UUID
    changes: int
    attempts: int
    trouble: str


@dataclass(frozen=True, kw_only=True)
class BatchesReplayed(AboutSubscription, code="exchange.batch.replayed"):
    """Batches that were given up are sent again."""

    batch_ids: tuple[UUID, ...]
