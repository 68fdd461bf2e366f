"""Whom an act on an outgoing document concerns is told, in the act's transaction."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.models import Outgoing
from liupan.foundation.access.facade import list_cleared
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify, notify_at
from liupan.foundation.organisations.facade import By
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

RETURNED = declare_kind("correspondence.returned", _("A draft of yours was returned"))
SIGNED_OFF = declare_kind("correspondence.signed_off", _("A draft of yours was signed off"))
ARRIVED = declare_kind("correspondence.arrived", _("A document came to the unit"))
VOIDED = declare_kind("correspondence.voided", _("A document was made void"), urgent=True)
MARK_TO_DECIDE = declare_kind("correspondence.mark_to_decide", _("A secrecy mark is to be decided"))
MARK_DECIDED = declare_kind("correspondence.mark_decided", _("A secrecy mark was decided"))
MARK_CHANGED = declare_kind("correspondence.mark_changed", _("A secrecy mark was changed"))
MARK_ENDS = declare_kind("correspondence.mark_ends", _("The period of a secret document ends"))
LATE = declare_kind("correspondence.late", _("A document was not issued in time"), urgent=True)


def page_of(document: Outgoing) -> str:
    """The document's page."""
    return place("correspondence:outgoing", document.id)


def tell(
    people: Iterable[UUID],
    kind: Kind,
    document: Outgoing,
    by: By,
    title: str | Promise,
    body: str = "",
    *,
    url: str = "",
    key: str | None = None,
) -> None:
    """Tell people about an act on a document; who acts is not told, nor who may not see it."""
    url = url or page_of(document)
    people = list_cleared(frozenset(people), Secrecy(document.secrecy))
    tell_of(people, kind, document.id, by, title, body, url=url, key=key)


def tell_of(
    people: Iterable[UUID],
    kind: Kind,
    document_id: UUID,
    by: By,
    title: str | Promise,
    body: str,
    *,
    url: str,
    key: str | None = None,
) -> None:
    """The same of a document that was sent or received; `url`: its page."""
    notify(
        set(people) - {by.actor.id}, title=title, kind=kind.code, now=by.now, body=body,
        url=url, group=str(document_id), key=key,
    )  # fmt: skip


def tell_at(
    places: Mapping[str, Iterable[UUID]],
    kind: Kind,
    document: Outgoing,
    by: By,
    title: str | Promise,
    body: str = "",
) -> None:
    """Tell people at many units at once, each by the address of their own thing; who acts is not
    told, nor who may not see the document."""
    if is_quiet():
        return
    everybody = frozenset(one for people in places.values() for one in people) - {by.actor.id}
    able = list_cleared(everybody, Secrecy(document.secrecy))
    others = {url: able & set(people) for url, people in places.items()}
    notify_at(
        others, title=title, kind=kind.code, now=by.now, body=body, group=str(document.id)
    )  # fmt: skip
