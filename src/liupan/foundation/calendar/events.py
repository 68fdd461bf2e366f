"""Facts of `calendar`. Clocks name the thing they run for, its unit and who answers for it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DayDecided(
    Fact, code="calendar.day.decided", label=pgettext_lazy("act", "working day decided")
):
    """A day was made a working day or a day off, or handed back to its weekday (None)."""

    division: str
    on: date
    is_working: bool | None
    was: bool | None
    name: str
    notice: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class YearPublished(
    Fact,
    code="calendar.year.published",
    label=pgettext_lazy("act", "working days of a year published"),
):
    """The days of a year are known for a division."""

    division: str
    year: int
    notice: str


@dataclass(frozen=True, kw_only=True)
class ShippedDaysLoaded(
    Fact, code="calendar.shipment.loaded", label=pgettext_lazy("act", "shipped days loaded")
):
    """Days that came with the program were entered."""

    loaded: int


@dataclass(frozen=True, kw_only=True)
class ClockFact(Fact):
    """What all facts about a clock carry; `thing_id` is the clock."""

    of_type: str
    of_id: UUID
    kind: str
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClockStarted(
    ClockFact, code="calendar.clock.started", label=pgettext_lazy("act", "time limit started")
):
    """A limit began to run."""

    limit: str
    citation: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockPaused(
    ClockFact, code="calendar.clock.paused", label=pgettext_lazy("act", "time limit paused")
):
    """Time is not counted from now on, for a reason the law knows."""

    reason: str
    citation: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class ClockResumed(
    ClockFact, code="calendar.clock.resumed", label=pgettext_lazy("act", "time limit resumed")
):
    """Time is counted again; the end has moved."""

    was_due_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockExtended(
    ClockFact, code="calendar.clock.extended", label=pgettext_lazy("act", "time limit extended")
):
    """The limit was extended with an approval."""

    limit: str
    citation: str
    approval: str
    reason: str
    was_due_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockHandedOver(
    ClockFact,
    code="calendar.clock.handed_over",
    label=pgettext_lazy("act", "time limit handed over"),
):
    """Others answer for the limit now."""

    responsible: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ClockMoved(
    ClockFact, code="calendar.clock.moved", label=pgettext_lazy("act", "time limit moved")
):
    """The end moved because the calendar or the office hours changed."""

    was_due_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockWarned(
    ClockFact, code="calendar.clock.warned", label=pgettext_lazy("act", "time limit warned")
):
    """So much of the limit is used. Comes exactly once for each step.

    `hears`: roles of the escalation ladder (responsible, chief, leader).
    """

    percent: int
    hears: tuple[str, ...]
    responsible: tuple[UUID, ...]
    title: str
    url: str
    due_at: datetime
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ClockExpired(
    ClockFact, code="calendar.clock.expired", label=pgettext_lazy("act", "time limit expired")
):
    """The limit has passed. Comes exactly once."""

    responsible: tuple[UUID, ...]
    title: str
    url: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockStopped(
    ClockFact, code="calendar.clock.stopped", label=pgettext_lazy("act", "time limit met or missed")
):
    """The work is done, in time or late; late it stays for ever."""

    is_late: bool
    late_by: int
    limit_unit: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockCancelled(
    ClockFact, code="calendar.clock.cancelled", label=pgettext_lazy("act", "time limit cancelled")
):
    """The limit no longer matters: the thing was withdrawn."""

    reason: str
