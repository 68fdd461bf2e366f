"""Routes of the account pages, and the entry that leads there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation, requires
from liupan.foundation.identity.facade import MANAGE_ACCOUNTS
from liupan.surfaces.console import accounts

urlpatterns = [
    path("accounts/", requires(MANAGE_ACCOUNTS)(accounts.Accounts.as_view()), name="accounts"),
    path("accounts/open/", accounts.open_account, name="account_open"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/reset-link/", accounts.reset_link, name="account_reset_link"),
    path("accounts/<uuid:account_id>/tokens/issue/", accounts.issue_token, name="account_token"),
    path(
        "accounts/<uuid:account_id>/tokens/<uuid:token_id>/revoke/",
        accounts.revoke_token,
        name="account_token_revoke",
    ),
    path("accounts/<uuid:account_id>/<slug:name>/", accounts.act, name="account_act"),
]

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
