"""Whom an act on an outgoing document concerns is told, in the act's transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations.keeping import By
from liupan.foundation.messaging.facade import Kind, declare_kind, notify
from liupan.kernel.work import place

RETURNED = declare_kind("correspondence.returned", _("A draft of yours was returned"))
SIGNED_OFF = declare_kind("correspondence.signed_off", _("A draft of yours was signed off"))
ARRIVED = declare_kind("correspondence.arrived", _("A document came to the unit"))
VOIDED = declare_kind("correspondence.voided", _("A document was made void"), urgent=True)
LATE = declare_kind("correspondence.late", _("A document was not issued in time"), urgent=True)

_is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Acts within tell nobody: for building a city, where what is long past is no news."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def is_quiet() -> bool:
    """Whether nobody is told at present."""
    return _is_quiet.get()


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
    """Tell people about an act on a document; who acts is not told."""
    if _is_quiet.get():
        return
    notify(
        set(people) - {by.actor.id}, title=title, kind=kind.code, now=by.now, body=body,
        url=url or page_of(document), group=str(document.id), key=key,
    )  # fmt: skip
