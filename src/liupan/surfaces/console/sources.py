"""What the console adds to the administrators' navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.identity.facade import MANAGE_ACCOUNTS

navigation.add(
    Entry(
        key="console.accounts",
        label=_("Accounts"),
        icon="users",
        url_name="console:accounts",
        place=Place.ADMINISTRATION,
        permissions=(MANAGE_ACCOUNTS,),
        order=30,
    )
)
