"""What identity adds under a person's own name."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="identity.account",
        label=_("My account"),
        icon="user",
        url_name="identity_account",
        place=Place.ACCOUNT,
        order=10,
    )
)
navigation.add(
    Entry(
        key="identity.sessions",
        label=_("Devices"),
        icon="phone",
        url_name="identity_sessions",
        place=Place.ACCOUNT,
        order=20,
    )
)
