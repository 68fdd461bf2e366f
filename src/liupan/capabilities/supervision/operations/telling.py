"""Whom an act concerns is told, in the act's transaction."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.queries.searchable import page_of
from liupan.foundation.access.facade import list_holders
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Permission

TO_SIGN = declare_kind("supervision.to_sign", _("An item was handed to the unit"))
URGED = declare_kind("supervision.urged", _("An item is urged"), urgent=True)
VISITED = declare_kind("supervision.visited", _("An item was checked on the spot"))
TO_ENDORSE = declare_kind("supervision.to_endorse", _("A report waits for the leader"))
TO_VERIFY = declare_kind("supervision.to_verify", _("A report waits for verification"))
RETURNED = declare_kind("supervision.returned", _("A report was returned"))
CLOSED = declare_kind("supervision.closed", _("An item was closed"))
ASKED = declare_kind("supervision.asked", _("More time or a pause is asked for"))
DECIDED = declare_kind("supervision.decided", _("A request was decided"))
SHEET = declare_kind("supervision.sheet", _("A supervision sheet was issued"), urgent=True)
ANSWERED = declare_kind("supervision.answered", _("A sheet was answered or lapsed"))
NOTED = declare_kind("supervision.noted", _("A leader gave a note"), urgent=True)
CHANGED = declare_kind("supervision.changed", _("An item was passed on, paused or reopened"))
LATE = declare_kind("supervision.late", _("An item became late"), urgent=True)


def people_with(permission: Permission, unit_id: UUID, day: date) -> frozenset[UUID]:
    """Accounts that hold the right over the unit, to be told."""
    if is_quiet():
        return frozenset()
    return list_holders(permission, day, unit_id=unit_id)


def tell(
    people: Iterable[UUID],
    kind: Kind,
    item: Item,
    by: By,
    title: str | Promise,
    body: str | Promise = "",
    key: str | None = None,
) -> None:
    """Tell people about an act on an item; who acts is not told."""
    notify(
        set(people) - {by.actor.id},
        title=title,
        kind=kind.code,
        now=by.now,
        body=body,
        url=page_of(item),
        group=str(item.root_id),
        key=key,
    )
