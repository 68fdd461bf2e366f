"""A day that passed (逾期), and a process that was moved by hand: heard from other services."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import IncomingBecameLate
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving import telling
from liupan.capabilities.correspondence.operations.receiving.keeping import about, keep, save
from liupan.capabilities.correspondence.policies import HANDLE, TEND
from liupan.capabilities.correspondence.queries.incoming_people import people_with
from liupan.capabilities.correspondence.rules.receiving import OF_STEP, State
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import open_steps
from liupan.kernel.authority import Actor, require


def become_late(incoming: Incoming, by: By) -> None:
    """It was not handled by its day: late for ever. The row is unsaved."""
    incoming.is_late = True
    due_on = incoming.due_on or by.today
    fact = IncomingBecameLate(**about(incoming, by), due_on=due_on)
    keep(incoming, fact, by, values={"due_on": due_on.isoformat()})


@operation
def mark_incoming_late(*, clock_id: UUID, actor: Actor, now: datetime) -> bool:
    """The day to sign for a document or to handle it has passed; whether that is news.

    Idempotent. Not signed for in time it is told of; not handled in time it is late for ever.
    """
    require(actor, TEND)
    by = By(actor, now)
    incoming = Incoming.objects.select_for_update(of=("self",)).filter(clock_id=clock_id).first()
    if incoming is None or incoming.is_late:
        nothing_changed()
        return False
    people = set(telling.registrars(incoming.unit_id, by.today))
    if incoming.standing is State.ARRIVED:
        nothing_changed()
        title = _("Not signed for in time: %(title)s") % {"title": incoming.title}
    else:
        become_late(incoming, by)
        save(incoming, "is_late")
        people |= _answering(incoming, by)
        title = _("Late: %(title)s") % {"title": incoming.title}
    telling.tell(people, telling.LATE, incoming, by, title, key=f"{clock_id}.late")
    return True


@operation
def settle_incoming(*, incoming_id: UUID, actor: Actor, now: datetime) -> bool:
    """Bring the state in step with the process, where that was moved or mended by hand.

    Heard, idempotent; whether anything changed.
    """
    require(actor, TEND)
    incoming = Incoming.objects.select_for_update(of=("self",)).filter(id=incoming_id).first()
    nothing_changed()
    if incoming is None or incoming.instance_id is None:
        return False
    if incoming.standing not in OF_STEP.values():
        return False
    elements = [one.element for one in open_steps(incoming.instance_id)]
    states = [OF_STEP[one] for one in elements if one in OF_STEP]
    if not states or incoming.standing in states:
        return False
    incoming.state = states[0]
    save(incoming, "state")
    return True


def _answering(incoming: Incoming, by: By) -> set[UUID]:
    named = {one for one in (incoming.handler_id, incoming.leader_id) if one}
    unit = incoming.lead_unit_id or incoming.unit_id
    return named or set(people_with(HANDLE, unit, by.today))
