"""Requests and grants of the demo: in every state, by calling operations, in the order of time.

Who asks whom for what is an example and says so; resources and items are those of the catalogue.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from heapq import heappop, heappush
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.demo.staff import BEGINS, Desk, Staff, grant_pairs
from liupan.capabilities.catalogue.operations.answering import (
    answer_request,
    pass_conformity,
    reject_request,
    return_request,
    rule_on_request,
    state_position,
)
from liupan.capabilities.catalogue.operations.asking import (
    accept_answer,
    begin_request,
    dispute_answer,
    hand_in_request,
    withdraw_request,
)
from liupan.capabilities.catalogue.operations.gate import review_request
from liupan.capabilities.catalogue.operations.granting import (
    narrow_grant,
    resume_grant,
    revoke_grant,
    suspend_grant,
)
from liupan.capabilities.catalogue.queries.granted import find_grant_of
from liupan.capabilities.catalogue.queries.request_offering import Askable, get_askable
from liupan.capabilities.catalogue.queries.request_rules import checklist
from liupan.capabilities.catalogue.rules.elements import NOT_SHARED, UNCONDITIONAL
from liupan.capabilities.catalogue.rules.permits import (
    Asked,
    Mask,
    MaskPolicy,
    Mode,
    Outcome,
    Permit,
    PurposeKind,
)
from liupan.capabilities.catalogue.rules.requesting import Gate, Verdict
from liupan.foundation.access.facade import grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import find_root
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.demo import DemoCity

Moment = Callable[[datetime], None]
OVER_CITY = (
    ("planner", "catalogue-authority"), ("chief", "catalogue-security"),
    ("clerk", "catalogue-secrecy"),
)  # fmt: skip
"""Demo person and role over the whole city: each of the gate's three is somebody else."""
PAIR = ("catalogue-requester", "catalogue-decider")
FIRST_DAY = date(2017, 1, 9)
COUNT, FEW = 250, 75
"""Requests; of a small city enough for one of each end."""
ASKING, ASKED_FOR = 40, 120
"""At most so many units ask, for about so many resources."""
OPEN_FOR = 6
"""What is on its way now was begun within so many days."""
ENDS = (
    "draft", "checking", "returned", "rejected", "deciding", "in_part", "refused", "negotiating",
    "reviewing", "half_reviewed", "not_passed", "gave_up", "ruled_out", "ruled_in", "withdrawn",
)  # fmt: skip
"""Where one request in five stands; the others are granted."""
RECENT = frozenset(ENDS[:1] + ENDS[1:3] + ENDS[4:10])
FAR = frozenset({"in_part", "refused", "negotiating", "reviewing", "half_reviewed"})
"""What has come so far that it was begun a week ago."""
AFTER = ("narrowed", "suspended", "revoked", "resumed")
"""What became of one grant in eight."""
BUSINESS = (
    ("行政审批核验", PurposeKind.BASIS), ("社会救助对象核对", PurposeKind.CHECKING),
    ("统计分析", PurposeKind.REFERENCE), ("联合监管", PurposeKind.CO_OPERATION),
    ("公共服务办理", PurposeKind.BASIS), ("信用核查", PurposeKind.CHECKING),
)  # fmt: skip
BASIS = "示例：国发〔2016〕51号和本单位主要职责规定"
MASKED = MaskPolicy(Mask.KEEP, 1, 0)
Q, F, D = Mode.QUERY, Mode.FILE, Mode.FEED
MODES = ({Q}, {F}, {D}, {Q, F}, {F}, {Q, F, D}, {Q}, {F, D}, {D})
"""Some ask for one way, some for several."""


@dataclass
class Case:
    """A request: who asks whom for what, and where it will stand at the end."""

    asks: Desk
    gives: Desk
    offer: Askable
    number: int
    end: str
    after: str = ""
    request: UUID | None = None
    asked: Asked | None = None
    items: Sequence[UUID] = field(default=())

    @property
    def given(self) -> Permit:
        """A part: half the items, masked, half the quota."""
        assert self.asked
        kept = self.items[: max(len(self.items) // 2, 1)]
        permit = self.asked.permit
        return Permit(
            items=dict.fromkeys(kept, MASKED), rows=permit.rows, valid_from=permit.valid_from,
            valid_until=permit.valid_until, quota=max(permit.quota // 2, 1),
            modes=permit.modes,
        )  # fmt: skip


class Sharing:
    """Acts in the order of time."""

    def __init__(self, city: DemoCity, staff: Staff) -> None:
        self.city, self.staff = city, staff
        self.today = clock.on(city.now)
        self.chance = city.chance("catalogue.sharing")
        self._agenda: list[tuple[datetime, int, Moment]] = []
        self._count = 0
        self._settled: set[UUID] = set()
        for username, role in OVER_CITY:
            self._grant_over_city(username, role)

    def plan(self, held: Sequence[tuple[Desk, UUID]]) -> None:
        """Lay out every request's beginning: resources by their desks, asked for in turn."""
        apart = [(desk, resource) for desk, resource in held if self._is_apart(desk)]
        desks = list({desk.unit.id: desk for desk, _resource in apart}.values())[:ASKING]
        offers = [
            (desk, offer)
            for desk, resource in apart[:: max(len(apart) // ASKED_FOR, 1)]
            if _is_had(offer := self._offer(resource))
        ]
        if len(desks) < 2 or not offers:
            return
        cases = [self._case(number, desks, offers) for number in range(self._many)]
        self.settle(desk for case in cases for desk in (case.asks, case.gives))
        for case in cases:
            self._on(self._begin_day(case), partial(self._begin, case))

    @property
    def _many(self) -> int:
        return FEW if self.city.is_small else COUNT

    def _case(
        self, number: int, desks: Sequence[Desk], offers: Sequence[tuple[Desk, Askable]]
    ) -> Case:
        gives, offer = offers[number * 7 % len(offers)]
        asks = next(d for d in self._turned(desks, number) if d.unit.id != gives.unit.id)
        case = Case(asks, gives, offer, number, self._end(number))
        if case.end == "granted" and number % 8 == 0:
            case.after = AFTER[number // 8 % len(AFTER)]
        return case

    def live(self, *, until: datetime) -> None:
        """Carry out what happened by this moment."""
        while self._agenda and self._agenda[0][0] <= until:
            now, _order, act = heappop(self._agenda)
            act(now)

    def _end(self, number: int) -> str:
        return ENDS[number // 5 % len(ENDS)] if number % 5 == 4 else "granted"

    def _turned(self, desks: Sequence[Desk], number: int) -> Sequence[Desk]:
        start = number * 5 % len(desks)
        return [*desks[start:], *desks[:start]]

    def _begin_day(self, case: Case) -> date:
        is_far = case.end in FAR
        last = self.today - timedelta(days=7 if is_far else 1 if case.end in RECENT else 45)
        open_for = timedelta(days=9 if is_far else OPEN_FOR)
        first = self.today - open_for if case.end in RECENT else FIRST_DAY
        first = max(first, case.offer.publish_on + timedelta(days=1), case.asks.since)
        span = max((last - first).days, 0)
        return min(first + timedelta(days=self.chance.randint(0, span)), last)

    def _on(self, day: date, act: Moment) -> None:
        while day.weekday() > 4:
            day += timedelta(days=1)
        moment = clock.start_of(day) + timedelta(hours=9, minutes=self.chance.randint(0, 470))
        self._count += 1
        heappush(self._agenda, (moment, self._count, act))

    def _begin(self, case: Case, now: datetime) -> None:
        case.items = [UUID(item) for item, _name in case.offer.items][:6]
        case.asked = self._asked(case, clock.on(now))
        case.request = begin_request(
            resource_id=case.offer.resource_id, consumer_id=case.asks.unit.id, asked=case.asked,
            actor=self._requester(case), now=now,
        )  # fmt: skip
        self._walk(self._acts(case), now)

    def _walk(self, acts: Iterator[tuple[int, Moment]], now: datetime) -> None:
        """The next act some days later, until there is none."""
        days, act = next(acts, (0, None))
        if act is None:
            return None

        def turn(moment: datetime) -> None:
            act(moment)
            self._walk(acts, moment)

        day = clock.on(now)
        if days:
            return self._on(day + timedelta(days=self.chance.randint(1, days)), turn)
        self._count += 1
        heappush(self._agenda, (now + timedelta(minutes=20), self._count, turn))
        return None

    def _acts(self, case: Case) -> Iterator[tuple[int, Moment]]:
        """What is done one after the other: within so many days, by whom."""
        asker, decider, end = self._requester(case), self._decider(case), case.end
        of = partial(self._do, case)
        if end == "draft":
            return
        yield 0, of(hand_in_request, asker)
        if end == "checking":
            return
        if end == "withdrawn":
            yield 1, of(withdraw_request, asker, reason="示例：改由其他渠道取得。")
            return
        if end == "rejected":
            yield 2, of(reject_request, self._authority, opinion="示例意见：与本单位职责无关。")
            return
        if end == "returned":
            yield 1, of(return_request, self._authority, opinion="示例意见：请补充依据的条款。")
            return
        yield 1, of(pass_conformity, self._authority, opinion="符合要求。")
        if end == "deciding":
            return
        yield from self._answers(case, asker, decider)
        if end in ("in_part", "refused", "negotiating", "gave_up", "ruled_out", "reviewing"):
            return
        yield from self._reviews(case)

    def _answers(self, case: Case, asker: Actor, decider: Actor) -> Iterator[tuple[int, Moment]]:
        end, of = case.end, partial(self._do, case)
        days = 1 if case.offer.share_type == UNCONDITIONAL or end in RECENT else 9
        why = "示例理由：按业务需要提供部分信息项并脱敏。"
        if end in ("refused", "gave_up", "negotiating", "ruled_out", "ruled_in"):
            no = "示例理由：可由省级平台直接查询。"
            yield days, of(answer_request, decider, outcome=Outcome.REFUSE, reason=no)
        elif end == "in_part" or case.number % 4 == 1:
            part = {"outcome": Outcome.PART, "permit": case.given, "reason": why}
            yield days, of(answer_request, decider, **part)
            if end != "in_part":
                yield 1, of(accept_answer, asker)
        else:
            yield days, of(answer_request, decider, outcome=Outcome.ALL)
        if end == "gave_up":
            yield 2, of(accept_answer, asker)
        if end in ("negotiating", "ruled_out", "ruled_in"):
            yield 1, of(dispute_answer, asker, reason="示例：省级平台没有本市数据，确需使用。")
        if end in ("ruled_out", "ruled_in"):
            yield 2, of(state_position, decider, position="示例：尚在数据治理中。")
            outcome = Outcome.REFUSE if end == "ruled_out" else Outcome.ALL
            ruled = {"outcome": outcome, "reason": "示例：双方意见已听取。"}
            yield 4, of(rule_on_request, self._authority, **ruled)

    def _reviews(self, case: Case) -> Iterator[tuple[int, Moment]]:
        security = partial(self._review, case, Gate.SECURITY)
        secrecy = partial(self._review, case, Gate.SECRECY)
        yield 1, partial(security, Verdict.PASSED)
        if case.end == "half_reviewed":
            return
        if case.end == "not_passed":
            yield 2, partial(secrecy, Verdict.REJECTED)
            return
        yield 1, partial(secrecy, Verdict.PASSED)
        if case.after:
            yield 25, partial(self._control, case)

    def _review(self, case: Case, gate: Gate, verdict: Verdict, now: datetime) -> None:
        who = self._security if gate is Gate.SECURITY else self._secrecy
        passed = verdict is Verdict.PASSED
        review_request(
            request_id=case.request or UUID(int=0), gate=gate, verdict=verdict, actor=who, now=now,
            opinion="同意。" if passed else "示例意见：汇聚后涉及工作秘密。",
            checked=[key for key, _text in checklist(gate, clock.on(now))] if passed else (),
        )  # fmt: skip

    def _control(self, case: Case, now: datetime) -> None:
        assert case.request
        by: dict[str, Any] = {"actor": self._decider(case), "now": now}
        grant = find_grant_of(case.request, now=now)
        assert grant
        reason = "示例：业务范围调整。"
        if case.after == "narrowed":
            items = {one.item_id: MASKED for one in grant.items[:2]}
            permit = Permit(
                items=items, rows=grant.rows, valid_from=grant.valid_from,
                valid_until=grant.valid_until, quota=max(grant.quota // 2, 1),
                modes=frozenset([one for one in Mode if one in grant.modes][:2]),
            )  # fmt: skip
            narrow_grant(grant_id=grant.id, permit=permit, reason=reason, **by)
        elif case.after == "revoked":
            revoke_grant(grant_id=grant.id, reason="示例：使用方职责已划出。", **by)
        else:
            suspend_grant(grant_id=grant.id, reason="示例：用量异常，核实期间中止。", **by)
        if case.after == "resumed":
            by["now"] = now + timedelta(minutes=90)
            resume_grant(grant_id=grant.id, reason="示例：已核实，恢复使用。", **by)

    def _do(
        self, case: Case, operation: Callable[..., UUID], actor: Actor, **said: object
    ) -> Moment:  # fmt: skip
        def act(now: datetime) -> None:
            operation(request_id=case.request, actor=actor, now=now, **said)

        return act

    def _asked(self, case: Case, day: date) -> Asked:
        number = case.number
        business, kind = BUSINESS[number % len(BUSINESS)]
        short = number % 9 == 4 and case.end == "granted"  # some end before today, some soon
        ends = timedelta(days=120 if short else 365 * (1 + number % 3))
        return Asked(
            purpose_kind=kind, business=business, legal_basis=BASIS, item_ids=tuple(case.items),
            purpose=f"示例：{case.asks.unit.name}办理{business}时使用。", valid_from=day,
            valid_until=day + ends, quota=(100, 500, 2000)[number % 3],
            modes=frozenset(MODES[number % len(MODES)]),
        )  # fmt: skip

    def _offer(self, resource: UUID) -> Askable:
        return get_askable(self._authority, resource, self.today)

    def _is_apart(self, desk: Desk) -> bool:
        """Whether nobody of the gate works at the desk."""
        gate = {self._authority.id, self._security.id, self._secrecy.id}
        return not gate & {desk.editor.account_id, desk.registrar.account_id}

    @cached_property
    def _authority(self) -> Actor:
        return self._named("planner")

    @cached_property
    def _security(self) -> Actor:
        return self._named("chief")

    @cached_property
    def _secrecy(self) -> Actor:
        return self._named("clerk")

    def _named(self, username: str) -> Actor:
        account = find_account_by_username(username)
        assert account
        return self.staff.actor(account.id)

    def _requester(self, case: Case) -> Actor:
        return self.staff.actor(case.asks.editor.account_id)

    def _decider(self, case: Case) -> Actor:
        return self.staff.actor(case.gives.registrar.account_id)

    def settle(self, desks: Iterable[Desk]) -> None:
        """Grant the desks' two roles, once."""
        new = {desk.unit.id: desk for desk in desks if desk.unit.id not in self._settled}
        self._settled |= new.keys()
        grant_pairs(self.city, new.values(), self.staff.forget, PAIR)

    def _grant_over_city(self, username: str, role: str) -> None:
        account, root = find_account_by_username(username), find_root()
        if account and root:
            self.staff.forget(account.id)
            grant_role(
                role_code=role, account_id=account.id, unit_id=root.id, valid_from=BEGINS,
                actor=self.city.installer, now=clock.start_of(BEGINS) + timedelta(hours=9),
            )  # fmt: skip


def _is_had(offer: Askable) -> bool:
    """Whether there is something to ask for that is not barred by law."""
    return bool(offer.items) and offer.share_type != NOT_SHARED
