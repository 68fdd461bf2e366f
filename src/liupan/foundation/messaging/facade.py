"""The door of `messaging`."""

from liupan.foundation.messaging.gateways import Fetched, Undelivered, fetch
from liupan.foundation.messaging.kinds import Kind, declare_kind, kinds
from liupan.foundation.messaging.operations import (
    WebhookEnded,
    add_webhook,
    pause_webhook,
    read_notices,
    resume_webhook,
    retire_webhook,
    retry_delivery,
    set_wishes,
    try_webhook,
)
from liupan.foundation.messaging.policies import MANAGE_DELIVERIES, MANAGE_WEBHOOKS
from liupan.foundation.messaging.queries import (
    CallRef,
    DeliveryRef,
    NoticeRef,
    WebhookRef,
    WebhookState,
    Wishes,
    count_deliveries,
    count_unread,
    find_notice,
    find_webhook,
    list_calls,
    list_dead,
    list_notices,
    list_webhooks,
    wishes_of,
)
from liupan.foundation.messaging.quiet import is_quiet, quietly
from liupan.foundation.messaging.telling import notify, notify_at

__all__ = [
    "MANAGE_DELIVERIES",
    "MANAGE_WEBHOOKS",
    "CallRef",
    "DeliveryRef",
    "Fetched",
    "Kind",
    "NoticeRef",
    "Undelivered",
    "WebhookEnded",
    "WebhookRef",
    "WebhookState",
    "Wishes",
    "add_webhook",
    "count_deliveries",
    "count_unread",
    "declare_kind",
    "fetch",
    "find_notice",
    "find_webhook",
    "is_quiet",
    "kinds",
    "list_calls",
    "list_dead",
    "list_notices",
    "list_webhooks",
    "notify",
    "notify_at",
    "pause_webhook",
    "quietly",
    "read_notices",
    "resume_webhook",
    "retire_webhook",
    "retry_delivery",
    "set_wishes",
    "try_webhook",
    "wishes_of",
]
