"""Whom an act concerns is told, in the act's transaction."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.foundation.messaging.facade import Kind, declare_kind, notify
from liupan.foundation.organisations.facade import list_holders
from liupan.foundation.seals.models import Seal, Use
from liupan.foundation.seals.operations.keeping import By
from liupan.kernel.work import place

SEAL_MOVED = declare_kind("seals.seal_moved", _("A seal of yours was made, passed on or stopped"))
USE_DECIDED = declare_kind("seals.use_decided", _("A request to use a seal was decided"))
EXPIRING = declare_kind("seals.expiring", _("A certificate expires soon"), urgent=True)

Text = str | Promise


def tell_keepers(seal: Seal, by: By, title: Text, body: Text = "") -> None:
    """Tell whoever holds the post that keeps the seal."""
    holders = list_holders([seal.keeper_post_id], by.today)
    url = place("seals:seal", seal.id)
    _tell({h.account_id for h in holders}, SEAL_MOVED, by, title, body, url, str(seal.id))


def tell_requester(use: Use, by: By, title: Text, body: Text = "") -> None:
    """Tell whoever asked for the use."""
    _tell([use.requested_by], USE_DECIDED, by, title, body, place("seals:use", use.id), str(use.id))


def _tell(
    people: Iterable[UUID], kind: Kind, by: By, title: Text, body: Text, url: str, group: str
) -> None:
    others = set(people) - {by.actor.id}
    notify(others, title=title, kind=kind.code, now=by.now, body=body, url=url, group=group)
