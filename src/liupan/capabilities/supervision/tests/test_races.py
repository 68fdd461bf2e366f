"""Two at once: of two verifiers one closes; a closing and an extension do not both win."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from liupan.capabilities.supervision.models import Entry, Item, Request, Sheet
from liupan.capabilities.supervision.operations.closing import reopen_item, verify_and_close
from liupan.capabilities.supervision.operations.handing import hand_over_item, sign_for_item
from liupan.capabilities.supervision.operations.requests import decide_request, request_extension
from liupan.capabilities.supervision.operations.tending import tend_sheets
from liupan.capabilities.supervision.policies import TEND
from liupan.capabilities.supervision.tests.factories import (
    DUE,
    NOW,
    Town,
    at,
    closed,
    town,
    verifying,
    with_part,
    working,
)
from liupan.foundation.calendar.facade import describe
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel.errors import Refusal

LATER = date(2017, 12, 29)


@pytest.fixture
def city(fresh_db: str) -> Town:
    return town()


def together(*acts: Callable[[], object]) -> list[object]:
    """What each gave or was refused with, all begun at once."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def close(city: Town, item: UUID, who: str = "officer") -> Callable[[], object]:
    common: dict[str, Any] = {"actor": city.people[who], "now": NOW}
    return lambda: verify_and_close(item_id=item, opinion=who, **common)


@pytest.mark.slow
def test_of_two_verifiers_one_closes(city: Town) -> None:
    item = verifying(city, working(city))
    found = together(close(city, item), close(city, item, "other"))
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert Entry.objects.filter(item_id=item, kind="close").count() == 1


@pytest.mark.slow
def test_closing_and_extending_leave_one_story(city: Town) -> None:
    item = working(city)
    request = request_extension(
        item_id=item, until_on=LATER, reason="x", actor=city.handler, now=NOW
    )
    verifying(city, item)
    together(
        close(city, item),
        lambda: decide_request(
            request_id=request, grant=True, opinion="x", actor=city.chief, now=NOW
        ),
    )
    row, asked = Item.objects.get(id=item), Request.objects.get(id=request)
    assert row.state == "closed"
    assert row.clock_id
    assert describe(row.clock_id, now=NOW).due_on == row.due_on
    assert (row.due_on, asked.state) in [(DUE, "refused"), (LATER, "granted")]


@pytest.mark.slow
def test_a_whole_does_not_close_while_a_part_is_reopened(city: Town) -> None:
    whole = working(city)
    part = with_part(city, whole, lead_unit_id=city.units["bureau"])
    hand_over_item(item_id=part, actor=city.officer, now=NOW)
    sign_for_item(item_id=part, actor=city.handler, now=NOW)
    closed(city, part)
    verifying(city, whole)
    found = together(
        close(city, whole),
        lambda: reopen_item(item_id=part, reason="x", due_on=DUE, actor=city.officer, now=NOW),
    )
    assert sum(isinstance(one, Refusal) for one in found) == 1
    states = dict(Item.objects.values_list("id", "state"))
    assert (states[whole], states[part]) in [("closed", "closed"), ("verifying", "working")]


@pytest.mark.slow
def test_two_workers_issue_and_lapse_a_sheet_once(city: Town) -> None:
    item = working(city)
    worker = worker_actor(TEND)
    for day in (date(2017, 11, 1), date(2017, 11, 9)):
        together(*[partial(tend_sheets, worker, at(day)) for _turn in range(3)])
    assert [s.state for s in Sheet.objects.filter(item_id=item)] == ["lapsed"]
    assert [len(facts(f"supervision.sheet.{act}")) for act in ("issued", "lapsed")] == [1, 1]
