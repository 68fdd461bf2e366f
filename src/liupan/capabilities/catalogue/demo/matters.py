"""Arbitrations and update tasks of the demo city; texts are examples (示例)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.demo.staff import Desk, Staff
from liupan.capabilities.catalogue.models import Arbitration, Change, Edition, UpdateTask
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition, revise_entry
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
)
from liupan.capabilities.catalogue.operations.sourcing import rule_source, state_grounds
from liupan.capabilities.catalogue.operations.updating import (
    WhatChanged,
    answer_statement,
    confirm_change,
    record_change,
    state_unchanged,
)
from liupan.capabilities.catalogue.queries.affected import list_affected
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

LAW = "婚姻登记条例"
CHANGED, MOVED = date(2017, 10, 9), date(2017, 11, 1)
GIVING, TAKING = "固原市旅游局", "固原市文化新闻出版广电局"
MOST = 8
"""So many entries get a task by the change of law."""
GROUNDS = "示例：该项数据由本单位在办理业务时产生，依据本单位职责和有关法规采集。"


class Matters:
    """What is disputed, and what is to be brought up to date."""

    def __init__(self, city: DemoCity, staff: Staff) -> None:
        self.city, self.staff = city, staff

    def rule(self) -> None:
        """Arbitrations that opened by themselves: most are ruled, the last ones wait."""
        found = list(Arbitration.objects.order_by("opened_at", "id"))
        for n, one in enumerate(found):
            left = len(found) - n
            if left == 1:
                continue  # nobody has said anything yet
            self._state(one, "second", one.opened_at, 1)
            if left == 2:
                continue
            self._state(one, "first", one.opened_at, 2)
            if left > 3:
                winner = one.second_id if n % 2 else one.first_id
                rule_source(
                    arbitration_id=one.id, winner_id=winner,
                    opinion="示例：由最先产生该项数据的业务单位为数源，另一方从平台取用。",
                    actor=self.staff.publisher, now=self._at(one.opened_at, 8),
                )  # fmt: skip

    def update(self) -> None:
        """Two changes with tasks, and one that waits to be confirmed."""
        law = WhatChanged(
            kind="law", title=f"示例：{LAW}修订，信息项随之变更", law=LAW, effective_on=CHANGED
        )
        begun = self._moment(CHANGED)
        self._live(self._confirmed(law, begun, MOST), begun)
        units = [self.staff.desk(name) for name in (GIVING, TAKING)]
        if all(units):
            giving, taking = (desk.unit.id for desk in units if desk)
            duty = WhatChanged(
                kind="duty", title="示例：部分文化旅游管理职责划转", effective_on=MOVED,
                unit_id=giving, to_unit_id=taking,
            )  # fmt: skip
            self._confirmed(duty, self._moment(MOVED), MOST)
        draft = WhatChanged(
            kind="law", title="示例：道路交通安全法实施办法修订", law="道路交通安全法",
            effective_on=clock.on(self.city.now),
        )  # fmt: skip
        record_change(what=draft, actor=self.staff.publisher, now=self.city.now)

    def _confirmed(self, what: WhatChanged, now: datetime, most: int) -> UUID | None:
        authority = self.staff.publisher
        change = record_change(what=what, actor=authority, now=now)
        found = list_affected(authority, Change.objects.get(id=change))
        desks = self.staff.settled
        chosen = [one.resource_id for one in found if one.unit_id in desks][:most]
        if not chosen:
            return None
        confirm_change(change_id=change, resource_ids=chosen, actor=authority, now=now)
        return change

    def _live(self, change: UUID | None, begun: datetime) -> None:
        if change is None:
            return
        tasks = UpdateTask.objects.filter(change_id=change).order_by("id")
        for n, task in enumerate(tasks):
            desk = self.staff.settled[task.unit_id]
            if n % 4 == 0 and self._is_free(task):
                self._publish(task, desk, begun + timedelta(days=2 + n))
            elif n % 4 in (1, 2):
                self._say(task, desk, begun + timedelta(days=3), is_answered=n % 4 == 1)

    def _say(self, task: UpdateTask, desk: Desk, now: datetime, *, is_answered: bool) -> None:
        words = "示例：条文修订不涉及本资源的信息项和共享条件。"
        state_unchanged(task_id=task.id, statement=words, actor=self._editor(desk), now=now)
        if is_answered:
            answer_statement(
                task_id=task.id, accept=True, opinion="", actor=self.staff.publisher,
                now=now + timedelta(days=1),
            )  # fmt: skip

    def _publish(self, task: UpdateTask, desk: Desk, now: datetime) -> None:
        editor, registrar = self._editor(desk), self.staff.actor(desk.registrar.account_id)
        edition = begin_edition(resource_id=task.resource_id, actor=editor, now=now)
        said = Edition.objects.get(id=edition).said
        said = replace(said, abstract=f"{said.abstract}依修订后的条文更新。")
        common: dict[str, Any] = {"edition_id": edition}
        revise_entry(**common, said=said, version=1, actor=editor, now=now)
        hand_in_entry(**common, actor=editor, now=now)
        pass_registration(**common, actor=registrar, now=now + timedelta(hours=1))
        ask_publication(**common, actor=editor, now=now + timedelta(hours=2))
        publish_entry(**common, actor=self.staff.publisher, now=now + timedelta(hours=3))

    def _is_free(self, task: UpdateTask) -> bool:
        """Whether no other edition of the entry is on its way."""
        working = Edition.objects.filter(resource_id=task.resource_id).exclude(
            state__in=(Edition.State.PUBLISHED, Edition.State.WITHDRAWN)
        )
        return not working.exists()

    def _state(self, one: Arbitration, side: str, opened: datetime, days: int) -> None:
        desk = self.staff.settled.get(getattr(one, f"{side}_unit_id"))
        if desk is not None:
            state_grounds(
                arbitration_id=one.id, grounds=GROUNDS, actor=self._editor(desk),
                now=self._at(opened, days),
            )  # fmt: skip

    def _at(self, since: datetime, days: int) -> datetime:
        return min(since + timedelta(days=days), self.city.now)

    def _moment(self, day: date) -> datetime:
        return min(clock.start_of(day) + timedelta(hours=10), self.city.now)

    def _editor(self, desk: Desk) -> Actor:
        return self.staff.actor(desk.editor.account_id)
