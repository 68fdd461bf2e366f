"""Tables of exchange, a subject in each module."""

from liupan.capabilities.exchange.models.answers import KeptAnswer
from liupan.capabilities.exchange.models.doors import Nonce, Usage
from liupan.capabilities.exchange.models.feeds import Batch, Subscription
from liupan.capabilities.exchange.models.files import SharedFile
from liupan.capabilities.exchange.models.messages import (
    Archive,
    Hold,
    Link,
    Message,
    PendingMessage,
    Root,
    RootKey,
)
from liupan.capabilities.exchange.models.pulling import PullRun, PullSource
from liupan.capabilities.exchange.models.services import Service, ServiceField
from liupan.capabilities.exchange.models.systems import Credential, System
from liupan.capabilities.exchange.models.traffic import Alarm, Daily, Hourly
from liupan.capabilities.exchange.models.uploads import Upload

__all__ = [
    "Alarm",
    "Archive",
    "Batch",
    "Credential",
    "Daily",
    "Hold",
    "Hourly",
    "KeptAnswer",
    "Link",
    "Message",
    "Nonce",
    "PendingMessage",
    "PullRun",
    "PullSource",
    "Root",
    "RootKey",
    "Service",
    "ServiceField",
    "SharedFile",
    "Subscription",
    "System",
    "Upload",
    "Usage",
]
