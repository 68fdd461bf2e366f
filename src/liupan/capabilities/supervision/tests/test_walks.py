"""Random walks over operations: whatever people do, what must hold holds."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.capabilities.supervision.models import Entry, Item, Sheet
from liupan.capabilities.supervision.operations.closing import (
    archive_item,
    reopen_item,
    verify_and_close,
)
from liupan.capabilities.supervision.operations.handing import (
    hand_over_item,
    reassign_item,
    sign_for_item,
    urge_item,
)
from liupan.capabilities.supervision.operations.leading import give_note
from liupan.capabilities.supervision.operations.registering import revise_item, withdraw_item
from liupan.capabilities.supervision.operations.reporting import (
    endorse_report,
    report_done,
    report_progress,
    return_item,
)
from liupan.capabilities.supervision.operations.requests import (
    decide_request,
    request_extension,
    request_pause,
    resume_item,
)
from liupan.capabilities.supervision.operations.sheets import answer_sheet, issue_sheet
from liupan.capabilities.supervision.operations.tending import tend_sheets
from liupan.capabilities.supervision.policies import TEND
from liupan.capabilities.supervision.queries.items import rollups
from liupan.capabilities.supervision.rules.sheets import Colour
from liupan.capabilities.supervision.rules.states import HOLDERS, State
from liupan.capabilities.supervision.tests.factories import (
    DUE,
    NOW,
    Town,
    registered,
    with_part,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError

OVER = ("closed", "archived")


class Walk:
    """A whole with two parts of the bureau, one of them optional, and a clock that moves on."""

    def __init__(self, place: Town) -> None:
        self.place, self.now = place, NOW
        self.whole = registered(place)
        own = {"lead_unit_id": place.units["bureau"]}
        self.items = [
            self.whole,
            with_part(place, self.whole, weight=3, **own),
            with_part(place, self.whole, is_mandatory=False, **own),
        ]
        self.late: set[UUID] = set()
        self.first: dict[UUID, date] = {}
        self.entries: Counter[UUID] = Counter()
        self.said: dict[UUID, str] = {}

    def step(self, act: str, which: int, number: int) -> None:
        """Try one act; what is refused changes nothing."""
        self.now += timedelta(hours=number)
        with suppress(LiupanError), transaction.atomic():
            ACTS[act](self, self.items[which], number)

    def check(self) -> None:
        rows = {row.id: row for row in Item.objects.all()}
        for row in rows.values():
            self._check_item(row)
        self._check_whole(rows)
        self._check_entries()
        assert not [n for n in Counter(self._open_sheets()).values() if n > 1]

    def _check_item(self, row: Item) -> None:
        assert HOLDERS[row.standing]
        assert row.id not in self.late or row.is_late
        assert row.late_since is None or row.is_late
        if row.id in self.first:
            assert row.first_due_on == self.first[row.id]
        if row.is_late:
            self.late.add(row.id)
        if row.first_due_on:
            self.first[row.id] = row.first_due_on

    def _check_whole(self, rows: dict[UUID, Item]) -> None:
        whole, parts = rows[self.whole], [r for r in rows.values() if r.parent_id == self.whole]
        held = any(p.is_mandatory and p.state not in (*OVER, "withdrawn") for p in parts)
        assert not (whole.state in OVER and held)
        counted = [p for p in parts if p.state != "withdrawn"]
        weighed = [(self._own(p), p.weight) for p in counted]
        own = self._own(whole)
        mean = sum(p * w for p, w in weighed) // sum(w for _p, w in weighed) if weighed else own
        expected = mean if whole.state in OVER and not held else min(mean, 99)
        assert rollups([self.whole])[self.whole].value == expected

    @staticmethod
    def _own(row: Item) -> int:
        """What an item says of itself: reported done it is at 99 until somebody verified it."""
        if row.state in OVER:
            return 100
        return 99 if row.state in ("endorsing", "verifying") else min(row.percent, 99)

    def _check_entries(self) -> None:
        counted = Counter(Entry.objects.values_list("item_id", flat=True))
        assert all(counted[item] >= n for item, n in self.entries.items())
        said = dict(Entry.objects.values_list("id", "opinion"))
        assert all(said[entry] == opinion for entry, opinion in self.said.items())
        self.entries, self.said = counted, said

    def _open_sheets(self) -> list[UUID]:
        return list(Sheet.objects.filter(state="open").values_list("item_id", flat=True))


def _by(person: str, operation: Callable[..., object], **more: Any) -> Callable[..., None]:
    def act(walk: Walk, item: UUID, number: int) -> None:
        operation(item_id=item, actor=walk.place.people[person], now=walk.now, **more)

    return act


def _progress(walk: Walk, item: UUID, number: int) -> None:
    report_progress(
        item_id=item, percent=number % 100, opinion=f"{number}", actor=walk.place.handler,
        now=walk.now,
    )  # fmt: skip


def _extend(walk: Walk, item: UUID, number: int) -> None:
    row = Item.objects.get(id=item)
    request = request_extension(
        item_id=item, until_on=row.due_on + timedelta(days=1 + number % 30), reason="x",
        actor=walk.place.handler, now=walk.now,
    )  # fmt: skip
    _decide(walk, request, number)


def _pause(walk: Walk, item: UUID, number: int) -> None:
    request = request_pause(
        item_id=item, pause_key="tender", reason="x", actor=walk.place.handler, now=walk.now
    )
    _decide(walk, request, number)


def _decide(walk: Walk, request: UUID, number: int) -> None:
    decide_request(
        request_id=request, grant=number % 3 > 0, opinion="x", actor=walk.place.chief, now=walk.now
    )


def _reopen(walk: Walk, item: UUID, number: int) -> None:
    due_on = clock.on(walk.now) + timedelta(days=number % 60)
    reopen_item(item_id=item, reason="x", due_on=due_on, actor=walk.place.officer, now=walk.now)


def _pass_on(walk: Walk, item: UUID, number: int) -> None:
    reassign_item(
        item_id=item, supervisor_id=walk.place.people["other" if number % 2 else "officer"].id,
        reason="x", version=Item.objects.get(id=item).version, actor=walk.place.officer,
        now=walk.now,
    )  # fmt: skip


def _revise(walk: Walk, item: UUID, number: int) -> None:
    revise_item(
        item_id=item, changes={"weight": number % 9 + 1, "is_mandatory": number % 2 == 0},
        reason="x", version=Item.objects.get(id=item).version, actor=walk.place.officer,
        now=walk.now,
    )  # fmt: skip


def _sheet(walk: Walk, item: UUID, number: int) -> None:
    issue_sheet(
        item_id=item, colour=list(Colour)[number % 3], reason="x", actor=walk.place.chief,
        now=walk.now, direct_reason="x" if number % 2 else "",
    )  # fmt: skip


def _answer(walk: Walk, item: UUID, number: int) -> None:
    for sheet in Sheet.objects.filter(item_id=item, state="open"):
        answer_sheet(sheet_id=sheet.id, answer="x", actor=walk.place.handler, now=walk.now)


def _tend(walk: Walk, item: UUID, number: int) -> None:
    tend_sheets(worker_actor(TEND), walk.now)


def _wait(walk: Walk, item: UUID, number: int) -> None:
    walk.now += timedelta(days=number)


ACTS: dict[str, Callable[[Walk, UUID, int], None]] = {
    "hand over": _by("officer", hand_over_item),
    "sign for": _by("handler", sign_for_item),
    "urge": _by("officer", urge_item, opinion="x"),
    "progress": _progress,
    "report": _by("handler", report_done, opinion="x"),
    "endorse": _by("leader", endorse_report),
    "return": _by("officer", return_item, reason="x"),
    "close": _by("officer", verify_and_close, opinion="x"),
    "archive": _by("officer", archive_item),
    "reopen": _reopen,
    "withdraw": _by("officer", withdraw_item, reason="x"),
    "extend": _extend,
    "pause": _pause,
    "resume": _by("handler", resume_item, reason="x"),
    "pass on": _pass_on,
    "revise": _revise,
    "sheet": _sheet,
    "answer": _answer,
    "tend": _tend,
    "note": _by("mayor", give_note, note="x"),
    "wait": _wait,
}
WAY = ("hand over", "sign for", "report", "endorse", "close")
STEP = st.tuples(
    st.one_of(st.sampled_from(WAY), st.sampled_from(sorted(ACTS))),
    st.integers(0, 2),
    st.integers(0, 120),
)


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=10, max_size=40))
def test_what_must_hold_holds(place: Town, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        walk = Walk(place)
        for act, which, number in steps:
            walk.step(act, which, number)
            walk.check()
        transaction.set_rollback(True)


def test_a_walk_to_the_end(place: Town) -> None:
    """The steps do what they say: a walk that closes everything, and late."""
    walk = Walk(place)
    for act in WAY[:3]:
        for which in range(3):
            walk.step(act, which, 1)
    walk.now = clock.start_of(DUE + timedelta(days=3)) + timedelta(hours=9)
    for act in WAY[3:]:
        for which in (1, 2, 0):
            walk.step(act, which, 0)
            walk.check()
    assert {row.standing for row in Item.objects.all()} == {State.CLOSED}
    assert len(walk.late) == 3
