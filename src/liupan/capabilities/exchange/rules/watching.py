"""When a service is said to fail, and when it has recovered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong (告警类型)."""

    FAILING = "failing"  # 失败率过高
    SILENT = "silent"  # 无成功调用


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From the rule set: `share` in per cent of the calls within `window`, of at least `least`."""

    window: timedelta = timedelta(minutes=5)
    share: int = 20
    least: int = 10
    calm: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Calls of a service within the window, callers' own faults left out."""

    calls: int
    failures: int


def judge(seen: Seen, limits: Limits) -> Kind | None:
    """What is wrong, or None. Few calls say nothing, unless not one of them succeeded."""
    if seen.calls and seen.failures == seen.calls and seen.calls >= min(3, limits.least):
        return Kind.SILENT
    if seen.calls >= limits.least and seen.failures * 100 >= limits.share * seen.calls:
        return Kind.FAILING
    return None


def is_calm(seen: Seen, limits: Limits) -> bool:
    """Whether a service under alarm looks well: below half of the share, with a success."""
    return seen.calls > seen.failures and seen.failures * 200 < limits.share * seen.calls


def is_over(calm_since: datetime | None, now: datetime, limits: Limits) -> bool:
    """Whether it has looked well for long enough to say so."""
    return calm_since is not None and now - calm_since >= limits.calm
