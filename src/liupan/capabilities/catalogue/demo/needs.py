"""Demands of the demo city in every state, by calling operations; texts are examples (示例)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.demo.staff import Desk, Staff
from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.asking import begin_request, hand_in_request
from liupan.capabilities.catalogue.operations.demands import (
    Need,
    allot_demand,
    catalogue_demand,
    claim_demand,
    close_demand,
    confirm_demand,
    decline_demand,
    register_demand,
    withdraw_demand,
)
from liupan.capabilities.catalogue.queries.answering import answers
from liupan.capabilities.catalogue.rules.elements import CONDITIONAL, UNCONDITIONAL
from liupan.capabilities.catalogue.rules.permits import Asked, Mode, PurposeKind
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

HOW_MANY, NEEDING = 80, 14
ENDS = (
    "met", "catalogued", "claimed", "allotted", "met", "registered", "declined", "unlawful",
    "met", "withdrawn", "ruled", "open", "requested", "met", "claimed", "allotted",
)  # fmt: skip
"""Where demands stand, in turn."""
BEGINS = date(2017, 3, 1)
BUSINESS = (
    "城乡低保资格核对", "保障性住房申请审核", "教师资格认定", "企业信用核查", "就业困难人员认定",
    "医疗救助审批", "工程招投标资格审查", "惠农补贴发放核对", "高龄津贴发放",
    "行政许可申请材料核验",
)  # fmt: skip
PURPOSE = "示例：办理{business}时核对申请人提交的{title}，减少纸质证明。"
BASIS = "示例：本单位“三定”规定所列职责和办理{business}所依据的法规条款。"
STAGE = {"registered": 2, "declined": 6, "allotted": 3, "open": 4, "claimed": 9}
"""So many days ago what waits in a state was registered, at most about twice as many."""


@dataclass(frozen=True, slots=True)
class Case:
    """One demand: who needs what of whom, and where it ends."""

    number: int
    desk: Desk
    answer: Edition
    holder: Desk
    end: str

    @property
    def business(self) -> str:
        return BUSINESS[self.number % len(BUSINESS)]


class Needs:
    """Demands in the order of time."""

    def __init__(
        self, city: DemoCity, staff: Staff, settle: Callable[[Iterable[Desk]], None]
    ) -> None:
        self.city, self.staff, self._settle = city, staff, settle
        self.chance = city.chance("catalogue.demands")

    def cases(self) -> list[tuple[datetime, Case]]:
        """Everything that will happen, by the moment at which it begins."""
        desks = self.staff.settled
        found = [one for one in answers(self.staff.publisher, None) if one.unit_id in desks]
        if not found:
            return []
        needing = self._needing(desks)
        kinds = {
            kind: [one for one in found if one.share_type == kind]
            for kind in (UNCONDITIONAL, CONDITIONAL)
        }
        cases = []
        for number in range(HOW_MANY):
            end = ENDS[number % len(ENDS)]
            kind = UNCONDITIONAL if end == "met" else CONDITIONAL
            desk = needing[number % len(needing)]
            others = [one for one in kinds[kind] or found if one.unit_id != desk.unit.id]
            if others:
                answer = others[number * 7 % len(others)]
                case = Case(number, desk, answer, desks[answer.unit_id], end)
                cases.append((self._begin(case), case))
        return sorted(cases, key=lambda one: one[0])

    def live(self, cases: Sequence[tuple[datetime, Case]]) -> None:
        """Carry them out."""
        for begin, case in cases:
            self._live(case, begin)

    def _live(self, case: Case, begin: datetime) -> None:
        clerk, holder = self._actor(case.desk), self._actor(case.holder)
        demand = register_demand(
            unit_id=case.desk.unit.id, need=self._need(case), actor=clerk, now=begin
        )
        moment = self._moments(begin)
        authority, end = self.staff.publisher, case.end
        if end == "registered":
            return
        if end == "unlawful":
            reason = "示例：所述业务不属于该单位职责，没有法律依据。"
            close_demand(demand_id=demand, reason=reason, actor=authority, now=moment())
            return
        if end == "withdrawn":
            reason = "示例：业务流程调整，不再需要。"
            withdraw_demand(demand_id=demand, reason=reason, actor=clerk, now=moment())
            return
        if end == "met" and case.number % 3:
            self._answer(case, demand, authority, moment)
            confirm_demand(demand_id=demand, opinion="", actor=clerk, now=moment())
            return
        unit_id = None if end == "open" else case.holder.unit.id
        common: dict[str, Any] = {"demand_id": demand, "actor": authority}
        allot_demand(**common, unit_id=unit_id, opinion="请认领。", now=moment())
        if end in ("declined", "ruled"):
            reason = "示例：相关数据由上级主管部门系统集中管理，本单位不掌握。"
            decline_demand(demand_id=demand, reason=reason, actor=holder, now=moment())
            if end == "declined":
                return
            opinion = "示例：依据职责分工，由该单位负责。"
            allot_demand(**common, unit_id=unit_id, opinion=opinion, now=moment())
        if end in ("open", "allotted", "ruled"):
            return
        claim_demand(demand_id=demand, unit_id=case.holder.unit.id, actor=holder, now=moment())
        if end == "claimed":
            return
        self._answer(case, demand, holder, moment)
        if end == "met":
            confirm_demand(demand_id=demand, opinion="", actor=clerk, now=moment())
        elif end == "requested":
            self._request(case, demand, clerk, moment)

    def _answer(
        self, case: Case, demand: UUID, actor: Actor, moment: Callable[[], datetime]
    ) -> None:
        catalogue_demand(
            demand_id=demand, resource_id=case.answer.resource_id, actor=actor, now=moment()
        )

    def _request(
        self, case: Case, demand: UUID, clerk: Actor, moment: Callable[[], datetime]
    ) -> None:
        now = moment()
        shared = [one.id for one in case.answer.items.all() if one.is_shared][:3]
        need = self._need(case)
        asked = Asked(
            purpose_kind=PurposeKind.CHECKING, business=need.business, purpose=need.purpose,
            legal_basis=need.basis, item_ids=tuple(shared), valid_from=clock.on(now),
            valid_until=clock.on(now) + timedelta(days=365), quota=200,
            modes=frozenset({Mode.QUERY}),
        )  # fmt: skip
        request = begin_request(
            resource_id=case.answer.resource_id, consumer_id=case.desk.unit.id, asked=asked,
            actor=clerk, now=now, demand_id=demand,
        )  # fmt: skip
        hand_in_request(request_id=request, actor=clerk, now=now)

    def _need(self, case: Case) -> Need:
        title = f"{case.answer.title}核验"
        said = {"business": case.business, "title": case.answer.title}
        return Need(
            title=title, business=case.business, purpose=PURPOSE.format(**said),
            items=tuple(item.name for item in case.answer.items.all())[:4] or (title,),
            basis=BASIS.format(**said), cycle=case.answer.update_cycle, mode="3",
            urgency="urgent" if case.number % 9 == 0 else "normal",
            believed_unit_id=case.holder.unit.id if case.number % 2 else None,
            is_public=case.number % 6 != 5,
        )  # fmt: skip

    def _needing(self, desks: dict[UUID, Desk]) -> list[Desk]:
        """Units of people whom a visitor may be come first."""
        ordered = sorted(desks.values(), key=lambda d: not self.staff.is_visited(d))
        chosen = ordered[:NEEDING]
        self._settle(chosen)
        return chosen

    def _begin(self, case: Case) -> datetime:
        today = clock.on(self.city.now)
        last = STAGE.get(case.end)
        if last is None:
            span = (today - BEGINS).days - 30
            day = BEGINS + timedelta(days=self.chance.randint(0, max(span, 1)))
        else:
            day = today - timedelta(days=last + self.chance.randint(0, last))
        known = case.answer.publish_on or day
        return self._working(min(max(day, case.desk.since, known), today))

    def _working(self, day: date) -> datetime:
        while day.weekday() > 4:
            day += timedelta(days=1)
        moment = clock.start_of(day) + timedelta(hours=9, minutes=self.chance.randint(0, 470))
        return min(moment, self.city.now)

    def _moments(self, begin: datetime) -> Callable[[], datetime]:
        """Each call some days later, never after today."""
        now = begin

        def moment() -> datetime:
            nonlocal now
            later = self._working(clock.on(now) + timedelta(days=self.chance.randint(1, 4)))
            now = max(now, later)
            return now

        return moment

    def _actor(self, desk: Desk) -> Actor:
        return self.staff.actor(desk.editor.account_id)
