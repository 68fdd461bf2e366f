"""Sheets of items: their history, and which are called for by rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Item, Sheet
from liupan.capabilities.supervision.rules.limits import SHEETS
from liupan.capabilities.supervision.rules.sheets import (
    Colour,
    Issued,
    SheetRules,
    SheetState,
    due_colour,
)
from liupan.capabilities.supervision.rules.states import RUNNING
from liupan.foundation.calendar.facade import describe_many
from liupan.foundation.rulesets.facade import list_rules
from liupan.kernel import clock

COLOURS = [colour.value for colour in Colour]
_ENDS = Cast("due_on", DateTimeField())
NEARING = ExpressionWrapper(
    F("handed_over_at") + ExpressionWrapper(_ENDS - F("handed_over_at"), DurationField()) * 0.5,
    DateTimeField(),
)
"""When half of the calendar time is over: no rule looks earlier; then the clocks are read."""


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
    """What `supervision.sheets` says on a day."""
    said = {key: int(rule.value or 0) for key, rule in list_rules(SHEETS, on=day).items()}
    return SheetRules(
        share=said["share"],
        answer_days={colour: said[f"answer_{colour}"] for colour in Colour},
        automatic=frozenset(colour for colour in Colour if said[f"automatic_{colour}"]),
    )


def list_called_for(*, now: datetime, rows: QuerySet[Item]) -> list[CalledFor]:
    """Sheets that rules call for, of these items. Five queries.

    Only what may be called for is looked at: what has lapsed sheets, is late, or reported nothing.
    """
    candidates = rows.annotate(nearing=NEARING).filter(
        Q(sheet_colour__in=COLOURS) | Q(due_on__lt=clock.on(now)) | Q(percent=0, nearing__lte=now),
        state__in=[state.value for state in RUNNING],
        paused_since__isnull=True,
    )
    items = list(candidates.order_by("due_on", "id"))
    rules = sheet_rules(clock.on(now))
    pasts = histories_of(item.id for item in items)
    clocks = describe_many([item.clock_id for item in items if item.clock_id], now=now)
    found = []
    for item in items:
        reading = clocks.get(item.clock_id) if item.clock_id else None
        if reading is None:
            continue
        colour = due_colour(
            pasts.get(item.id, []),
            used_percent=reading.percent,
            percent=item.percent,
            is_late=reading.is_late,
            rules=rules,
        )
        if colour:
            found.append(CalledFor(item.id, colour, _why(colour, reading.percent, reading.is_late)))
    return found


def list_unanswered(day: date) -> list[UUID]:
    """Open sheets whose day has passed. One query."""
    rows = Sheet.objects.filter(state=SheetState.OPEN.value, answer_by__lt=day)
    return list(rows.order_by("answer_by", "id").values_list("id", flat=True))


def _why(colour: Colour, used: int, is_late: bool) -> str:
    if colour is not Colour.BLUE:
        return _("The earlier sheet lapsed.")
    if is_late:
        return _("The limit has passed.")
    return _("%(used)s%% of the time is used and no progress was reported.") % {"used": used}
