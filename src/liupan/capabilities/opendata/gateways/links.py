"""Addresses elsewhere are looked at (链接检查), guarded: strangers name them, so no network of
ours is asked, not even one that calls may reach; each redirection is looked at as well."""

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.rules.links import THERE
from liupan.foundation.messaging.facade import Undelivered, fetch

MOST, PATIENCE = 4 * 1024 * 1024, 20.0


def what_is_wrong(address: str) -> str:
    """Why an address does not answer, "" when it does. One request."""
    try:
        fetch(address, accept="*/*", most=MOST, seconds=PATIENCE, is_public_only=True)
    except Undelivered as error:
        if error.status in THERE:
            return ""
        return str(error) if error.for_good or error.status else _("no answer")
    return ""
