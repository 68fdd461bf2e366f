"""Whom an act on an incoming document concerns is told, in the act's transaction."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving.keeping import page_of
from liupan.capabilities.correspondence.policies import REGISTRY
from liupan.capabilities.correspondence.queries.incoming_people import people_with
from liupan.foundation.access.facade import list_cleared
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.secrecy import Secrecy

SENT_BACK = declare_kind("correspondence.sent_back", _("A document was sent back"), urgent=True)
TO_READ = declare_kind("correspondence.to_read", _("A document is put before you to read"))
URGED = declare_kind("correspondence.urged", _("A document is urged"), urgent=True)
DONE = declare_kind("correspondence.done", _("A document was handled"))
LATE = declare_kind(
    "correspondence.incoming_late", _("A document received became late"), urgent=True
)


def registrars(unit_id: UUID, day: date) -> frozenset[UUID]:
    """Who keeps the registry of a unit."""
    return people_with(REGISTRY, unit_id, day)


def tell(
    people: Iterable[UUID],
    kind: Kind,
    incoming: Incoming,
    by: By,
    title: str | Promise,
    body: str | Promise = "",
    key: str | None = None,
) -> None:
    """Tell people about an act, as far as they may see the document; who acts is not told."""
    if is_quiet():
        return
    notify(
        list_cleared(frozenset(people) - {by.actor.id}, Secrecy(incoming.secrecy)),
        title=title,
        kind=kind.code,
        now=by.now,
        body=body,
        url=page_of(incoming),
        group=str(incoming.id),
        key=key,
    )
