"""Requests locked for a write, what every act on one leaves, and its limits.

A step that never changes, a fact, a clock that runs, notices: in the act's transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.events import AboutRequest
from liupan.capabilities.catalogue.models import Request, RequestStep
from liupan.capabilities.catalogue.operations.demands import follow_request
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.policies import sees_request
from liupan.capabilities.catalogue.queries.request_rules import answer_limit, limit
from liupan.capabilities.catalogue.queries.request_sides import right_over, unit_of
from liupan.capabilities.catalogue.rules.requesting import (
    OVER,
    Act,
    Side,
    State,
    is_barred,
    may_act,
    possible,
)
from liupan.foundation.access.facade import list_holders
from liupan.foundation.calendar.facade import (
    ClockReading,
    ClockState,
    Limit,
    cancel_clock,
    clocks_of,
    describe,
    last_day_of,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from liupan.foundation.journal.facade import record
from liupan.foundation.messaging.facade import Kind, declare_kind, is_quiet, notify
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, Permission, require
from liupan.kernel.errors import Missing, StaleVersion
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked, insert, lock, update
from liupan.kernel.work import place

THING = "catalogue.request"
SUPPLEMENT = "supplement"
"""Why a limit stands still: the requester supplements (等待补正)."""
CHECK_CLOCK, ANSWER_CLOCK = "catalogue.check", "catalogue.answer"
RULING_CLOCK, REVIEW_CLOCK = "catalogue.ruling", "catalogue.review"

TO_DO = declare_kind("catalogue.request_waits", gettext_lazy("A request for access waits"))
TOLD = declare_kind("catalogue.request_moved", gettext_lazy("A request for access was decided"))


@dataclass(frozen=True, slots=True)
class Held:
    """A request that is locked, with the kinds and actors of its steps."""

    request: Request
    steps: Sequence[tuple[str, UUID]]


def locked_request(request_id: UUID, actor: Actor) -> Held:
    """The request, locked, if the actor sees it. Two queries. Raises `Missing`."""
    request = lock(Request, request_id)
    if request is None or not sees_request(actor, request):
        raise Missing(_("There is no such request."))
    return Held(request, list(_steps(request_id)))


@asked
def _steps(request_id: UUID) -> QuerySet[RequestStep, tuple[str, UUID]]:
    return RequestStep.objects.filter(request_id=request_id).values_list("kind", "actor_id")


def require_act(held: Held, act: Act, actor: Actor, side: Side | None = None) -> None:
    """Refuse unless the actor may do this, now, and did nothing before that bars them.

    Raises `NotAuthorised`, `NotNow`, `SameHands`.
    """
    request = held.request
    permission = right_over(act, side)
    secrecy = Secrecy(request.secrecy)
    require(actor, permission, unit_id=unit_of(request, permission), secrecy=secrecy)
    if not may_act(act, request.standing):
        words = [str(RequestStep.Kind(one).label) for one in possible(request.standing)]
        raise NotNow(
            _("%(code)s is “%(state)s”: this is not possible now.")
            % {"code": request.number, "state": request.get_state_display()},
            next_step=_("Possible now: %(acts)s.") % {"acts": ", ".join(words)} if words else "",
        )
    if is_barred(act, actor.id, held.steps):
        raise SameHands(
            _("You took part in %(number)s before, and do not decide or review it.")
            % {"number": request.number},
            next_step=_("Somebody else who holds this right does this step."),
        )


def require_request_version(request: Request, version: int | None) -> None:
    """Raises `StaleVersion` when the request changed since it was read; None is not compared."""
    if version is not None and request.version != version:
        raise StaleVersion(
            _("Somebody changed this request meanwhile."),
            theirs={"version": request.version, "state": str(request.get_state_display())},
            next_step=_("Look at what it says now and decide again."),
        )


def move(request: Request, state: State, by: By, *fields: str) -> None:
    """Put the request into a state and save these fields with it."""
    if request.state != state:
        request.state, request.stage_at = state.value, by.now
    if state in OVER:
        request.ended_at = by.now
    request.version += 1
    update(request, "state", "stage_at", "ended_at", "version", "clock_id", "due_on", *fields)
    if request.demand_id:
        follow_request(request, by)


def keep(
    request: Request, act: Act, by: By, words: str = "", *, side: Side | None = None,
    due_on: date | None = None,
) -> None:  # fmt: skip
    """Write what was done."""
    insert(
        RequestStep(
            request=request, round=request.round, kind=act.value, side=side or "",
            actor_id=by.actor.id, actor_unit_id=by.unit_id, words=words.strip(), due_on=due_on,
            at=by.now,
        )
    )  # fmt: skip


def announce(fact: AboutRequest, by: By) -> None:
    """Record the fact."""
    record(fact, actor=by.actor, now=by.now)


def about(request: Request, by: By) -> dict[str, Any]:
    """What every fact carries of the request."""
    return {
        "thing_id": request.id,
        "secrecy": Secrecy(request.secrecy),
        "number": request.number,
        "title": request.title,
        "resource_id": request.resource_id,
        "consumer_id": request.consumer_id,
        "provider_id": request.provider_id,
        "demand_id": request.demand_id,
        "share_type": request.share_type,
        "round": request.round,
        "state": str(request.state),
        "on": by.today,
    }


# --- Limits --------------------------------------------------------------------------------------
def begin_limit(request: Request, kind: str, permission: Permission, by: By) -> None:
    """The limit of a stage begins, or runs on where a return had stopped it; unsaved."""
    live = _live(request, kind, by) if request.round > 1 else None
    if live is None:
        request.clock_id = _start(request, kind, permission, by)
    else:
        request.clock_id = live.id
        if live.state is ClockState.PAUSED:
            resume_clock(clock_id=live.id, actor=by.actor, now=by.now)
    request.due_on = last_day_of(request.clock_id)


def stop_limit(request: Request, by: By) -> bool:
    """The stage is done; whether it was late."""
    if request.clock_id is None or request.due_on is None:
        return False
    request.due_on = None
    return stop_clock(clock_id=request.clock_id, actor=by.actor, now=by.now)


def rest_limit(request: Request, by: By) -> None:
    """The requester supplements: the limit stands still. What is late already stays so."""
    if request.clock_id and not describe(request.clock_id, now=by.now).is_late:
        pause_clock(clock_id=request.clock_id, reason=SUPPLEMENT, actor=by.actor, now=by.now)
        request.due_on = None


def cancel_limits(request: Request, reason: str, by: By) -> None:
    """No limit of the request matters any more."""
    for reading in clocks_of([request.id], now=by.now).get(request.id, []):
        if reading.state in (ClockState.RUNNING, ClockState.PAUSED):
            cancel_clock(clock_id=reading.id, reason=reason, actor=by.actor, now=by.now)


def _live(request: Request, kind: str, by: By) -> ClockReading | None:
    """The limit of this kind that a return stopped, or that was late and runs on."""
    found = clocks_of([request.id], now=by.now, kind=kind).get(request.id, [])
    return next((one for one in found if one.stopped_at is None), None)


def _start(request: Request, kind: str, permission: Permission, by: By) -> UUID:
    unit = unit_of(request, permission)
    people = list_holders(permission, by.today, unit_id=unit)
    return start_clock(
        of_type=THING, of_id=request.id, kind=kind, title=f"{request.number} {request.title}",
        unit_id=unit, limit=_limit(request, kind, by.today), responsible=sorted(people),
        url=page_of(request), actor=by.actor, now=by.now,
    )  # fmt: skip


def _limit(request: Request, kind: str, day: date) -> Limit:
    if kind == ANSWER_CLOCK:
        return answer_limit(request.share_type, day)
    return limit({CHECK_CLOCK: "check", RULING_CLOCK: "ruling", REVIEW_CLOCK: "review"}[kind], day)


# --- Telling -------------------------------------------------------------------------------------
def page_of(request: Request) -> str:
    """The request's page."""
    return place("catalogue:request", request.id)


def tell_holders(permission: Permission, request: Request, by: By, title: str | Promise) -> None:
    """Tell whoever takes the next step."""
    if not is_quiet():
        unit = unit_of(request, permission)
        tell(list_holders(permission, by.today, unit_id=unit), TO_DO, request, by, title)


def tell_requester(request: Request, by: By, title: str | Promise, body: str = "") -> None:
    """Tell who handed it in, or began it."""
    tell([request.handed_in_by or request.begun_by], TOLD, request, by, title, body)


def tell(
    people: Iterable[UUID], kind: Kind, request: Request, by: By, title: str | Promise,
    body: str = "",
) -> None:  # fmt: skip
    """Tell people of an act on a request; who acts is not told."""
    notify(
        set(people) - {by.actor.id},
        title=f"{title}: {request.number} {request.title}",
        kind=kind.code,
        now=by.now,
        body=body,
        url=page_of(request),
        group=str(request.id),
    )
