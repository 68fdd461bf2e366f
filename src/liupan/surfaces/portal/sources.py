"""What the portal adds to its own frame."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import Entry, Place, navigation

for entry in (
    Entry(
        key="portal.home",
        label=pgettext_lazy("the portal's first page", "Home"),
        url_name="portal:home",
        place=Place.PORTAL,
        order=1,
    ),
    Entry(
        key="portal.accessibility",
        label=_("Accessibility statement"),
        url_name="portal:accessibility",
        place=Place.ABOUT,
        order=10,
    ),
    Entry(
        key="portal.privacy",
        label=_("Privacy"),
        url_name="portal:privacy",
        place=Place.ABOUT,
        order=20,
    ),
):
    navigation.add(entry)
