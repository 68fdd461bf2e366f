"""Demands as lists and pages show them, and what of them waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django_filters import BooleanFilter, CharFilter, MultipleChoiceFilter

from liupan.capabilities.catalogue.models import Demand, DemandStep, Edition
from liupan.capabilities.catalogue.policies import (
    ALLOT,
    CLAIM,
    DEMAND,
    public_demands,
    visible_demands,
)
from liupan.capabilities.catalogue.queries.answering import is_free
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.places import At, may_wait
from liupan.capabilities.catalogue.queries.rows import ShapedRows
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.demands import LIVE, TURN, Act, Side, State, may_act
from liupan.foundation.access.facade import reach, rows
from liupan.foundation.calendar.facade import ClockReading, describe_many
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitsFilter
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Permission, may
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import Secrecy

MARKS = {
    State.REGISTERED: "check",
    State.DECLINED: "back",
    State.ALLOTTED: "run",
    State.CLAIMED: "run",
    State.CATALOGUED: "run",
    State.REQUESTED: "check",
    State.MET: "done",
    State.CLOSED: "none",
}
"""Kind of mark for `{% state %}`."""
OPEN = [state.value for state in LIVE]
WAITS: dict[Side, tuple[Permission, str]] = {
    Side.AUTHORITY: (ALLOT, "unit_id"),
    Side.DUTY: (CLAIM, "holder_id"),
    Side.NEEDING: (DEMAND, "unit_id"),
}
"""Whose turn it is: the right it needs, over which unit."""
_AT = {Side.AUTHORITY: At.NEEDING, Side.DUTY: At.HOLDING, Side.NEEDING: At.NEEDING}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLine:
    """A demand as a list shows it."""

    id: UUID
    number: str
    title: str
    unit: str
    holder: str
    state: State
    state_label: str
    mark: str
    urgency_label: str
    registered_on: date
    due_on: date
    stage_due_on: date | None
    is_stage_late: bool
    ended_on: date | None
    is_late: bool
    clock: ClockReading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandStepView:
    """One step of a demand."""

    kind: Act
    label: str
    who: str
    to: str
    opinion: str
    due_on: date | None
    was_late: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandView:
    """A demand with its steps, and what the actor can do. `own_units`: for which units they may
    claim it; `answer`: code, title and id of the resource that answers it, if they see it."""

    line: DemandLine
    items: Sequence[str]
    business: str
    purpose: str
    basis: str
    cycle: str
    mode: str
    believed: str
    is_public: bool
    secrecy: Secrecy
    turn: str
    holder_id: UUID | None
    unit_id: UUID
    why_closed: str
    answer: tuple[str, str, UUID] | None
    steps: tuple[DemandStepView, ...]
    may: frozenset[Act]
    is_ruling: bool
    is_published: bool
    request_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDemand:
    """What everybody sees of a demand: nothing of purpose, ground, people or words."""

    number: str
    title: str
    unit: str
    state_label: str
    mark: str
    registered_on: date
    due_on: date
    ended_on: date | None
    is_late: bool


class DemandFilters(FilterSet):
    """What can be chosen of any list of demands."""

    q = CharFilter(label=gettext_lazy("Number or name"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), method="by_state", distinct=False,
        choices=[("open", pgettext_lazy("demands", "not ended")), *Demand.State.choices],
    )  # fmt: skip
    unit = UnitsFilter(label=pgettext_lazy("demand", "Needing unit"), field_name="unit_id")

    class Meta:
        model = Demand
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[Demand], _name: str, value: str) -> QuerySet[Demand]:
        for word in value.replace("\0", "").split():
            found = found.filter(Q(title__icontains=word) | Q(number__icontains=word))
        return found

    def by_state(self, found: QuerySet[Demand], _name: str, values: list[str]) -> QuerySet[Demand]:
        wanted = [one for value in values for one in (OPEN if value == "open" else [value])]
        return found.filter(state__in=wanted) if wanted else found


def list_demands(actor: Actor, *, now: datetime) -> ShapedRows[DemandLine]:
    """The demands the actor sees, for a list page; a constant number of queries a page."""
    mine = _own(actor)
    late = Q(state__in=OPEN, due_on__lt=clock.on(now)) | Q(is_late=True)
    chosen: dict[str, Any] = {
        "holder": UnitsFilter(label=pgettext_lazy("demand", "Duty unit"), field_name="holder_id"),
        "urgency": MultipleChoiceFilter(
            label=gettext_lazy("Urgency"), choices=Demand.Urgency.choices, distinct=False
        ),
        "mine": BooleanFilter(label=gettext_lazy("My unit's"), method=_by(mine)),
        "late": BooleanFilter(label=pgettext_lazy("demands", "Late"), method=_by(late)),
        "turn": BooleanFilter(
            label=pgettext_lazy("demands", "Waiting for me"), method=_by(_waiting(actor))
        ),
    }
    filters = type("DemandFiltersOfActor", (DemandFilters,), chosen)
    seen = Demand.objects.filter(visible_demands(actor))
    return ShapedRows(seen, filters, many=partial(lines_of, now=now))


def list_public_demands() -> ShapedRows[PublicDemand]:
    """What everybody sees, for a list page."""
    return ShapedRows(Demand.objects.filter(public_demands()), DemandFilters, many=_public_lines)


def get_public_demand(number: str) -> PublicDemand:
    """One of them by its number. Raises `Missing`, also for what is not for everybody."""
    found = _public_lines(list(Demand.objects.filter(public_demands(), number=number)))
    if not found:
        raise Missing(_("There is no such demand."))
    return found[0]


def get_demand(actor: Actor, demand_id: UUID, *, now: datetime) -> DemandView:
    """A demand with everything the actor may do with it. Constant queries. Raises `Missing`."""
    demand = Demand.objects.filter(visible_demands(actor), id=demand_id).first()
    if demand is None:
        raise Missing(_("There is no such demand."))
    steps = list(DemandStep.objects.filter(demand=demand).order_by("at", "id"))
    ids = {demand.believed_unit_id, *(step.unit_id for step in steps)}
    ids |= {step.actor_unit_id for step in steps}
    units = unit_names(one for one in ids if one)
    lists = code_lists(clock.on(now))
    edition = _answer(demand)
    return DemandView(
        line=lines_of([demand], now=now)[0],
        items=tuple(demand.items),
        business=demand.business,
        purpose=demand.purpose,
        basis=demand.basis,
        cycle=lists.name("update_cycle", demand.cycle),
        mode=lists.name("share_mode", demand.mode),
        believed=units.get(demand.believed_unit_id, "") if demand.believed_unit_id else "",
        is_public=demand.is_public,
        secrecy=Secrecy(demand.secrecy),
        turn=turn_of(demand, units),
        holder_id=demand.holder_id,
        unit_id=demand.unit_id,
        why_closed=str(demand.get_why_closed_display()) if demand.why_closed else "",
        answer=(edition.code, edition.title, edition.resource_id) if edition else None,
        steps=tuple(_steps(steps, units)),
        may=frozenset(_acts(demand, actor)),
        is_ruling=demand.standing is State.DECLINED,
        request_id=demand.request_id,
        is_published=edition is not None and edition.state == Edition.State.PUBLISHED,
    )


def list_demands_answered_by(actor: Actor, resource_id: UUID) -> list[tuple[str, str, UUID]]:
    """Demands that a resource answers: number, title, id. One query."""
    found = Demand.objects.filter(visible_demands(actor), resource_id=resource_id)
    return list(found.order_by("number").values_list("number", "title", "id"))


def list_waiting_demands(
    actor: Actor, side: Side, *, limit: int, now: datetime
) -> list[DemandLine]:
    """What waits for the actor on this side, the soonest due first. Two queries; none without the
    right."""
    if not may_wait(actor, WAITS[side][0], {_AT[side]: _states_of(side)}):
        return []
    found = Demand.objects.filter(_waits_on(actor, side)).order_by("stage_due_on", "id")
    return lines_of(list(found[:limit]), now=now, with_clocks=False)


def count_waiting_demands(actor: Actor, side: Side) -> int:
    """How many wait in all. One query; none without the right."""
    if not may(actor, WAITS[side][0]):
        return 0
    return Demand.objects.filter(_waits_on(actor, side)).count()


def lines_of(
    demands: Sequence[Demand], *, now: datetime, with_clocks: bool = True
) -> list[DemandLine]:
    """As a list shows them. Four queries at most, however many."""
    if not demands:
        return []
    units = unit_names(
        one for demand in demands for one in (demand.unit_id, demand.holder_id) if one
    )
    clocks = describe_many((one.clock_id for one in demands), now=now) if with_clocks else {}
    today = clock.on(now)
    return [_line(demand, units, clocks.get(demand.clock_id), today) for demand in demands]


def turn_of(demand: Demand, units: dict[UUID, str]) -> str:
    """Who holds it now, in words."""
    side = TURN.get(demand.standing)
    if side is Side.AUTHORITY:
        return _("data authority")
    if side is Side.DUTY:
        return units.get(demand.holder_id, "") if demand.holder_id else _("whoever holds the data")
    return units.get(demand.unit_id, "") if side else ""


def _line(
    demand: Demand, units: dict[UUID, str], reading: ClockReading | None, today: date
) -> DemandLine:
    stage = demand.stage_due_on
    return DemandLine(
        id=demand.id,
        number=demand.number,
        title=demand.title,
        unit=units.get(demand.unit_id, ""),
        holder=units.get(demand.holder_id, "") if demand.holder_id else "",
        state=demand.standing,
        state_label=str(demand.get_state_display()),
        mark=MARKS[demand.standing],
        urgency_label=str(demand.get_urgency_display()),
        registered_on=clock.on(demand.registered_at),
        due_on=demand.due_on,
        stage_due_on=stage,
        is_stage_late=stage is not None and today > stage,
        ended_on=clock.on(demand.ended_at) if demand.ended_at else None,
        is_late=demand.is_late or (demand.standing in LIVE and today > demand.due_on),
        clock=reading,
    )


def _public_lines(demands: Sequence[Demand]) -> list[PublicDemand]:
    units = unit_names(demand.unit_id for demand in demands)
    today = clock.today()
    return [
        PublicDemand(
            number=one.number, title=one.title, unit=one.unit, state_label=one.state_label,
            mark=one.mark, registered_on=one.registered_on, due_on=one.due_on,
            ended_on=one.ended_on, is_late=one.is_late,
        )
        for one in (_line(demand, units, None, today) for demand in demands)
    ]  # fmt: skip


def _answer(demand: Demand) -> Edition | None:
    """The published edition of what answers it, else the latest. One query at most."""
    if demand.resource_id is None:
        return None
    rows_of = Edition.objects.filter(resource_id=demand.resource_id).exclude(
        state=Edition.State.WITHDRAWN
    )
    return max(rows_of, key=lambda one: (one.state, one.number), default=None)


def _steps(steps: Sequence[DemandStep], units: dict[UUID, str]) -> list[DemandStepView]:
    people = {one.id: one.name for one in list_accounts({s.actor_id for s in steps}).values()}
    between = pgettext("between name and unit", " ")
    return [
        DemandStepView(
            kind=Act(step.kind),
            label=str(step.get_kind_display()),
            who=between.join(
                filter(None, (people.get(step.actor_id, _("by rule")),
                              units.get(step.actor_unit_id, "") if step.actor_unit_id else ""))
            ),
            to=units.get(step.unit_id, "") if step.unit_id else "",
            opinion=step.opinion,
            due_on=step.due_on,
            was_late=step.was_late,
            at=step.at,
        )
        for step in steps
    ]  # fmt: skip


def _acts(demand: Demand, actor: Actor) -> set[Act]:
    """What the actor can do now; requesting access and granting it are acts of their own pages."""
    level = Secrecy(demand.secrecy)
    state = demand.standing

    def held(permission: Permission, unit_id: UUID | None) -> bool:
        return may(actor, permission, unit_id=unit_id, secrecy=level)

    needs, holds = held(DEMAND, demand.unit_id), held(CLAIM, demand.holder_id)
    decides = held(ALLOT, demand.unit_id) and demand.registered_by != actor.id
    able = {
        Act.ALLOT: decides,
        Act.CLOSE: decides,
        Act.CLAIM: bool(claiming_units(actor, demand)),
        Act.DECLINE: holds and demand.holder_id is not None and not demand.is_ruled,
        Act.CATALOGUE: holds if state is State.CLAIMED else decides,
        Act.REQUEST: needs,
        Act.MEET: needs and state is State.CATALOGUED and is_free(demand.resource_id),
        Act.WITHDRAW: needs,
    }
    return {act for act, is_able in able.items() if is_able and may_act(act, state)}


def units_to_claim_for(actor: Actor, demand_id: UUID) -> list[UUID]:
    """The units for which the actor may claim a demand they see. One query."""
    demand = Demand.objects.filter(visible_demands(actor), id=demand_id).first()
    return claiming_units(actor, demand) if demand else []


def claiming_units(actor: Actor, demand: Demand) -> list[UUID]:
    """The units for which the actor may claim it: the one that was asked, else their own."""
    if demand.standing is not State.ALLOTTED:
        return []
    if demand.holder_id:
        is_ours = may(actor, CLAIM, unit_id=demand.holder_id, secrecy=Secrecy(demand.secrecy))
        return [demand.holder_id] if is_ours else []
    within = reach(actor.rights.get(CLAIM.code, frozenset()))
    return [one for one in within if one != demand.unit_id] if within else []


def _own(actor: Actor) -> Q:
    """Demands of the actor's units, and those they hold."""
    return _over(actor, DEMAND, "unit_id") | _over(actor, CLAIM, "holder_id")


def _over(actor: Actor, permission: Permission, field: str) -> Q:
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit=field, secrecy="secrecy") & Q(
        **{f"{field[:-3]}__isnull": False}
    )


def _waiting(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for side in Side:
        found |= _waits_on(actor, side)
    return found


def _waits_on(actor: Actor, side: Side) -> Q:
    permission, field = WAITS[side]
    waits = Q(state__in=_states_of(side)) & _over(actor, permission, field)
    return waits & ~Q(registered_by=actor.id) if side is Side.AUTHORITY else waits


def _states_of(side: Side) -> list[int]:
    """Where it is this side's turn; what is requested waits in the requests."""
    waits = [state for state, turn in TURN.items() if turn is side]
    return [state.value for state in waits if state is not State.REQUESTED]


def _by(condition: Q) -> Any:
    return lambda found, _name, value: found.filter(condition) if value else found
