"""What the database itself keeps: entries, lateness, the first due day."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from liupan.capabilities.supervision.handlers import become_late
from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.operations.closing import mark_lateness
from liupan.capabilities.supervision.operations.handing import CLOCK
from liupan.capabilities.supervision.policies import TEND
from liupan.capabilities.supervision.queries.searchable import TYPE
from liupan.capabilities.supervision.tests.factories import Town, at, closed, working
from liupan.foundation.calendar.events import ClockExpired
from liupan.foundation.calendar.tests.factories import facts, start
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

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


def test_the_calendar_is_heard(place: Town) -> None:
    item = working(place)
    other = start(place.units["bureau"], LATE)
    row = Item.objects.get(id=item)
    assert row.clock_id
    for clock_id, kind in ((other, "decide"), (row.clock_id, CLOCK)):
        fact = ClockExpired(
            thing_id=clock_id, of_type=TYPE, of_id=item, kind=kind, unit_id=row.lead_unit_id,
            responsible=(), title="", url="", due_at=clock.start_of(date(2017, 12, 1)),
        )  # fmt: skip
        become_late(fact, Heard(uuid7(), place.officer.id, LATE))
        become_late(fact, Heard(uuid7(), place.officer.id, LATE))
    row.refresh_from_db()
    assert (row.is_late, row.late_since) == (True, date(2017, 12, 1))
    assert [e.kind for e in Entry.objects.filter(item_id=item)].count("late") == 1
