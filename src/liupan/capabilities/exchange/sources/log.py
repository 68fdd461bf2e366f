"""Where the message log and the operations view stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.policies import HOLD_LOG, READ_MESSAGES
from liupan.foundation.design.facade import Entry, Place, navigation

for key, label, icon, order, within in (
    ("traffic", _("Operation of the exchange"), "trend", 58, ""),
    ("messages", _("Message log"), "shield", 59, "exchange.traffic"),
):
    navigation.add(
        Entry(
            key=f"exchange.{key}",
            within=within,
            label=label,
            icon=icon,
            url_name=f"exchange:{key}",
            place=Place.WORK,
            order=order,
            permissions=(READ_MESSAGES,),
        )
    )
navigation.add(
    Entry(
        key="exchange.holds",
        within="exchange.traffic",
        label=_("Holds of the log"),
        icon="lock",
        url_name="exchange:holds",
        place=Place.WORK,
        order=60,
        permissions=(HOLD_LOG,),
    )
)
