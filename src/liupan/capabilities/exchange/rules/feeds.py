"""Deliveries of changes: when they are tried again, when they are given up, what names a change."""

from datetime import timedelta
from enum import StrEnum

ATTEMPTS = 8
FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=1)
BATCH = 200
"""Changes of a batch."""
LOOK = timedelta(seconds=10)
"""After which a subscription without news is looked at again."""
LEASE = timedelta(seconds=60)


class State(StrEnum):
    """What a subscription is (订阅状态)."""

    ACTIVE = "active"  # 推送中
    PAUSED = "paused"  # 暂停
    ENDED = "ended"  # 已终止


class BatchState(StrEnum):
    """What became of a batch."""

    WAITING = "waiting"  # 投递中
    TAKEN = "taken"  # 已签收
    DEAD = "dead"  # 死信
    QUEUED = "queued"  # 待重放


def pause_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many failed attempts (1 and more): doubles up to an hour; `chance`
    (0 to 1) takes up to half off, so that not all come back at one moment."""
    whole = min(FIRST * float(2 ** min(attempts - 1, 20)), LONGEST)
    return whole * (1 - chance / 2)


def is_given_up(attempts: int, limit: int = ATTEMPTS) -> bool:
    """Whether nobody tries again by itself."""
    return attempts >= limit


def key_of(service: str, content: int, place: int) -> str:
    """What names a change: the same key is the same change, sent again."""
    return f"{service}:{content}:{place}"
