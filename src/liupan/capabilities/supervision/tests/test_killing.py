"""Killed in the middle of an import, or of a round of reminders: nothing lost, nothing doubled."""

import csv
import io
from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from tests.machinery.killing import killed_in

from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.operations.tending import tend_sheets
from liupan.capabilities.supervision.policies import TEND
from liupan.capabilities.supervision.tests.factories import Town, at, handed, town, working
from liupan.capabilities.supervision.transfers import ItemsTable
from liupan.foundation.calendar.facade import warn_due
from liupan.foundation.calendar.kinds import LATE as PASSED
from liupan.foundation.calendar.kinds import NEAR
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.jobs.facade import confirm_import, hand_in_table, worker_actor
from liupan.foundation.jobs.tests.factories import broker_of, run_queued, state_of
from liupan.foundation.journal.facade import dispatch_all, link_all

pytestmark = [pytest.mark.usefixtures("fresh_db"), pytest.mark.slow]

TABLE = ItemsTable()
NOW = at(date(2017, 6, 1))
LATE = at(date(2017, 12, 4))
HEAD = """
import sys, time, django
django.setup()
from datetime import datetime
from uuid import UUID
def stop_at(count, function):
    calls = []
    def counted(*args, **kwargs):
        calls.append(1)
        if len(calls) == count:
            print("here", flush=True)
            time.sleep(60)
        return function(*args, **kwargs)
    return counted
"""
IMPORTING = """
from liupan.capabilities.supervision.operations import importing
from liupan.foundation.jobs import running
importing.register_item = stop_at(12, importing.register_item)
running.run_job(UUID(sys.argv[1]), int(sys.argv[2]))
"""
REMINDING = """
from liupan.foundation.calendar import tending
tending.warn_of_clock = stop_at(5, tending.warn_of_clock)
tending.warn_due(datetime.fromisoformat(sys.argv[1]))
"""
TELLING = """
from liupan.foundation.calendar import tending
from liupan.foundation.calendar.operations import ladder
ladder.record = stop_at(7, ladder.record)
tending.warn_due(datetime.fromisoformat(sys.argv[1]))
"""
HEARING = """
from liupan.foundation.journal import dispatching
from liupan.foundation.calendar import handlers
handlers.notify = stop_at(9, handlers.notify)
dispatching.dispatch_all()
"""
TENDING = """
from liupan.capabilities.supervision.operations import tending
from liupan.capabilities.supervision.policies import TEND
from liupan.foundation.jobs.facade import worker_actor
tending.issue_by_rule = stop_at(4, tending.issue_by_rule)
tending.tend_sheets(worker_actor(TEND), datetime.fromisoformat(sys.argv[1]))
"""


def _file(rows: int) -> bytes:
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow([str(column.label) for column in TABLE.columns])
    for n in range(1, rows + 1):
        cells = {
            "order": str(n), "title": f"平台上云之{n}", "end_state": "38个系统上云",
            "lead": "固原市公安局", "supervising": "固原市人民政府办公室", "due_on": "2027-11-30",
        }  # fmt: skip
        table.writerow([cells.get(column.key, "") for column in TABLE.columns])
    return made.getvalue().encode()


def test_an_import_that_was_killed_is_taken_in_once() -> None:
    place = town()
    check = hand_in_table(
        table=TABLE.name, file_name="事项.csv", content=_file(20), actor=place.officer, now=NOW
    )
    checked = run_queued(check)
    assert (checked.state, checked.outcome["added"]) == ("done", 20), checked.outcome
    applied = confirm_import(check_id=check, actor=place.officer, now=NOW)
    with killed_in(HEAD + IMPORTING, str(applied), str(broker_of(applied))):
        assert state_of(applied) == "running"
    assert Item.objects.count() == 0
    again = run_queued(applied)
    assert (again.state, again.outcome["added"]) == ("done", 20)
    assert Counter(Item.objects.values_list("title", flat=True)) == {
        f"平台上云之{n}": 1 for n in range(1, 21)
    }
    numbers = Counter(Item.objects.values_list("number", flat=True))
    assert set(numbers.values()) == {1}
    assert len(facts("supervision.item.registered")) == 20


def _reminded(place: Town, count: int = 10) -> list[UUID]:
    return [working(place, NOW, title=f"事项{n}") for n in range(count)]


@pytest.mark.parametrize("program", [REMINDING, TELLING], ids=["between two", "within one"])
def test_reminders_that_were_killed_reach_everybody_once(program: str) -> None:
    place = town()
    items = _reminded(place)
    with killed_in(HEAD + program, LATE.isoformat()):
        pass
    assert 0 < len(facts("calendar.clock.expired")) < len(items)
    warn_due(LATE)
    assert warn_due(LATE) == 0
    expired = Counter(fact["of_id"] for fact in facts("calendar.clock.expired"))
    assert expired == {str(item): 1 for item in items}
    marks = Counter((f["of_id"], f["percent"]) for f in facts("calendar.clock.warned"))
    assert set(marks.values()) == {1}
    assert {percent for _of, percent in marks} == {50, 80, 100}
    assert len(marks) == 3 * len(items)


def test_notices_of_reminders_that_were_killed_come_once() -> None:
    place = town()
    items = _reminded(place)
    warn_due(LATE)
    link_all()
    with killed_in(HEAD + HEARING):
        pass
    dispatch_all()
    dispatch_all()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title FROM messaging_notice WHERE account_id = %s AND kind IN (%s, %s)",
            [place.handler.id, NEAR.code, PASSED.code],
        )
        told = Counter(title for (title,) in cursor)
    assert set(told.values()) == {1}
    assert len(told) == 4 * len(items)


def test_sheets_by_rule_that_were_killed_are_issued_once() -> None:
    place = town()
    items = _reminded(place)
    handed(place, NOW, title="未签收")
    with killed_in(HEAD + TENDING, LATE.isoformat()):
        assert Sheet.objects.count() == 3
    tender = worker_actor(TEND)
    tend_sheets(tender, LATE)
    assert tend_sheets(tender, LATE) == (0, 0)
    per_item = Counter(Sheet.objects.values_list("item_id", flat=True))
    assert {per_item[item] for item in items} == {1}
    issued = Counter(fact["item_id"] for fact in facts("supervision.sheet.issued"))
    assert set(issued.values()) == {1}
