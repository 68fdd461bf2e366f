"""What the database itself keeps: entries, lateness, the first due day."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.operations.closing import mark_lateness
from liupan.capabilities.supervision.policies import TEND
from liupan.capabilities.supervision.tests.factories import Town, at, closed, working
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel import clock

LATE = at(date(2017, 12, 4))


@pytest.mark.parametrize(
    "touch",
    [
        lambda item: Entry.objects.filter(item_id=item).update(opinion="x"),
        lambda item: Entry.objects.filter(item_id=item).delete(),
        lambda item: Item.objects.filter(id=item).update(is_late=False, late_since=None),
        lambda item: Item.objects.filter(id=item).update(late_since=date(2017, 12, 2)),
        lambda item: Item.objects.filter(id=item).update(first_due_on=date(2018, 1, 1)),
        lambda item: Item.objects.filter(id=item).update(first_due_on=None),
    ],
    ids=["entry", "no-entry", "not-late", "later", "first-due", "no-first-due"],
)
def test_the_database_refuses(place: Town, touch: Callable[[UUID], object]) -> None:
    item = closed(place, working(place), LATE)
    with pytest.raises(DatabaseError, match="what was done stays"), transaction.atomic():
        touch(item)


def test_lateness_is_marked_once(place: Town) -> None:
    item = working(place)
    row = Item.objects.get(id=item)
    assert row.clock_id
    common = {"actor": worker_actor(TEND), "now": LATE}
    due_at = clock.start_of(date(2017, 12, 1))
    assert mark_lateness(clock_id=row.clock_id, due_at=due_at, **common)
    assert not mark_lateness(clock_id=row.clock_id, due_at=due_at, **common)
    closed(place, item, LATE)
    assert Item.objects.get(id=item).late_since == date(2017, 12, 1)
    assert len(facts("supervision.item.became_late")) == 1
