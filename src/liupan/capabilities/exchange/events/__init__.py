"""Events of exchange: services and systems here, messages in their own log."""

from liupan.capabilities.exchange.events.services import (
    AboutService,
    ItemsMapped,
    ServiceChanged,
    ServiceEnded,
    ServiceOpened,
    ServicePaused,
    ServiceResumed,
    ServiceSetUp,
)
from liupan.capabilities.exchange.events.systems import (
    AboutSystem,
    CredentialMade,
    CredentialRevoked,
    SystemChanged,
    SystemClosed,
    SystemRegistered,
)

__all__ = [
    "AboutService",
    "AboutSystem",
    "CredentialMade",
    "CredentialRevoked",
    "ItemsMapped",
    "ServiceChanged",
    "ServiceEnded",
    "ServiceOpened",
    "ServicePaused",
    "ServiceResumed",
    "ServiceSetUp",
    "SystemChanged",
    "SystemClosed",
    "SystemRegistered",
]
