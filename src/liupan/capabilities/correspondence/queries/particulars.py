"""What a work list says of documents besides their title: who drafts or sent them, day, clock."""

from collections.abc import Collection, Mapping
from uuid import UUID

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.queries.outgoing import short_name
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.workflow.facade import Particulars


def sent(ids: Collection[UUID]) -> Mapping[UUID, Particulars]:
    """Of documents sent, by id. Two queries."""
    rows = list(
        Outgoing.objects.filter(id__in=ids).values_list(
            "id", "type", "urgency", "drafting_unit_id", "due_on", "clock_id"
        )
    )
    units = list_units({unit for _id, _type, _urgency, unit, *_more in rows})
    return {
        key: Particulars(
            meta=(f"{urgency}{kind}", short_name(units.get(unit))),
            due_on=due_on,
            clock_id=clock_id,
            is_document=True,
        )
        for key, kind, urgency, unit, due_on, clock_id in rows
    }


def received(ids: Collection[UUID]) -> Mapping[UUID, Particulars]:
    """Of documents received, by id. One query."""
    rows = Incoming.objects.filter(id__in=ids).values_list(
        "id", "type", "urgency", "from_name", "due_on", "clock_id"
    )
    return {
        key: Particulars(
            meta=(f"{urgency}{kind}", sender), due_on=due_on, clock_id=clock_id, is_document=True
        )
        for key, kind, urgency, sender, due_on, clock_id in rows
    }
