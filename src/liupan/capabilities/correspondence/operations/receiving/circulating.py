"""Putting a document before people (传阅): who has it, since when, who has read it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import (
    DocumentCirculated,
    DocumentHandled,
    DocumentRead,
)
from liupan.capabilities.correspondence.models import Incoming, Reader
from liupan.capabilities.correspondence.operations.clearing import require_cleared_people
from liupan.capabilities.correspondence.operations.receiving import telling
from liupan.capabilities.correspondence.operations.receiving.keeping import (
    about,
    keep,
    locked,
    require_in,
    save,
)
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.rules.receiving import ACCEPTED, Purpose, State
from liupan.foundation.calendar.facade import working_days_between
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.statements import asked, update


@operation
def circulate_document(
    *, incoming_id: UUID, readers: Collection[UUID], actor: Actor, now: datetime
) -> int:
    """Put an accepted document before people; how many had not had it before.

    Done and read by all, it is read again by those who come new. Raises `Missing`,
    `NotAuthorised`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    require_over(actor, REGISTRY, incoming.unit_id, incoming.secrecy)
    require_in(incoming, *ACCEPTED)
    return put_before(incoming, readers, by)


@operation
def read_document(*, incoming_id: UUID, actor: Actor, now: datetime, words: str = "") -> None:
    """Say that one has read it (阅知), with a word or without. When all have, what is for reading
    is done. Once more changes nothing. Raises `Missing`."""
    by = By(actor, now)
    incoming = locked(incoming_id, actor)
    row = _reader.first(incoming.id, actor.id)
    if row is None:
        raise Missing(_("There is no such document."))
    own(actor, row.person_id)
    if row.read_at is not None:
        nothing_changed()
        return
    row.read_at, row.words = now, words.strip()
    update(row, "read_at", "words")
    left = len(_unread(incoming.id))
    keep(incoming, DocumentRead(**about(incoming, by), still_reading=left), by, words)
    if not left and incoming.standing is State.READING:
        _all_have_read(incoming, by)


def put_before(incoming: Incoming, readers: Collection[UUID], by: By) -> int:
    """Rows for those who have not had it, and their notices. Raises `InvalidInput`."""
    _require_people(readers, incoming)
    had = set(_readers(incoming.id))
    new = [one for one in dict.fromkeys(readers) if one not in had]
    if not new:
        nothing_changed()
        return 0
    Reader.objects.bulk_create(
        Reader(incoming=incoming, person_id=one, sent_by=by.actor.id, sent_at=by.now) for one in new
    )
    if incoming.purpose == Purpose.READING and incoming.standing is State.DONE:
        incoming.state, incoming.done_at = State.READING, None
        save(incoming, "state", "done_at")
    fact = DocumentCirculated(
        **{**about(incoming, by), "concerned": tuple(sorted(new))}, readers=tuple(sorted(new))
    )
    keep(incoming, fact, by, values={"readers": [str(one) for one in new]})
    title = _("To read: %(title)s") % {"title": incoming.title}
    telling.tell(new, telling.TO_READ, incoming, by, title, incoming.from_name)
    return len(new)


@asked
def _reader(incoming_id: UUID, person_id: UUID) -> QuerySet[Reader]:
    return Reader.objects.filter(incoming_id=incoming_id, person_id=person_id)


@asked
def _readers(incoming_id: UUID) -> QuerySet[Reader, UUID]:
    return Reader.objects.filter(incoming_id=incoming_id).values_list("person_id", flat=True)


@asked
def _unread(incoming_id: UUID) -> QuerySet[Reader, UUID]:
    rows = Reader.objects.filter(incoming_id=incoming_id, read_at=None)
    return rows.values_list("person_id", flat=True)


def _require_people(readers: Collection[UUID], incoming: Incoming) -> None:
    found = list_accounts(readers)
    if not readers or any(one not in found or not found[one].is_open for one in readers):
        words = _("Name people with an open account.")
        raise InvalidInput(words, fields={"readers": [words]})
    require_cleared_people(readers, incoming, "readers")


def _all_have_read(incoming: Incoming, by: By) -> None:
    incoming.state, incoming.done_at = State.DONE, by.now
    save(incoming, "state", "done_at")
    days = working_days_between(clock.on(incoming.arrived_at), by.today)
    fact = DocumentHandled(
        **about(incoming, by), result=_("Read by all it was put before."), reply_id=None,
        working_days=days, is_late=incoming.is_late,
    )  # fmt: skip
    keep(incoming, fact, by, fact.result)
