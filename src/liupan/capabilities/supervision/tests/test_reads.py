"""Lists, board, work: what each sees, in a number of queries that does not grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.supervision.operations.leading import give_note, note_into_item
from liupan.capabilities.supervision.operations.reporting import report_done
from liupan.capabilities.supervision.operations.requests import (
    decide_request,
    request_extension,
    request_pause,
)
from liupan.capabilities.supervision.operations.sheets import issue_sheet
from liupan.capabilities.supervision.queries.board import open_board
from liupan.capabilities.supervision.queries.items import get_item, list_items, list_my_items
from liupan.capabilities.supervision.queries.public import list_public_tasks
from liupan.capabilities.supervision.queries.work import (
    WAITING,
    count_for,
    count_waiting,
    list_waiting,
)
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.capabilities.supervision.tests.factories import (
    DAY,
    NOW,
    Town,
    closed,
    handed,
    registered,
    verifying,
    with_part,
    working,
)
from liupan.foundation.calendar.facade import pause_reasons
from liupan.kernel.authority import Actor
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.secrecy import Secrecy


def numbers(actor: Actor, query: str = "") -> list[str]:
    rows = list_items(actor, now=NOW).filtered(QueryDict(query))
    return [line.code for line in rows.page(sort="path", before="", after="", size=50).rows]


@pytest.fixture
def tree(place: Town) -> UUID:
    whole = working(place)
    with_part(place, whole)
    return whole


def test_each_sees_their_own(place: Town, tree: UUID) -> None:
    working(place, secrecy=Secrecy.PUBLIC)
    assert numbers(place.officer) == ["1", "1-1", "2"]
    assert numbers(place.handler) == ["1", "2"]
    assert numbers(place.police) == ["1-1"]
    assert numbers(place.stranger) == []


def test_choices_narrow_the_list(place: Town, tree: UUID) -> None:
    closed(place, working(place, origin="note", title="停车位"))
    assert numbers(place.officer, "state=closed") == ["2"]
    assert numbers(place.officer, "state=open&parts=false") == ["1"]
    assert numbers(place.officer, "origin=note&origin=press") == ["2"]
    assert numbers(place.officer, "q=停车") == ["2"]
    assert numbers(place.officer, f"lead={place.units['police']}") == ["1-1"]
    assert numbers(place.officer, "lead=公安") == ["1-1"]
    assert numbers(place.officer, f"lead=公安&lead={place.units['bureau']}") == ["1", "1-1", "2"]
    assert numbers(place.officer, "lead=火星局") == []
    assert numbers(place.officer, "due=quarter") == []
    assert numbers(place.handler, "mine=true") == ["1", "2"]
    assert numbers(place.officer, "late=true") == []


def test_of_ancestors_only_the_headline_is_shown(place: Town, tree: UUID) -> None:
    nodes = open_board(place.police, QueryDict("state=registered"), now=NOW).trees().nodes
    assert [(n.code, n.is_whole) for n in nodes] == [("1", False), ("1-1", True)]


def test_the_board_counts(place: Town, tree: UUID) -> None:
    handed(place)
    verifying(place, working(place))
    closed(place, working(place))
    seen = open_board(place.officer, QueryDict("state=open"), now=NOW)
    totals, heat = seen.totals(), seen.heat(weeks=30)
    assert (totals.open, totals.to_sign, totals.to_verify, totals.closed) == (4, 1, 1, 1)
    bureau = next(row for row in heat.rows if row.unit_id == place.units["bureau"])
    assert (bureau.open, sum(cell.due for cell in bureau.cells)) == (3, 3)
    assert date(2017, 11, 27) in [cell.first for cell in bureau.cells if cell.due]
    assert sum(group.items for group in seen.groups()) == 4


def test_what_waits(place: Town) -> None:
    handed(place)
    item = verifying(place, working(place))
    assert count_waiting(place.handler, Act.SIGN_FOR) == 1
    assert count_waiting(place.leader, Act.ENDORSE) == 0
    assert [w.item_id for w in list_waiting(place.officer, Act.CLOSE)] == [item]
    assert list_waiting(place.handler, Act.CLOSE) == ()
    for act in WAITING:
        assert len(list_waiting(place.mayor, act)) == count_waiting(place.mayor, act) == 0


def test_what_is_counted_is_what_is_listed(place: Town) -> None:
    for secrecy in (Secrecy.PUBLIC, Secrecy.INTERNAL, Secrecy.SECRET):
        with as_cleared(place, secrecy) as town:
            handed(town, secrecy=secrecy)
            item = working(town, secrecy=secrecy)
            issue_sheet(item_id=item, colour=Colour.BLUE, reason="慢", actor=town.chief, now=NOW)
            request_extension(
                item_id=item,
                until_on=date(2017, 12, 20),
                reason="等待",
                actor=town.handler,
                now=NOW,
            )
            verifying(town, working(town, secrecy=secrecy))
            report_done(
                item_id=working(town, secrecy=secrecy), opinion="完成", actor=town.handler, now=NOW
            )
            paused = request_pause(
                item_id=working(town, secrecy=secrecy), pause_key=sorted(pause_reasons(DAY))[0],
                reason="等待", actor=town.handler, now=NOW,
            )  # fmt: skip
            decide_request(request_id=paused, grant=True, opinion="同意", actor=town.chief, now=NOW)
    nobody = replace(place.handler, rights={})
    for who in (*place.people.values(), nobody):
        for act in WAITING:
            listed = list_waiting(who, act, limit=1000)
            assert len(listed) == count_waiting(who, act), (who.name, act)
    assert count_for(place.handler) > 0
    assert count_for(nobody) == 0


@contextmanager
def as_cleared(place: Town, secrecy: Secrecy) -> Iterator[Town]:
    """The same people, for as long as it takes cleared to this level."""
    people = {
        name: replace(one, clearance=max(one.clearance, secrecy))
        for name, one in place.people.items()
    }
    yield replace(place, people=people)


def test_my_items_are_those_i_work_on_or_look_after(place: Town, tree: UUID) -> None:
    assert [line.code for line in list_my_items(place.handler, now=NOW)] == ["1"]
    assert [line.code for line in list_my_items(place.officer, now=NOW)] == ["1", "1-1"]
    assert list_my_items(place.mayor, now=NOW) == []


def test_a_note_becomes_an_item(place: Town) -> None:
    common = {
        "title": "查清井盖", "lead_unit_id": place.units["bureau"], "now": NOW,
        "supervising_unit_id": place.units["office"], "note": "请三日内查清。",
    }  # fmt: skip
    item = note_into_item(urgency="urgent", actor=place.mayor, **common)
    seen = get_item(place.officer, item, now=NOW)
    assert (seen.line.state, seen.line.origin) == (State.REGISTERED, "note")
    assert seen.line.due_on == date(2017, 6, 6)
    assert [entry.kind for entry in seen.entries] == [Act.NOTE, Act.REGISTER]
    with pytest.raises(NotAuthorised):
        note_into_item(actor=place.handler, **common)


def test_a_note_is_given_on_an_item(place: Town, tree: UUID) -> None:
    give_note(item_id=tree, note="倒排工期", actor=place.mayor, now=NOW)
    assert get_item(place.handler, tree, now=NOW).entries[0].opinion == "倒排工期"
    with pytest.raises(NotAuthorised):
        give_note(item_id=tree, note="x", actor=place.leader, now=NOW)


def test_no_task_is_public_without_a_plan(place: Town) -> None:
    assert list_public_tasks(now=NOW) == []


def counted(read: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        read()  # type: ignore[operator]
    return len(caught)


def test_queries_do_not_grow(place: Town, tree: UUID) -> None:
    def page() -> None:
        list_items(place.handler, now=NOW).page(sort="path", before="", after="", size=50)

    def board() -> None:
        seen = open_board(place.officer, QueryDict("state=open"), now=NOW)
        seen.totals(), seen.groups(), seen.trees(clocks=True), seen.heat()

    reads = {
        "list": page,
        "item": lambda: get_item(place.officer, tree, now=NOW),
        "board": board,
        "mine": lambda: list_my_items(place.officer, now=NOW),
        "work": lambda: list_waiting(place.handler, Act.REPORT),
    }
    before = {name: counted(read) for name, read in reads.items()}
    for _turn in range(3):
        with_part(place, tree)
        working(place)
        registered(place)
    assert {name: counted(read) for name, read in reads.items()} == before
    assert max(before.values()) <= 30, before
