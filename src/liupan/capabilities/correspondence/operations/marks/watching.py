"""Periods of state secrets are watched (保密期限): people are told before the end and on it; what
nobody made longer is released as the law says (届满自行解密)."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import (
    Incoming,
    MarkChange,
    Outgoing,
    StateSecret,
)
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.marks.asking import tell, told_of_change, unit_of
from liupan.capabilities.correspondence.operations.marks.putting import (
    Document,
    mark_borne,
    put_mark,
)
from liupan.capabilities.correspondence.policies import REGISTRY, TEND
from liupan.capabilities.correspondence.queries.marks import release_on, soon_until
from liupan.capabilities.correspondence.queries.parties import holders
from liupan.capabilities.correspondence.rules.marks import Change
from liupan.foundation.access.facade import list_cleared
from liupan.foundation.calendar.facade import is_working_day
from liupan.foundation.documents.facade import CHANGE_MARKS
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import LiupanError
from liupan.kernel.secrecy import CEILING, Mark, Secrecy
from liupan.kernel.statements import insert

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """A secret that ends by a day that people are told of."""

    document: Document
    mark: str
    ends_on: date


@operation
def tell_ending(*, actor: Actor, now: datetime) -> int:
    """Tell who answers for them of secrets that end soon, and again when they have ended; of how
    many. On working days only; each is told once, however often this runs."""
    require(actor, TEND)
    nothing_changed()  # notices are no fact of the documents
    by = By(actor, now)
    if not is_working_day(by.today):
        return 0
    found = _ending(soon_until(by.today))
    for one in found:
        _tell(one, by)
    return len(found)


def release_all_ended(actor: Actor, now: datetime) -> int:
    """Release what has ended long enough ago, each in a transaction of its own; how many were."""
    today = clock.on(now)
    return sum(
        _released_alone(row.id, actor, now)
        for row in _rows().filter(ends_on__lte=today)
        if (day := release_on(row.ends_on, today)) is not None and day <= today
    )


@operation
def release_ended(*, secret_id: UUID, actor: Actor, now: datetime) -> bool:
    """Its period has passed and nobody asked for a longer one: it is no state secret any more.

    It becomes internal, never public: whether it is disclosed is another question. Again, nothing
    changes. Returns whether it was released.
    """
    require(actor, TEND)
    by = By(actor, now)
    row = StateSecret.objects.filter(id=secret_id).first()
    document = _locked(row) if row else None
    if row is None or document is None or not _may_be_released(row, document, by.today):
        nothing_changed()
        return False
    before, after = mark_borne(document), Mark(level=Secrecy.INTERNAL)
    reason = _("Its period ended on %(day)s and was not made longer.") % {
        "day": row.ends_on.isoformat()
    }
    change = insert(MarkChange(
        outgoing=row.outgoing, incoming=row.incoming, kind=Change.LIFT, before=str(before),
        after=str(after), before_level=before.level, after_level=after.level, reason=reason,
        state=MarkChange.State.RELEASED, asked_at=now, asked_by=actor.id, decided_at=now,
    ))  # fmt: skip
    put_mark(document, before, after, reason, actor.id, by)
    told_of_change(document, change, by)
    title = _("Released, its period has passed: %(title)s") % {"title": document.title}
    tell(responsible(document), telling.MARK_CHANGED, document, by, title, str(change))
    return True


def responsible(document: Document) -> Collection[UUID]:
    """Who drafted or handles it and who cares for marks of the unit, else its registry; as far as
    they are cleared."""
    unit = unit_of(document)
    person = document.drafter_id if isinstance(document, Outgoing) else document.handler_id
    people = set(holders(CHANGE_MARKS, unit)) or set(holders(REGISTRY, unit))
    return list_cleared(people | ({person} if person else set()), Secrecy(document.secrecy))


def _tell(one: Ending, by: By) -> None:
    has_ended = one.ends_on <= by.today
    title = _("The period of a secret document ends soon: %(mark)s")
    if has_ended:
        title = _("The period of a secret document has ended: %(mark)s")
    body = _(
        "“%(title)s”, until %(day)s. If it must stay secret, ask for a longer period before that"
        " day; otherwise it is released."
    ) % {"title": one.document.title, "day": one.ends_on.isoformat()}
    key = f"{one.document.id}.mark.{one.ends_on}.{has_ended}"
    tell(
        responsible(one.document), telling.MARK_ENDS, one.document, by,
        title % {"mark": one.mark}, body, key=key,
    )  # fmt: skip


def _ending(until: date) -> list[Ending]:
    return [
        Ending(document, row.mark, row.ends_on)
        for row in _rows().filter(ends_on__lte=until)
        if (document := row.outgoing or row.incoming)
    ]


def _rows() -> "QuerySet[StateSecret]":
    rows = StateSecret.objects.select_related("outgoing", "incoming").order_by("ends_on", "id")
    return rows.filter(released_at=None, level__lte=CEILING[settings.LIUPAN_ZONE])


def _locked(row: StateSecret) -> Document | None:
    if row.outgoing_id:
        return Outgoing.objects.select_for_update(of=("self",)).get(id=row.outgoing_id)
    if row.incoming_id:
        return Incoming.objects.select_for_update(of=("self",)).get(id=row.incoming_id)
    return None


def _may_be_released(row: StateSecret, document: Document, today: date) -> bool:
    row.refresh_from_db()
    day = release_on(row.ends_on, today)
    waits = document.mark_changes.filter(state=MarkChange.State.ASKED).exists()
    return row.released_at is None and day is not None and day <= today and not waits


def _released_alone(secret_id: UUID, actor: Actor, now: datetime) -> bool:
    try:
        return release_ended(secret_id=secret_id, actor=actor, now=now)
    except LiupanError:
        log.exception("state secret %s could not be released", secret_id)
        return False
