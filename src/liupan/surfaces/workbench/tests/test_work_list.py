"""The work list: urgency, clocks, order, what is hidden; and what rooms really offer."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liupan.foundation.design.facade import ClockState
from liupan.foundation.organisations.facade import APPOINT, STAFF_UNIT
from liupan.foundation.organisations.tests import factories
from liupan.kernel import work
from liupan.kernel.authority import ANYWHERE, Actor
from liupan.kernel.work import WorkItem, WorkSource
from liupan.surfaces.workbench.worklist import SHOWN, Sort, Urgency, badge, urgency_of, work_list

TODAY, NOW = factories.TODAY, factories.NOW  # a Wednesday
DAYS = [TODAY + timedelta(n) for n in range(-20, 30) if (TODAY + timedelta(n)).weekday() < 5]


def item(title: str, due: int | None = None, arrived: int = 0) -> WorkItem:
    """Due so many days from today, arrived so many days ago."""
    return WorkItem(
        title=title,
        url="/plan/",
        verb="看",
        due_on=None if due is None else TODAY + timedelta(due),
        arrived_at=NOW - timedelta(arrived),
    )


class Drawer(WorkSource):
    kind, label, glyph = "test.drawer", "抽屉", "试"

    def __init__(self, *items: WorkItem) -> None:
        self.all = items

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return self.all[:limit]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(self.all)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, WorkSource]]:
    """The registry, empty."""
    found: dict[str, WorkSource] = {}
    monkeypatch.setattr(work, "_sources", found)
    return found


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(-1, "overdue"), (0, "today"), (1, "week"), (4, "week"), (5, "later"), (None, "later")],
)
def test_the_week_ends_on_sunday(days: int | None, urgency: str) -> None:
    due_on = None if days is None else TODAY + timedelta(days)
    assert urgency_of(due_on, TODAY) is Urgency(urgency)


def test_a_badge_counts_working_days() -> None:
    late = badge(item("a", -5), TODAY, DAYS)  # since Friday
    left = badge(item("b", 7), TODAY, DAYS)
    assert late is not None
    assert left is not None
    assert (late.state, late.amount) == (ClockState.LATE, 3)
    assert (left.state, left.amount) == (ClockState.RUNNING, 5)
    assert badge(item("c"), TODAY, DAYS) is None


def test_the_most_urgent_comes_first(db: None, only: dict[str, WorkSource]) -> None:
    only["a"] = Drawer(item("周五", 2), item("昨天", -1), item("无期"), item("今天", 0))
    found = work_list(factories.someone(), now=NOW)
    assert [row.title for group in found.groups for row in group.rows] == [
        "昨天", "今天", "周五", "无期",
    ]  # fmt: skip
    assert (found.total, found.overdue, found.due_today, found.due_this_week) == (4, 1, 1, 1)
    assert [day.count for day in found.strip][:3] == [1, 0, 1]
    assert len(found.strip) == 10


def test_order_of_arrival_puts_the_newest_first(db: None, only: dict[str, WorkSource]) -> None:
    only["a"] = Drawer(item("旧", 1, arrived=9), item("新", 5, arrived=1))
    (group,) = work_list(factories.someone(), now=NOW, sort=Sort.ARRIVED).groups
    assert [row.title for row in group.rows] == ["新", "旧"]


def test_a_tab_narrows_rows_but_not_counts(db: None, only: dict[str, WorkSource]) -> None:
    only["a"] = Drawer(item("甲"))
    only["b"] = Drawer(item("乙"), item("丙"))
    only["a"].kind, only["b"].kind = "a", "b"  # type: ignore[misc]
    found = work_list(factories.someone(), now=NOW, kind="b")
    assert sum(len(group.rows) for group in found.groups) == 2
    assert [(tab.kind, tab.count, tab.is_current) for tab in found.tabs] == [
        ("", 3, False), ("a", 1, False), ("b", 2, True),
    ]  # fmt: skip


def test_what_does_not_fit_is_counted(db: None, only: dict[str, WorkSource]) -> None:
    only["a"] = Drawer(*(item(f"第{n}件", n) for n in range(200)))
    found = work_list(factories.someone(), now=NOW)
    assert sum(len(group.rows) for group in found.groups) == SHOWN
    assert (found.total, found.hidden) == (200, 200 - SHOWN)


# --- What rooms offer ----------------------------------------------------------------------------
def titles(actor: Actor) -> set[str]:
    found = work_list(actor, now=NOW, everything=True)
    return {str(row.title) for group in found.groups for row in group.rows}


def test_a_unit_without_contact_is_work_until_somebody_is_appointed(db: None) -> None:
    factories.found()
    unit = factories.unit("试验局")
    chief = factories.someone({APPOINT.code: {ANYWHERE}})
    assert any("试验局" in title for title in titles(chief))
    assert not titles(factories.someone())

    held = factories.post(unit, "信息员", "contact")
    factories.appointed(unit, post_id=held)
    assert not any("试验局" in title for title in titles(chief))


def test_only_ones_own_people_are_to_be_reminded(db: None) -> None:
    factories.found()
    own, other = factories.unit("本局"), factories.unit("他局")
    for unit, name in ((own, "本局人"), (other, "他局人")):
        factories.appointed(unit, factories.person(name))
    found = titles(factories.someone({STAFF_UNIT.code: {own}}))
    assert any("本局人" in title for title in found)
    assert not any("他局人" in title for title in found)


def test_the_number_of_queries_does_not_depend_on_what_waits(db: None) -> None:
    factories.found()
    factories.unit("第一局")
    actor = factories.almighty()
    few = queries(actor)
    units: list[UUID] = [factories.unit() for _ in range(12)]
    for unit in units:
        factories.appointed(unit)
    assert queries(actor) == few


def queries(actor: Actor) -> int:
    work_list(actor, now=NOW)  # what is remembered is remembered now
    with CaptureQueriesContext(connection) as asked:
        work_list(actor, now=NOW)
    return len(asked)
