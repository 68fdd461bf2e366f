"""Secrecy marks of documents (密级标识): what kind of change one is, how its period stands.

保守国家秘密法 (2010) art. 18 and 19: level and period are changed by whoever determined them; a
secret whose period has passed is released by itself, a longer one is determined before that.
"""

from datetime import date
from enum import StrEnum

from liupan.kernel.secrecy import LONGEST_YEARS, Mark, Secrecy

RULE_SET = "limits.marks"
WARN, RELEASE = "warn", "release"
"""Rows: working days before the end on which people are told, and after it on which a document is
released without anybody's act. The second may be empty: then only people release."""


class Change(StrEnum):
    """What a new mark means beside the old one."""

    RAISE = "raise"
    LOWER = "lower"
    LIFT = "lift"
    LENGTHEN = "lengthen"
    SHORTEN = "shorten"
    REWORD = "reword"


class Standing(StrEnum):
    """Where a state secret stands with its period."""

    RUNS = "runs"
    SOON = "soon"
    ENDED = "ended"
    RELEASED = "released"


def is_counted(level: Secrecy) -> bool:
    """Whether each copy of what is so marked needs a right and a purpose, and is counted: of state
    secrets. Internal things are printed by who reads them, with a watermark; public ones freely."""
    return level in LONGEST_YEARS


def kind_of(before: Mark, after: Mark) -> Change:
    """提高, 降低, 解除密级; of one level 延长, 缩短保密期限; another condition."""
    if after.level > before.level:
        return Change.RAISE
    if after.level < before.level:
        was_secret, is_secret = before.level in LONGEST_YEARS, after.level in LONGEST_YEARS
        return Change.LIFT if was_secret and not is_secret else Change.LOWER
    ends = (before.ends_on or date.min, after.ends_on or date.min)
    if ends[0] == ends[1]:
        return Change.REWORD
    return Change.LENGTHEN if ends[1] > ends[0] else Change.SHORTEN


def standing_on(day: date, *, ends_on: date, warn_on: date, is_released: bool) -> Standing:
    """Where a secret stands on a day."""
    if is_released:
        return Standing.RELEASED
    if ends_on <= day:
        return Standing.ENDED
    return Standing.SOON if warn_on <= day else Standing.RUNS
