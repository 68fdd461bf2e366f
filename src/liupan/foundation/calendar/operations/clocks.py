"""Starting, pausing, resuming, extending and stopping clocks.

All are part of somebody else's operation: whoever may register or decide the thing may move its
clock. They join its transaction, refuse to work without one, and leave their facts in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.calendar.events import (
    ClockCancelled,
    ClockExtended,
    ClockHandedOver,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
)
from liupan.foundation.calendar.models import Clock, ClockSpan, ClockTerm
from liupan.foundation.calendar.operations.ladder import ladder_on, mark_passed
from liupan.foundation.calendar.operations.settling import about, settle
from liupan.foundation.calendar.queries import (
    PAUSES,
    calendar_of,
    counting_on,
    dial_of,
    own_division,
)
from liupan.foundation.calendar.rules.badges import ClockState, units_late
from liupan.foundation.calendar.rules.scales import LimitUnit
from liupan.foundation.calendar.wording import limit_in_words
from liupan.foundation.journal.facade import record, refused_when_taken
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.rulesets.facade import Rule, find_rule, get_rule
from liupan.kernel import clock as city
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault, InvalidInput, Missing, Refusal
from liupan.kernel.said import require_said
from liupan.kernel.statements import asked, insert, kept_plan, lock, update

LADDER = "warnings.clock"


class AlreadyRuns(Refusal):
    """The thing has a clock of this kind that runs or is paused."""


class NotRunning(Refusal):
    """The clock is paused, stopped or cancelled."""


class NotPaused(Refusal):
    """The clock is not paused."""


class AlreadyLate(Refusal):
    """The limit has passed: it can be neither paused nor extended any more."""


class AlreadyExtended(Refusal):
    """A rule extends a limit once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long something may take: so many units, or until a day; and by which rule."""

    unit: LimitUnit
    value: Decimal = Decimal(0)
    until_on: date | None = None
    citation: str = ""
    rule_set: str = ""
    rule_key: str = ""
    sureness: str = ""


def limit_by(rule: Rule) -> Limit:
    """A limit from a dated rule. Raises `InvalidInput` when the rule is no limit."""
    if rule.value is None or rule.unit not in set(LimitUnit) - {LimitUnit.DATE}:
        raise InvalidInput(_("%(rule)s is no limit.") % {"rule": rule.citation})
    return Limit(
        unit=LimitUnit(rule.unit),
        value=rule.value,
        citation=rule.citation,
        rule_set=rule.set_code,
        rule_key=rule.key,
        sureness=rule.sureness,
    )


def limit_from(set_code: str, key: str, *, on: date, division: str | None = None) -> Limit:
    """The limit that a rule set says on a day. Raises `Missing`."""
    return limit_by(get_rule(set_code, key, on=on, division=division))


def limit_until(day: date, *, citation: str = "") -> Limit:
    """A limit that somebody set to a day."""
    return Limit(unit=LimitUnit.DATE, until_on=day, citation=citation)


def start_clock(
    *,
    of_type: str,
    of_id: UUID,
    kind: str,
    title: str,
    unit_id: UUID,
    limit: Limit,
    actor: Actor,
    now: datetime,
    responsible: Iterable[UUID] = (),
    url: str = "",
    division: str | None = None,
    ladder: str = LADDER,
) -> UUID:
    """Start a limit for a thing, in the caller's transaction; returns the clock's id.

    `division` is that of the unit when None: its local holidays and promises count. `ladder` is the
    rule set that says at which shares of the limit who is told. Raises `AlreadyRuns`, `Missing`.
    """
    _require_transaction()
    _require_limit(limit, now)
    runs = AlreadyRuns(_("A limit of this kind runs already."))
    if _live(kind, of_id):
        raise runs
    place = _division_of(unit_id) if division is None else division
    counting, counting_citation = counting_on(city.on(now), place)
    row = Clock(
        of_type=of_type,
        of_id=of_id,
        kind=kind,
        title=title,
        url=url,
        unit_id=unit_id,
        division=place,
        responsible=list(dict.fromkeys(responsible)),
        limit_unit=limit.unit,
        limit_value=limit.value,
        citation=limit.citation,
        ladder=ladder_on(ladder, city.on(now), place),
        event_day_counts=counting.event_day_counts,
        rolls=counting.rolls,
        until_closing=counting.until_closing,
        counting_citation=counting_citation,
        started_at=now,
    )
    settle(row, [_term(row, limit, 0, now)], [], passed=set())
    with refused_when_taken(runs):
        insert(row)
    insert(_term(row, limit, 0, now))
    insert(ClockSpan(clock=row, is_paused=False, started_at=now))
    fact = ClockStarted(
        **about(row),
        limit=limit_in_words(limit.unit, limit.value, limit.until_on),
        citation=limit.citation,
        due_at=row.due_at,
    )
    record(fact, actor=actor, now=now)
    return row.id


def pause_clock(
    *, clock_id: UUID, reason: str, actor: Actor, now: datetime, evidence: str = ""
) -> None:
    """Stop counting, for a reason that `calendar.pauses` knows; `evidence` names its paper.

    Raises `NotRunning`, `AlreadyLate`, `InvalidInput`.
    """
    row = _locked(clock_id, now)
    _require_running(row)
    _require_in_time(row, now)
    rule = find_rule(PAUSES, reason, on=city.on(now), division=row.division)
    if rule is None:
        raise InvalidInput(fields={"reason": [_("This is no reason to pause a limit.")]})
    mark_passed(row, now, actor)
    row.state = ClockState.PAUSED
    row.paused_at = now
    citation = rule.article or rule.citation
    _turn(row, now, is_paused=True, reason=reason, reason_title=rule.text, citation=citation,
          evidence=evidence)  # fmt: skip
    _save(row)
    fact = ClockPaused(**about(row), reason=reason, citation=citation, evidence=evidence)
    record(fact, actor=actor, now=now)


def resume_clock(*, clock_id: UUID, actor: Actor, now: datetime) -> datetime:
    """Count again; the end moves by what was paused. Returns the new end. Raises `NotPaused`."""
    row = _locked(clock_id, now)
    if row.state != ClockState.PAUSED:
        raise NotPaused(_("This limit is not paused."))
    was = row.due_at
    row.state = ClockState.RUNNING
    row.paused_at = None
    _turn(row, now, is_paused=False)
    _save(row)
    record(ClockResumed(**about(row), was_due_at=was, due_at=row.due_at), actor=actor, now=now)
    return row.due_at


def extend_clock(
    *, clock_id: UUID, limit: Limit, approval: str, reason: str, actor: Actor, now: datetime
) -> datetime:
    """Add an extension that somebody approved; returns the new end.

    `approval` names the paper or the person's decision. A rule extends a clock once.
    Raises `NotRunning`, `AlreadyLate`, `AlreadyExtended`, `InvalidInput`.
    """
    row = _locked(clock_id, now)
    if row.state not in _LIVE:
        raise NotRunning(_("This limit does not run."))
    _require_in_time(row, now)
    _require_limit(limit, now)
    require_said(approval=approval, reason=reason)
    terms = list(row.terms.order_by("order"))
    if limit.rule_key and any(
        (t.rule_set, t.rule_key) == (limit.rule_set, limit.rule_key) for t in terms
    ):
        raise AlreadyExtended(_("%(rule)s extends a limit once.") % {"rule": limit.citation})
    if limit.unit is LimitUnit.DATE and limit.until_on and limit.until_on <= row.due_on:
        raise InvalidInput(fields={"until_on": [_("The new end must be later.")]})
    added = _term(row, limit, len(terms), now)
    added.approval, added.reason = approval, reason
    insert(added)
    was = row.due_at
    settle(row, [*terms, added], list(row.spans.order_by("started_at")))
    _save(row)
    fact = ClockExtended(
        **about(row),
        limit=limit_in_words(limit.unit, limit.value, limit.until_on),
        citation=limit.citation,
        approval=approval,
        reason=reason,
        was_due_at=was,
        due_at=row.due_at,
    )
    record(fact, actor=actor, now=now)
    return row.due_at


def stop_clock(
    *, clock_id: UUID, actor: Actor, now: datetime, done_at: datetime | None = None
) -> bool:
    """The work is done. Returns whether it was late; late it stays for ever. Raises `NotRunning`.

    A paused clock stops as it stood when it was paused.

    Args:
        done_at: when it was done, where somebody else looked at it until now: by how much it is
            late is judged at that moment. What was announced as late meanwhile stays late.
    """
    row = _locked(clock_id, now)
    if row.state not in _LIVE:
        raise NotRunning(_("This limit does not run."))
    done = min(done_at or now, now)
    if row.state == ClockState.RUNNING:
        mark_passed(row, done, actor)
        row.is_late = row.is_late or done >= row.due_at
    if row.is_late:
        row.late_by = units_late(dial_of(row), calendar_of(row.division), done)
    _end(row, ClockState.STOPPED, now)
    fact = ClockStopped(
        **about(row),
        is_late=row.is_late,
        late_by=row.late_by,
        limit_unit=row.limit_unit,
        due_at=row.due_at,
    )
    record(fact, actor=actor, now=now)
    return row.is_late


def cancel_clock(*, clock_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """The limit no longer matters, say because the thing was withdrawn. Raises `NotRunning`.

    What was late until then stays late.
    """
    row = _locked(clock_id, now)
    if row.state not in _LIVE:
        raise NotRunning(_("This limit does not run."))
    require_said(reason=reason)
    if row.state == ClockState.RUNNING:
        mark_passed(row, now, actor)
        row.is_late = now >= row.due_at
    if row.is_late:
        row.late_by = units_late(dial_of(row), calendar_of(row.division), now)
    _end(row, ClockState.CANCELLED, now)
    record(ClockCancelled(**about(row), reason=reason), actor=actor, now=now)


def hand_over_clock(
    *, clock_id: UUID, unit_id: UUID, responsible: Iterable[UUID], actor: Actor, now: datetime
) -> None:
    """Let another unit or others answer for a limit; its time runs on. Raises `NotRunning`."""
    row = _locked(clock_id, now)
    if row.state not in _LIVE:
        raise NotRunning(_("This limit does not run."))
    row.unit_id = unit_id
    row.responsible = list(dict.fromkeys(responsible))
    _save(row)
    fact = ClockHandedOver(**about(row), responsible=tuple(row.responsible))
    record(fact, actor=actor, now=now)


_LIVE = (ClockState.RUNNING, ClockState.PAUSED)
_WRITTEN = tuple(one.name for one in Clock._meta.concrete_fields if not one.primary_key)
END_SPAN = """
UPDATE calendar_clockspan SET ended_at = %(now)s WHERE clock_id = %(clock)s AND ended_at IS NULL
"""


def _locked(clock_id: UUID, now: datetime) -> Clock:
    _require_transaction()
    row = lock(Clock, clock_id)
    if row is None:
        raise Missing(_("There is no such limit."))
    last = _last_span.first(clock_id)
    city.require_not_set_back(last.started_at if last else None, now, slack=timedelta())
    return row


def _turn(row: Clock, now: datetime, *, is_paused: bool, **why: str) -> None:
    """End the open span, begin the next at the same moment, and reckon anew."""
    row.spans.filter(ended_at__isnull=True).update(ended_at=now)
    insert(ClockSpan(clock=row, is_paused=is_paused, started_at=now, **why))
    settle(row, list(row.terms.order_by("order")), list(row.spans.order_by("started_at")))


def _end(row: Clock, state: ClockState, now: datetime) -> None:
    row.state = state
    row.stopped_at = now
    row.next_warning_at = None
    _end_span(row, now)
    _save(row)


def _end_span(row: Clock, now: datetime) -> None:
    with kept_plan() as cursor:
        cursor.execute(END_SPAN, {"clock": row.id, "now": now})


@asked
def _live(kind: str, of_id: UUID) -> QuerySet[Clock]:
    return Clock.objects.filter(kind=kind, of_id=of_id, state__in=_LIVE)


@asked
def _last_span(clock_id: UUID) -> QuerySet[ClockSpan]:
    return ClockSpan.objects.filter(clock_id=clock_id).order_by("-started_at")[:1]


def _save(row: Clock) -> None:
    row.version += 1
    update(row, *_WRITTEN)


def _term(row: Clock, limit: Limit, order: int, now: datetime) -> ClockTerm:
    return ClockTerm(
        clock=row,
        order=order,
        unit=limit.unit,
        value=limit.value,
        until_on=limit.until_on,
        rule_set=limit.rule_set,
        rule_key=limit.rule_key,
        citation=limit.citation,
        sureness=limit.sureness,
        added_at=now,
    )


def _division_of(unit_id: UUID) -> str:
    unit = list_units([unit_id]).get(unit_id)
    if unit is None:
        raise Missing(_("There is no such unit."))
    return unit.division_code or own_division()


def _require_running(row: Clock) -> None:
    if row.state != ClockState.RUNNING:
        raise NotRunning(_("This limit does not run."))


def _require_in_time(row: Clock, now: datetime) -> None:
    if row.state == ClockState.RUNNING and now >= row.due_at:
        raise AlreadyLate(
            _("The limit has passed; it can be neither paused nor extended."),
            next_step=_("Finish the work and say why it is late."),
        )


def _require_limit(limit: Limit, now: datetime) -> None:
    if limit.unit is LimitUnit.DATE:
        if limit.until_on is None or limit.until_on < city.on(now):
            raise InvalidInput(fields={"until_on": [_("Choose today or a later day.")]})
    elif limit.value <= 0:
        raise InvalidInput(fields={"value": [_("A limit is longer than nothing.")]})


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise Fault("clocks move inside an operation")
