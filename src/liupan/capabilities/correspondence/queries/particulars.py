"""What a work list says of documents besides their title: who drafts or sent them, day, clock."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.queries.outgoing import short_name
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.workflow.facade import Particulars
from liupan.kernel.statements import asked


def sent(ids: Collection[UUID]) -> Mapping[UUID, Particulars]:
    """Of documents sent, by id. Two queries."""
    rows = _sent(list(ids))
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
    return {
        key: Particulars(
            meta=(f"{urgency}{kind}", sender), due_on=due_on, clock_id=clock_id, is_document=True
        )
        for key, kind, urgency, sender, due_on, clock_id in _received(list(ids))
    }


@asked
def _sent(ids: list[UUID]) -> QuerySet[Outgoing, tuple[Any, ...]]:
    values = ("id", "type", "urgency", "drafting_unit_id", "due_on", "clock_id")
    return Outgoing.objects.filter(id__any_of=ids).values_list(*values)


@asked
def _received(ids: list[UUID]) -> QuerySet[Incoming, tuple[Any, ...]]:
    values = ("id", "type", "urgency", "from_name", "due_on", "clock_id")
    return Incoming.objects.filter(id__any_of=ids).values_list(*values)
