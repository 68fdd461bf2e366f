"""Whether data are as new as their update cycle (更新周期) promises."""

from datetime import datetime, timedelta


def due_at(days: int | None, data_at: datetime | None) -> datetime | None:
    """When new data are due, within so many days of a cycle; None where nothing was promised or
    loaded."""
    return data_at + timedelta(days=days) if days and data_at else None


def is_late(days: int | None, data_at: datetime | None, now: datetime) -> bool:
    """Whether new data are overdue (逾期未更新)."""
    due = due_at(days, data_at)
    return due is not None and now > due
