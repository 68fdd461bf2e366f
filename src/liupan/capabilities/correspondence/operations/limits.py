"""The limit of an outgoing document: from the first hand-on until it is dispatched."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import OutgoingBecameLate
from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.clearing import open_title
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.locking import save
from liupan.capabilities.correspondence.policies import REGISTRY, TEND
from liupan.capabilities.correspondence.queries.parties import holders
from liupan.capabilities.correspondence.rules.limits import RULE_SET, issue_key
from liupan.foundation.calendar.facade import (
    cancel_clock,
    due_of,
    limit_from,
    limit_until,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require

CLOCK = "correspondence.outgoing"


def start_limit(document: Outgoing, by: By) -> None:
    """Start it unless it runs: to the day that was set, or as long as the rule set gives."""
    if document.clock_id is not None:
        return
    if document.due_on is None or document.due_on < by.today:
        given = limit_from(RULE_SET, issue_key(document.urgency), on=by.today)
        document.due_on = due_of(given, started_at=by.now).due_on
    document.clock_id = start_clock(
        of_type=CLOCK, of_id=document.id, kind=CLOCK, title=open_title(document),
        unit_id=document.drafting_unit_id, limit=limit_until(document.due_on),
        responsible=[document.drafter_id], url=telling.page_of(document),
        actor=by.actor, now=by.now,
    )  # fmt: skip
    save(document, "clock_id", "due_on")


def stop_limit(document: Outgoing, by: By) -> None:
    """It is issued; what is late is late for ever."""
    if document.clock_id is not None:
        late = stop_clock(clock_id=document.clock_id, actor=by.actor, now=by.now)
        if late and not document.is_late:
            _become_late(document, by)


def cancel_limit(document: Outgoing, reason: str, by: By) -> None:
    """It is not issued any more."""
    if document.clock_id is not None and document.dispatched_at is None:
        cancel_clock(clock_id=document.clock_id, reason=reason, actor=by.actor, now=by.now)


@operation
def mark_outgoing_late(*, clock_id: UUID, due_at: datetime, actor: Actor, now: datetime) -> bool:
    """A document's limit passed at `due_at`: from now on it is late for ever.

    Idempotent; returns whether it is news. Heard from the calendar.
    """
    require(actor, TEND)
    document = Outgoing.objects.select_for_update(of=("self",)).filter(clock_id=clock_id).first()
    if document is None or document.is_late:
        nothing_changed()
        return False
    _become_late(document, By(actor, now))
    people = {document.drafter_id, *holders(REGISTRY, document.issuing_unit_id)}
    title = _("Not issued in time: %(title)s") % {"title": document.title}
    body = _("It was due on %(day)s.") % {"day": clock.on(due_at).isoformat()}
    key = f"{document.id}.late"
    telling.tell(people, telling.LATE, document, By(actor, now), title, body, key=key)
    return True


def _become_late(document: Outgoing, by: By) -> None:
    document.is_late = True
    save(document, "is_late")
    due_on = document.due_on or by.today
    keep(document, "became_late", by, due_on=due_on.isoformat())
    announce(OutgoingBecameLate(**about(document, by), due_on=due_on), by)
