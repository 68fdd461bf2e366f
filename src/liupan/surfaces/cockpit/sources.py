"""What the cockpit adds to navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.surfaces.cockpit.policies import VIEW_COCKPIT

navigation.add(
    Entry(
        key="cockpit.page",
        label=_("Leaders' cockpit"),
        icon="trend",
        url_name="cockpit:page",
        place=Place.MINE,
        order=30,
        permissions=(VIEW_COCKPIT,),
        on_phone=True,
    )
)
