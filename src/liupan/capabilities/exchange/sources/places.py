"""Where the office stands in the navigation: its front, with its lists as tabs."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.policies import READ
from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="exchange.services",
        label=_("Data exchange"),
        icon="cloud",
        url_name="exchange:services",
        place=Place.WORK,
        order=53,
        permissions=(READ,),
    )
)
navigation.add(
    Entry(
        key="exchange.systems",
        within="exchange.services",
        label=_("Systems that call"),
        icon="key",
        url_name="exchange:systems",
        place=Place.WORK,
        order=54,
        permissions=(READ,),
    )
)
