"""What units need: registered, checked and assigned, claimed, catalogued, met or closed.

One clock runs for the whole; whose turn it is answers for it (`hand_over_clock`). Each stage has a
day of its own, and a stage that was late says so in its step for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import (
    DemandAllotted,
    DemandCatalogued,
    DemandClaimed,
    DemandClosed,
    DemandDeclined,
    DemandMet,
    DemandRefused,
    DemandRegistered,
    DemandRequested,
)
from liupan.capabilities.catalogue.models import Demand, DemandStep, Request
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.operations.telling import holders, tell_at
from liupan.capabilities.catalogue.policies import ALLOT, CLAIM, DEMAND, visible_demands
from liupan.capabilities.catalogue.queries.answering import answers, is_free
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.rules.demands import (
    ENDED,
    RULES,
    STAGES,
    TRANSITIONS,
    TURN,
    WHOLE,
    Act,
    Side,
    State,
    after,
    may_act,
)
from liupan.capabilities.catalogue.rules.requesting import OVER
from liupan.capabilities.catalogue.rules.requesting import State as RequestState
from liupan.foundation.calendar.facade import (
    cancel_clock,
    describe,
    due_of,
    hand_over_clock,
    last_day_of,
    limit_from,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.messaging.facade import declare_kind
from liupan.foundation.numbering.facade import take_number
from liupan.foundation.organisations.facade import By, list_units
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.work import place

SERIES, TITLE, PATTERN = "catalogue.demand", "数据需求编号", "XQ{year}-{n:04d}"
CLOCK = "catalogue.demand"
WAITS = declare_kind("catalogue.demand_waits", gettext_lazy("A demand for data waits for the unit"))
MOVED = declare_kind("catalogue.demand_moved", gettext_lazy("A demand for data went on"))


class NotOurs(Refusal):
    """The unit was not asked, or is the one that needs the data."""


class Ruled(Refusal):
    """The data authority ruled that it is this unit's duty."""


class AlreadyRegistered(Refusal):
    """A form that was sent twice at once: the other one made the demand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a unit needs, for what and on which ground."""

    title: str
    items: Sequence[str]
    business: str
    purpose: str
    basis: str
    cycle: str = ""
    mode: str = ""
    urgency: str = "normal"
    believed_unit_id: UUID | None = None
    is_public: bool = True
    secrecy: Secrecy = Secrecy.PUBLIC


@operation
def register_demand(
    *, unit_id: UUID, need: Need, actor: Actor, now: datetime, once: UUID | None = None
) -> UUID:
    """Register what data a unit needs (登记需求); returns the demand's id.

    `once`: a key of the form, so that a form sent twice makes one. Raises `InvalidInput`.
    """
    require(actor, DEMAND, unit_id=unit_id, secrecy=need.secrecy)
    if once and Demand.objects.filter(id=once).exists():
        nothing_changed()
        return once
    by = By(actor, now)
    _require_whole(unit_id, need, by)
    demand = Demand(
        id=once or uuid7(), unit_id=unit_id, title=need.title.strip(), items=_names(need.items),
        business=need.business.strip(), purpose=need.purpose.strip(), basis=need.basis.strip(),
        cycle=need.cycle, mode=need.mode, urgency=need.urgency,
        believed_unit_id=need.believed_unit_id,
        is_public=need.is_public and need.secrecy is Secrecy.PUBLIC, secrecy=need.secrecy.value,
        registered_at=now, registered_by=actor.id, stage_since=now,
    )  # fmt: skip
    demand.number = take_number(series=SERIES, user_id=demand.id, actor=actor, now=now)
    demand.stage_due_on = _stage_due(State.REGISTERED, by)
    people = holders(ALLOT, by, unit_id)
    demand.clock_id = start_clock(
        of_type=CLOCK, of_id=demand.id, kind=CLOCK, title=demand.title, unit_id=unit_id,
        limit=limit_from(RULES, WHOLE, on=by.today), responsible=people, url=page_of(demand),
        actor=actor, now=now,
    )  # fmt: skip
    demand.due_on = last_day_of(demand.clock_id)
    with refused_when_taken(AlreadyRegistered(_("This demand was registered already."))):
        demand.save(force_insert=True)
    _keep(demand, Act.REGISTER, by, "", was_late=False, due_on=None)
    fact = DemandRegistered(**_about(demand, by), basis=demand.basis, due_on=demand.due_on)
    record(fact, actor=actor, now=now)
    _tell(people, WAITS, demand, by, _("A demand for data is to be checked"))
    return demand.id


@operation
def allot_demand(
    *, demand_id: UUID, unit_id: UUID | None, opinion: str, actor: Actor, now: datetime
) -> UUID:
    """Let a demand pass and assign it to a unit (审核、指派); without one, any unit may claim it.

    What a unit declined is ruled by it (裁定): then the unit named can decline no more. Raises
    `NotNow`, `SameHands`, `NotOurs`.
    """
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    _require_authority(demand, Act.ALLOT, by)
    is_ruled = demand.standing is State.DECLINED
    if is_ruled:
        require_said(opinion=opinion, **({} if unit_id else {"unit_id": ""}))
    if unit_id == demand.unit_id:
        raise NotOurs(_("Who needs the data does not hold them."))
    if unit_id and unit_id not in list_units([unit_id]):
        raise InvalidInput(fields={"unit_id": [_("There is no such unit.")]})
    demand.holder_id, demand.is_ruled = unit_id, is_ruled
    demand.checked_at = demand.checked_at or now
    late = _move(demand, Act.ALLOT, by, opinion, "holder", "is_ruled", "checked_at")
    fact = DemandAllotted(**_about(demand, by, late, opinion), is_ruled=is_ruled)
    record(fact, actor=actor, now=now)
    _tell(_turn(demand, by), WAITS, demand, by, _("A demand for data is to be claimed"), opinion)
    return demand.id


@operation
def claim_demand(
    *, demand_id: UUID, unit_id: UUID, actor: Actor, now: datetime, opinion: str = ""
) -> UUID:
    """Say that the data are the unit's duty (认领). Raises `NotNow`, `NotOurs`."""
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    require(actor, CLAIM, unit_id=unit_id, secrecy=Secrecy(demand.secrecy))
    _require_possible(demand, Act.CLAIM)
    if unit_id == demand.unit_id or demand.holder_id not in (None, unit_id):
        raise NotOurs(_("This demand was assigned to another unit."))
    demand.holder_id = unit_id
    late = _move(demand, Act.CLAIM, by, opinion, "holder")
    record(DemandClaimed(**_about(demand, by, late, opinion)), actor=actor, now=now)
    _tell([demand.registered_by], MOVED, demand, by, _("A demand for data was claimed"), opinion)
    return demand.id


@operation
def decline_demand(*, demand_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Say why the data are not the unit's duty (不予认领); the data authority assigns or rules.

    Raises `NotNow`, `NotOurs`, `Ruled`.
    """
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    require(actor, CLAIM, unit_id=demand.holder_id, secrecy=Secrecy(demand.secrecy))
    _require_possible(demand, Act.DECLINE)
    if demand.holder_id is None:
        raise NotOurs(_("No unit was asked; whoever holds the data claims the demand."))
    if demand.is_ruled:
        raise Ruled(
            _("The data authority ruled that this is the unit's duty."),
            next_step=_("Claim the demand, or speak with the data authority."),
        )
    require_said(reason=reason)
    unit_id, demand.holder_id = demand.holder_id, None
    late = _move(demand, Act.DECLINE, by, reason, "holder", went_to=unit_id)
    fact = DemandDeclined(**_about(demand, by, late, reason), by_unit_id=unit_id)
    record(fact, actor=actor, now=now)
    _tell(_turn(demand, by), WAITS, demand, by, _("A demand for data was declined"), reason)
    return demand.id


@operation
def catalogue_demand(
    *, demand_id: UUID, resource_id: UUID, actor: Actor, now: datetime, opinion: str = ""
) -> UUID:
    """Name the resource that answers a demand (编目): one of the unit's own that is registered, or
    a published one of anybody. The data authority does so where one is published already.

    Raises `NotNow`, `InvalidInput`, `SameHands`.
    """
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    is_authority = demand.standing is not State.CLAIMED
    if is_authority:
        _require_authority(demand, Act.CATALOGUE, by)
    else:
        require(actor, CLAIM, unit_id=demand.holder_id, secrecy=Secrecy(demand.secrecy))
        _require_possible(demand, Act.CATALOGUE)
    found = answers(actor, None if is_authority else demand.holder_id, resource_id=resource_id)
    if not found:
        raise InvalidInput(fields={"resource_id": [_("Choose an entry that is registered.")]})
    demand.resource_id = resource_id
    demand.holder_id = found[0].unit_id if is_authority else demand.holder_id
    demand.checked_at = demand.checked_at or now
    late = _move(demand, Act.CATALOGUE, by, opinion, "resource", "holder", "checked_at")
    record(DemandCatalogued(**_about(demand, by, late, opinion)), actor=actor, now=now)
    title = _("An entry answers a demand for data: request access next")
    _tell(_turn(demand, by), MOVED, demand, by, title, opinion)
    return demand.id


@operation
def confirm_demand(*, demand_id: UUID, opinion: str, actor: Actor, now: datetime) -> UUID:
    """Say that what is shared without conditions meets the demand (满足). Raises `NotNow`."""
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    require(actor, DEMAND, unit_id=demand.unit_id, secrecy=Secrecy(demand.secrecy))
    _require_possible(demand, Act.MEET)
    if demand.standing is not State.CATALOGUED or not is_free(demand.resource_id):
        raise NotNow(
            _("What is shared under conditions is granted on request."),
            next_step=_("Request access to it."),
        )
    _meet(demand, by, opinion, None)
    return demand.id


@operation
def close_demand(*, demand_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Close a demand that has no lawful ground (不予受理). Raises `NotNow`, `SameHands`."""
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    _require_authority(demand, Act.CLOSE, by)
    return _close(demand, Act.CLOSE, Demand.Why.UNLAWFUL, reason, by)


@operation
def withdraw_demand(*, demand_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Take a demand back (撤回需求). Raises `NotNow`."""
    by = By(actor, now)
    demand = _locked(demand_id, actor)
    require(actor, DEMAND, unit_id=demand.unit_id, secrecy=Secrecy(demand.secrecy))
    _require_possible(demand, Act.WITHDRAW)
    return _close(demand, Act.WITHDRAW, Demand.Why.WITHDRAWN, reason, by)


def require_fitting(
    *, demand_id: UUID, unit_id: UUID, resource_id: UUID, actor: Actor
) -> None:  # fmt: skip
    """A request that is begun for a demand is of its unit, for what answers it. Raises `NotOurs`,
    `NotNow`, `Missing`."""
    demand = _locked(demand_id, actor)
    if (demand.unit_id, demand.resource_id) != (unit_id, resource_id):
        raise NotOurs(_("The request is for other data than the demand, or of another unit."))
    if demand.standing is not State.REQUESTED:
        _require_possible(demand, Act.REQUEST)


def follow_request(request: Request, by: By) -> None:
    """The request that was made for a demand went on, in the caller's operation."""
    assert request.demand_id
    state = RequestState(request.state)
    if state is RequestState.GRANTED:
        meet_demand(demand_id=request.demand_id, grant_id=request.grant.id, by=by)
    elif state in OVER:
        refuse_for_demand(demand_id=request.demand_id, request_id=request.id, by=by)
    elif state is RequestState.CHECKING:
        request_for_demand(demand_id=request.demand_id, request_id=request.id, by=by)


def request_for_demand(*, demand_id: UUID, request_id: UUID, by: By) -> None:
    """Access was requested for a demand, in the caller's operation; nothing where another request
    was first, or the demand ended."""
    demand = _lock(demand_id)
    if not may_act(Act.REQUEST, demand.standing):
        return
    demand.request_id = request_id
    late = _move(demand, Act.REQUEST, by, "", "request_id")
    fact = DemandRequested(**_about(demand, by, late), request_id=request_id)
    record(fact, actor=by.actor, now=by.now)


def refuse_for_demand(*, demand_id: UUID, request_id: UUID, by: By, opinion: str = "") -> None:
    """The demand's request ended without a grant: it waits for another one. In the caller's
    operation; nothing where another request stands for it, or it ended."""
    demand = _lock(demand_id)
    if demand.request_id != request_id or not may_act(Act.REFUSE, demand.standing):
        return
    late = _move(demand, Act.REFUSE, by, opinion)
    fact = DemandRefused(**_about(demand, by, late, opinion), request_id=request_id)
    record(fact, actor=by.actor, now=by.now)
    title = _("Access for a demand was not granted")
    _tell(_turn(demand, by), MOVED, demand, by, title, opinion)


def meet_demand(*, demand_id: UUID, grant_id: UUID, by: By) -> None:
    """A grant meets the demand, in the caller's operation; nothing where it ended meanwhile."""
    demand = _lock(demand_id)
    if may_act(Act.MEET, demand.standing):
        _meet(demand, by, "", grant_id)


def page_of(demand: Demand) -> str:
    """The office's page of the demand."""
    return place("catalogue:demand", demand.id)


def _meet(demand: Demand, by: By, opinion: str, grant_id: UUID | None) -> None:
    late = _move(demand, Act.MEET, by, opinion)
    fact = DemandMet(**_about(demand, by, late, opinion), grant_id=grant_id)
    record(fact, actor=by.actor, now=by.now)
    _tell([demand.registered_by], MOVED, demand, by, _("A demand for data is met"), opinion)


def _close(demand: Demand, act: Act, why: Demand.Why, reason: str, by: By) -> UUID:
    require_said(reason=reason)
    demand.why_closed = why
    people = {demand.registered_by, *_turn(demand, by)}
    late = _move(demand, act, by, reason, "why_closed")
    fact = DemandClosed(**_about(demand, by, late, reason), why=why.value)
    record(fact, actor=by.actor, now=by.now)
    _tell(people, MOVED, demand, by, _("A demand for data was closed"), reason)
    return demand.id


def _locked(demand_id: UUID, actor: Actor) -> Demand:
    """The demand, locked, if the actor sees it. Raises `Missing`."""
    rows = Demand.objects.select_for_update().filter(visible_demands(actor), id=demand_id)
    demand = rows.first()
    if demand is None:
        raise Missing(_("There is no such demand."))
    return demand


def _lock(demand_id: UUID) -> Demand:
    """The demand of a request that the caller locked."""
    return Demand.objects.select_for_update().get(id=demand_id)


def _require_authority(demand: Demand, act: Act, by: By) -> None:
    require(by.actor, ALLOT, unit_id=demand.unit_id, secrecy=Secrecy(demand.secrecy))
    _require_possible(demand, act)
    if demand.registered_by == by.actor.id:
        raise SameHands(
            _("You registered this demand yourself."),
            next_step=_("Somebody else of the data authority decides on it."),
        )


def _require_possible(demand: Demand, act: Act) -> None:
    """Raises `NotNow` naming what would be possible."""
    if may_act(act, demand.standing):
        return
    words = [
        str(DemandStep.Kind(one).label) for one in TRANSITIONS if may_act(one, demand.standing)
    ]
    raise NotNow(
        _("%(number)s is “%(state)s”: this is not possible now.")
        % {"number": demand.number, "state": demand.get_state_display()},
        next_step=_("Possible now: %(acts)s.") % {"acts": ", ".join(words)} if words else "",
    )


def _move(
    demand: Demand, act: Act, by: By, opinion: str, *fields: str, went_to: UUID | None = None
) -> bool:
    """Save the demand in its next state, its step, and whose clock it is; whether the stage was
    late."""
    due_on, holder = demand.stage_due_on, _answers_for(demand)
    late = due_on is not None and by.today > due_on
    demand.state = after(act, demand.standing)
    demand.stage_since = by.now
    demand.stage_due_on = _stage_due(demand.standing, by)
    if demand.standing in ENDED:
        demand.ended_at = by.now
        demand.is_late = _stop(demand, opinion, by)
        fields += ("ended_at", "is_late")
    elif _answers_for(demand) != holder:
        unit_id, people = _answers_for(demand)[0], _turn(demand, by)
        hand_over_clock(
            clock_id=demand.clock_id, unit_id=unit_id, responsible=people, actor=by.actor,
            now=by.now,
        )  # fmt: skip
    demand.version += 1
    demand.save(update_fields=["state", "stage_since", "stage_due_on", "version", *fields])
    _keep(demand, act, by, opinion, was_late=late, due_on=due_on, went_to=went_to)
    return late


def _stop(demand: Demand, opinion: str, by: By) -> bool:
    if demand.standing is State.MET:
        return stop_clock(clock_id=demand.clock_id, actor=by.actor, now=by.now)
    late = describe(demand.clock_id, now=by.now).is_late
    cancel_clock(clock_id=demand.clock_id, reason=opinion, actor=by.actor, now=by.now)
    return late


def _answers_for(demand: Demand) -> tuple[UUID, Side]:
    """The unit that answers for the clock now, and on which side it stands."""
    side = TURN[demand.standing]
    unit = demand.holder_id if side is Side.DUTY else None
    return unit or demand.unit_id, side


def _turn(demand: Demand, by: By) -> frozenset[UUID]:
    """The people whose turn it is."""
    side = TURN.get(demand.standing)
    if side is Side.AUTHORITY:
        return holders(ALLOT, by, demand.unit_id)
    if side is Side.DUTY:
        return holders(CLAIM, by, demand.holder_id)
    return frozenset({demand.registered_by})


def _stage_due(state: State, by: By) -> date | None:
    if state not in STAGES:
        return None
    limit = limit_from(RULES, STAGES[state], on=by.today)
    return due_of(limit, started_at=by.now).due_on


def _keep(
    demand: Demand, act: Act, by: By, opinion: str, *, was_late: bool, due_on: date | None,
    went_to: UUID | None = None,
) -> None:  # fmt: skip
    DemandStep(
        demand=demand, kind=act.value, actor_id=by.actor.id, actor_unit_id=by.unit_id,
        unit_id=went_to or demand.holder_id, opinion=opinion.strip(), due_on=due_on,
        was_late=was_late, at=by.now,
    ).save(force_insert=True)  # fmt: skip


def _about(demand: Demand, by: By, was_late: bool = False, opinion: str = "") -> dict[str, Any]:
    concerned = [demand.unit_id, demand.holder_id, demand.resource_id]
    return {
        "thing_id": demand.id,
        "secrecy": Secrecy(demand.secrecy),
        "concerned": tuple(one for one in concerned if one),
        "number": demand.number,
        "title": demand.title,
        "unit_id": demand.unit_id,
        "holder_id": demand.holder_id,
        "resource_id": demand.resource_id,
        "state": int(demand.state),
        "was_late": was_late,
        "opinion": opinion,
        "on": by.today,
    }


def _tell(people: Any, kind: Any, demand: Demand, by: By, title: str, body: str = "") -> None:
    called = f"{title}: {demand.title}" if demand.secrecy == Secrecy.PUBLIC else title
    tell_at(people, kind, by, called, url=page_of(demand), group=demand.id, body=body)


def _names(items: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in items if name.strip()))


def _require_whole(unit_id: UUID, need: Need, by: By) -> None:
    require_said(
        title=need.title, business=need.business, purpose=need.purpose, basis=need.basis,
        items="".join(need.items),
    )  # fmt: skip
    lists, units = code_lists(by.today), {unit_id, need.believed_unit_id} - {None}
    wrong: dict[str, list[str]] = {}
    if need.cycle and need.cycle not in lists.names["update_cycle"]:
        wrong["cycle"] = [_("Choose one of the list.")]
    if need.mode and need.mode not in lists.names["share_mode"]:
        wrong["mode"] = [_("Choose one of the list.")]
    if need.urgency not in Demand.Urgency.values:
        wrong["urgency"] = [_("Choose one of the list.")]
    if len(list_units({one for one in units if one})) < len(units):
        wrong["believed_unit_id"] = [_("There is no such unit.")]
    if need.believed_unit_id == unit_id:
        wrong["believed_unit_id"] = [_("Who needs the data does not hold them.")]
    if wrong:
        raise InvalidInput(_("The demand cannot be registered like this."), fields=wrong)
