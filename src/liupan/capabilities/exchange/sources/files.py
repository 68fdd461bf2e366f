"""Where my data stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.policies import MANAGE_FEEDS, TAKE_FILES, TRACE_FILES, TRY
from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="exchange.mine",
        label=_("My data"),
        icon="download",
        url_name="exchange:mine",
        place=Place.MINE,
        order=60,
        permissions=(TAKE_FILES, MANAGE_FEEDS, TRY),
    )
)
navigation.add(
    Entry(
        key="exchange.trace",
        label=_("Whose file is this?"),
        icon="eye",
        url_name="exchange:trace",
        place=Place.WORK,
        order=60,
        permissions=(TRACE_FILES,),
    )
)
