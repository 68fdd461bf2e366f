"""Whether data are as new as their update cycle (更新周期) promises."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


def due_at(days: int | None, data_at: datetime | None) -> datetime | None:
    """When new data are due, within so many days of a cycle; None where nothing was promised or
    loaded."""
    return data_at + timedelta(days=days) if days and data_at else None


def is_late(days: int | None, data_at: datetime | None, now: datetime) -> bool:
    """Whether new data are overdue (逾期未更新)."""
    due = due_at(days, data_at)
    return due is not None and now > due


@dataclass(frozen=True, slots=True)
class Lateness:
    """When data are due, and how late they are."""

    due_on: date | None
    days: int


def lateness(data_on: date, cycle_days: int | None, today: date) -> Lateness:
    """Data are due a cycle after the last; those without a cycle never are (更新周期)."""
    if cycle_days is None:
        return Lateness(None, 0)
    due_on = data_on + timedelta(days=cycle_days)
    return Lateness(due_on, max(0, (today - due_on).days))
