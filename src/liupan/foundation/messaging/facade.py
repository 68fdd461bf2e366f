"""The door of `messaging`."""

from liupan.foundation.messaging.kinds import Kind, declare_kind, kinds
from liupan.foundation.messaging.operations import (
    add_webhook,
    read_notices,
    retire_webhook,
    retry_delivery,
    set_wishes,
)
from liupan.foundation.messaging.policies import MANAGE_DELIVERIES, MANAGE_WEBHOOKS
from liupan.foundation.messaging.queries import (
    DeliveryRef,
    NoticeRef,
    Wishes,
    count_deliveries,
    count_unread,
    find_notice,
    list_dead,
    list_notices,
    wishes_of,
)
from liupan.foundation.messaging.telling import notify

__all__ = [
    "MANAGE_DELIVERIES",
    "MANAGE_WEBHOOKS",
    "DeliveryRef",
    "Kind",
    "NoticeRef",
    "Wishes",
    "add_webhook",
    "count_deliveries",
    "count_unread",
    "declare_kind",
    "find_notice",
    "kinds",
    "list_dead",
    "list_notices",
    "notify",
    "read_notices",
    "retire_webhook",
    "retry_delivery",
    "set_wishes",
    "wishes_of",
]
