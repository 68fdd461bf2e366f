"""Where everybody finds open data."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="opendata.home",
        label=_("Open data"),
        url_name="opendata:home",
        place=Place.OPENNESS,
        order=43,
    )
)
