"""My items: what waits for me, by urgency, by what is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from liupan.capabilities.supervision.labels import WAITS
from liupan.capabilities.supervision.policies import NOTE, READ, SUPERVISE
from liupan.capabilities.supervision.queries.shapes import Proposal, Waiting
from liupan.capabilities.supervision.queries.work import (
    WAITING,
    count_overdue,
    counts_for,
    list_sheet_proposals,
    list_waiting,
)
from liupan.capabilities.supervision.rules.states import Act
from liupan.capabilities.supervision.views.acting import crumbs
from liupan.capabilities.supervision.views.reading import actor_of
from liupan.foundation.calendar.facade import ClockReading, describe_many, working_days_to
from liupan.foundation.design.facade import Clock, ClockState, WorkRow, requires
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import Text, place

SHOWN = 30
"""Things on the page; the others are in the list."""


class Urgency(StrEnum):
    """The groups of the page."""

    OVERDUE = "overdue"
    TODAY = "today"
    STILL = "still"
    WEEK = "week"
    LATER = "later"


TITLES = {
    Urgency.OVERDUE: gettext_lazy("Overdue"),
    Urgency.TODAY: gettext_lazy("Due today"),
    Urgency.STILL: gettext_lazy("Past the day, but reported in time: to be verified"),
    Urgency.WEEK: gettext_lazy("Due this week"),
    Urgency.LATER: gettext_lazy("Later"),
}


Todo = Waiting | Proposal
"""One thing to do: what waits for an act, or a sheet that a rule calls for."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of work with how much waits of it."""

    label: Text
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one urgency; `count`: how many there are, where not all are shown."""

    title: Text
    is_late: bool
    rows: tuple[WorkRow, ...]
    count: int


@requires(READ)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for me in supervision."""
    actor, now = actor_of(request), clock.now()
    today = clock.on(now)
    every = todos(actor, now)
    kind = request.GET.get("kind", "")
    counts = _counts(actor, every)
    of_kind = {act: n for act, n in counts.items() if not kind or WAITS[act].key == kind}
    wanted = [one for one in every if act_of(one) in of_kind][:SHOWN]
    late = _late(actor, every, today)
    context = {
        "title": headline(sum(counts.values()), sum(late.values())),
        "crumbs": crumbs((_("My items"), "")),
        "tabs": _tabs(counts, kind),
        "groups": groups(wanted, now, sum(n for act, n in late.items() if act in of_kind)),
        "more": sum(of_kind.values()) - len(wanted),
        "may_register": may(actor, SUPERVISE),
        "may_note": may(actor, NOTE),
        "list_url": place("supervision:list"),
    }
    return render(request, "supervision/mine.html", context)


def todos(actor: Actor, now: datetime) -> list[Todo]:
    """What waits for the actor, the soonest due first; of each act no more than are shown."""
    waiting = [one for act in WAITING for one in list_waiting(actor, act, limit=SHOWN)]
    return sorted([*waiting, *list_sheet_proposals(actor, now=now)], key=lambda one: one.due_on)


def act_of(one: Todo) -> Act:
    """What is to be done."""
    return Act.SHEET if isinstance(one, Proposal) else one.act


def groups(wanted: Sequence[Todo], now: datetime, late: int = 0) -> list[Group]:
    """By urgency, empty ones left out. `late`: how many are overdue in all."""
    today = clock.on(now)
    left = working_days_to({one.due_on for one in wanted}, today)
    clocks = [one.clock_id for one in wanted if isinstance(one, Waiting) and one.clock_id]
    readings = describe_many(clocks, now=now) if clocks else {}
    found = []
    for urgency in Urgency:
        rows = tuple(
            _to_issue(one, left) if isinstance(one, Proposal) else _todo(one, left, readings)
            for one in wanted
            if urgency_of(one, today) is urgency
        )
        if rows:
            is_late = urgency is Urgency.OVERDUE
            count = max(late, len(rows)) if is_late else len(rows)
            found.append(Group(TITLES[urgency], is_late, rows, count))
    return found


def urgency_of(one: Todo, today: date) -> Urgency:
    """Where it stands; the week ends on Sunday."""
    due_on = one.due_on
    if due_on < today:
        return Urgency.OVERDUE if _is_overdue(one, today) else Urgency.STILL
    if due_on == today:
        return Urgency.TODAY
    return Urgency.WEEK if due_on <= today + timedelta(6 - today.weekday()) else Urgency.LATER


def _counts(actor: Actor, every: Sequence[Todo]) -> dict[Act, int]:
    """How many wait for each act in all."""
    counts = {act: n for act, n in counts_for(actor).items() if n}
    if proposed := sum(1 for one in every if isinstance(one, Proposal)):
        counts[Act.SHEET] = proposed
    return counts


def _late(actor: Actor, every: Sequence[Todo], today: date) -> dict[Act, int]:
    """How much is overdue for each act, shown or not."""
    late = dict(count_overdue(actor, today=today))
    late[Act.SHEET] = sum(
        1 for one in every if isinstance(one, Proposal) and _is_overdue(one, today)
    )
    return late


def _is_overdue(one: Todo, today: date) -> bool:
    return one.is_overdue(today) if isinstance(one, Waiting) else one.due_on < today


def headline(n: int, late: int) -> str:
    """The fact (督查督办8件待办，1件已逾期)."""
    if not n:
        return _("Nothing of supervision waits for you")
    waits = ngettext(
        "%(n)s thing of supervision waits for you", "%(n)s things of supervision wait for you", n
    ) % {"n": n}
    if not late:
        return waits
    overdue = ngettext("%(n)s is overdue", "%(n)s are overdue", late) % {"n": late}
    return _("%(waits)s, %(late)s") % {"waits": waits, "late": overdue}


def _todo(one: Waiting, left: Mapping[date, int], readings: Mapping[UUID, ClockReading]) -> WorkRow:
    wait = WAITS[one.act]
    reading = readings.get(one.clock_id) if one.clock_id else None
    return WorkRow(
        title=one.title,
        url=reverse("supervision:item", args=[one.item_id]),
        verb=wait.verb,
        glyph=wait.glyph,
        meta=(one.number, one.lead_unit),
        clock=reading.badge if reading else _badge(one.due_on, left[one.due_on]),
    )


def _to_issue(one: Proposal, left: Mapping[date, int]) -> WorkRow:
    wait = WAITS[Act.SHEET]
    return WorkRow(
        title=one.title,
        url=reverse("supervision:issue-sheet", args=[one.item_id]),
        verb=wait.verb,
        glyph=wait.glyph,
        meta=(one.colour_label, one.why),
        clock=_badge(one.due_on, left[one.due_on]),
    )


def _badge(due_on: date, left: int) -> Clock:
    """A badge for what has a day and no clock of its own; `left` in working days."""
    today = clock.today()
    if due_on == today:
        return Clock(state=ClockState.DUE_TODAY, used=1.0)
    if due_on < today:
        return Clock(state=ClockState.LATE, used=1.0, amount=-left)
    return Clock(state=ClockState.RUNNING, amount=left)


def _tabs(counts: Mapping[Act, int], kind: str) -> list[Tab]:
    page = reverse("supervision:mine")
    tabs = [Tab(_("All"), page, sum(counts.values()), not kind)]
    for act, wait in WAITS.items():
        count, is_chosen = counts.get(act, 0), wait.key == kind
        if count or is_chosen:
            tabs.append(Tab(wait.label, f"{page}?kind={wait.key}", count, is_chosen))
    return tabs
