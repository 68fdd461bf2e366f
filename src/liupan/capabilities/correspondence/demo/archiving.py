"""What the office put on file: at the ends of two months, what was finished long enough before."""

from datetime import date, timedelta
from uuid import UUID

from liupan.capabilities.correspondence.demo.agenda import Agenda, Life, later
from liupan.capabilities.correspondence.demo.staff import OFFICE, Staff
from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.records import file_document
from liupan.capabilities.correspondence.queries.records import suggested_class
from liupan.capabilities.correspondence.rules import receiving, sending
from liupan.kernel import clock

DAYS = (date(2017, 9, 29), date(2017, 10, 31))
RESTS = timedelta(days=14)
"""So long a document lies finished before it is filed."""
MOST = 6
"""Documents of each kind on a day: the others still wait for the archivist."""


class Archiving:
    """The archivist of the office files documents sent and received."""

    def __init__(self, staff: Staff, agenda: Agenda) -> None:
        self.staff, self.agenda = staff, agenda

    def plan(self) -> None:
        """Two afternoons."""
        for day in DAYS:
            self.agenda.start(self._afternoon(day))

    def _afternoon(self, day: date) -> Life:
        now = yield later(clock.start_of(day) + timedelta(hours=15), 0)
        actor = self.staff.actor(self.staff.named("clerk"))
        office, before = self.staff.units[OFFICE].id, now - RESTS
        sent = Outgoing.objects.filter(
            issuing_unit_id=office, state=sending.State.DISPATCHED.value, dispatched_at__lt=before
        )
        received = Incoming.objects.filter(
            unit_id=office, state=receiving.State.DONE.value, done_at__lt=before
        )
        for one in sent.order_by("dispatched_at", "id")[:MOST]:
            file_document(outgoing_id=one.id, class_id=_class(one), actor=actor, now=now)
            now += timedelta(minutes=4)
        for got in received.order_by("done_at", "id")[:MOST]:
            file_document(incoming_id=got.id, class_id=_class(got), actor=actor, now=now)
            now += timedelta(minutes=4)


def _class(document: Outgoing | Incoming) -> UUID:
    found = suggested_class(document)
    assert found
    return found
