"""Sheets of items: their history, and which are called for by rule."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.rules.limits import SHEETS
from liupan.capabilities.supervision.rules.sheets import (
    Colour,
    Issued,
    SheetRules,
    SheetState,
    called_next,
    calls_for_blue,
)
from liupan.capabilities.supervision.rules.states import REPORTED, RUNNING
from liupan.foundation.calendar.facade import describe_many
from liupan.foundation.rulesets.facade import list_rules
from liupan.kernel import clock

_ENDS = Cast("due_on", DateTimeField())
NEARING = ExpressionWrapper(
    F("handed_over_at") + ExpressionWrapper(_ENDS - F("handed_over_at"), DurationField()) * 0.5,
    DateTimeField(),
)
"""When half of the calendar time is over: no rule looks earlier; then the clocks are read."""


_REPORTED = [state.value for state in REPORTED]
NEVER = 101  # per cent of a limit
ANSWER_DAYS = 5


@dataclass(frozen=True, slots=True)
class CalledFor:
    """A sheet that a rule calls for, and why in words."""

    item_id: UUID
    colour: Colour
    why: str


def history_of(item_id: UUID) -> list[Issued]:
    """The item's sheets, the oldest first. One query."""
    return histories_of([item_id]).get(item_id, [])


def histories_of(item_ids: Iterable[UUID]) -> dict[UUID, list[Issued]]:
    """The same of many items. One query."""
    found: dict[UUID, list[Issued]] = {}
    rows = Sheet.objects.filter(item_id__in=set(item_ids)).order_by("issued_at", "id")
    for item_id, colour, state, answer_by in rows.values_list(
        "item_id", "colour", "state", "answer_by"
    ):
        found.setdefault(item_id, []).append(Issued(Colour(colour), SheetState(state), answer_by))
    return found


def sheet_rules(day: date) -> SheetRules:
    """What `supervision.sheets` says on a day. A rule that was ended calls for nothing by itself:
    then only lateness does, no colour is automatic, and there are `ANSWER_DAYS` to answer."""
    said = {key: int(rule.value or 0) for key, rule in list_rules(SHEETS, on=day).items()}
    return SheetRules(
        share=said.get("share", NEVER),
        answer_days={colour: said.get(f"answer_{colour}", ANSWER_DAYS) for colour in Colour},
        automatic=frozenset(colour for colour in Colour if said.get(f"automatic_{colour}")),
    )


def list_called_for(
    *, now: datetime, rows: QuerySet[Item], colours: Collection[Colour] = tuple(Colour)
) -> list[CalledFor]:
    """Sheets of these colours that rules call for, of these items. Five queries at most."""
    running = _running(rows)
    first = _first_sheets(running, now) if Colour.BLUE in colours else []
    next_ones = _next_sheets(rows) if set(colours) - {Colour.BLUE} else []
    return [called for called in (*next_ones, *first) if called.colour in colours]


def lapsed(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Of these items those whose last sheet lapsed: only they may get another colour."""
    waits = Sheet.objects.filter(item=OuterRef("pk"), state=SheetState.OPEN.value)
    colours = [colour.value for colour in Colour]
    return _running(rows).filter(~Exists(waits), sheet_colour__in=colours)


def _running(rows: QuerySet[Item]) -> QuerySet[Item]:
    return rows.filter(state__in=[s.value for s in RUNNING], paused_since__isnull=True)


def _next_sheets(rows: QuerySet[Item]) -> list[CalledFor]:
    """Of items whose last sheet lapsed. Two queries."""
    pasts = histories_of(lapsed(rows).values_list("id", flat=True))
    turns = {item_id: called_next(past) for item_id, past in pasts.items()}
    return [CalledFor(i, colour, _("The earlier sheet lapsed.")) for i, colour in turns.items()
            if colour]  # fmt: skip


def _first_sheets(rows: QuerySet[Item], now: datetime) -> list[CalledFor]:
    """Of items that never had one: late, or nothing reported for too long. Four queries."""
    ever = Sheet.objects.filter(item=OuterRef("pk"))
    items = rows.annotate(nearing=NEARING).filter(
        ~Exists(ever),
        Q(due_on__lt=clock.on(now)) | Q(percent=0, nearing__lte=now),
        ~Q(state__in=_REPORTED, is_late=False),
    )
    found = {row[0]: row for row in items.values_list("clock_id", "id", "percent") if row[0]}
    rules = sheet_rules(clock.on(now))
    readings = describe_many(found, now=now)
    return [
        CalledFor(found[clock_id][1], Colour.BLUE, _why(reading.percent, reading.is_late))
        for clock_id, reading in readings.items()
        if calls_for_blue(reading.percent, found[clock_id][2], reading.is_late, rules)
    ]


def list_unanswered(day: date) -> list[UUID]:
    """Open sheets whose day has passed. One query."""
    rows = Sheet.objects.filter(state=SheetState.OPEN.value, answer_by__lt=day)
    return list(rows.order_by("answer_by", "id").values_list("id", flat=True))


def _why(used: int, is_late: bool) -> str:
    if is_late:
        return _("The limit has passed.")
    return _("%(used)s%% of the time is used and no progress was reported.") % {"used": used}
