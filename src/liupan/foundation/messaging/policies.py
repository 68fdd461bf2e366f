"""Who looks after deliveries. One's own notices need no right."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

MANAGE_DELIVERIES = declare(
    "messaging.delivery.manage", _("watch and retry deliveries"), duty=Duty.SYSTEM
)
MANAGE_WEBHOOKS = declare(
    "messaging.webhook.manage", _("look after addresses that are called"), duty=Duty.SYSTEM
)
