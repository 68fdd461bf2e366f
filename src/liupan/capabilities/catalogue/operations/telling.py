"""Whom an act concerns is told, in the act's transaction."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.queries.searchable import page_of
from liupan.foundation.access.facade import list_holders
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Permission

TO_REGISTER = declare_kind("catalogue.to_register", _("An entry waits for registration review"))
TO_PUBLISH = declare_kind("catalogue.to_publish", _("An entry waits for publication review"))
DECIDED = declare_kind("catalogue.decided", _("An entry was reviewed"))
TAKEN_OUT = declare_kind("catalogue.taken_out", _("A published entry was withdrawn"))


def tell_holders(
    permission: Permission, kind: Kind, edition: Edition, by: By, title: str | Promise
) -> None:
    """Tell who holds the right over the entry's unit."""
    if not is_quiet():
        people = list_holders(permission, by.today, unit_id=edition.unit_id)
        tell(people, kind, edition, by, title)


def tell(
    people: Iterable[UUID | None],
    kind: Kind,
    edition: Edition,
    by: By,
    title: str | Promise,
    body: str = "",
) -> None:
    """Tell people about an act on an entry; who acts is not told."""
    notify(
        {person for person in people if person} - {by.actor.id},
        title=title,
        kind=kind.code,
        now=by.now,
        body=body,
        url=page_of(edition),
        group=str(edition.resource_id),
    )


def tell_at(
    people: Iterable[UUID | None],
    kind: Kind,
    by: By,
    title: str | Promise,
    *,
    url: str,
    group: UUID,
    body: str | Promise = "",
) -> None:
    """Tell people about anything else of the office; who acts is not told."""
    notify(
        {person for person in people if person} - {by.actor.id},
        title=title,
        kind=kind.code,
        now=by.now,
        body=body,
        url=url,
        group=str(group),
    )


def holders(permission: Permission, by: By, unit_id: UUID | None = None) -> frozenset[UUID]:
    """Who holds a right over the unit, to be told; nobody while it is quiet."""
    return frozenset() if is_quiet() else list_holders(permission, by.today, unit_id=unit_id)
