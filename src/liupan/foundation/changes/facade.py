"""The door of `changes`."""

from liupan.foundation.changes.alone import alone, is_alone
from liupan.foundation.changes.remembering import (
    of_the_moment,
    one_moment,
    remembered,
    remembered_alone,
)
from liupan.foundation.changes.watching import unwatch, watch

__all__ = [
    "alone",
    "is_alone",
    "of_the_moment",
    "one_moment",
    "remembered",
    "remembered_alone",
    "unwatch",
    "watch",
]
