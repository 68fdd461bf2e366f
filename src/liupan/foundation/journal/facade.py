"""The door of `journal`."""

from liupan.foundation.journal.hearing import Heard, hears
from liupan.foundation.journal.recording import (
    NotRecorded,
    Operation,
    nothing_changed,
    operation,
    operations,
    record,
)

__all__ = [
    "Heard",
    "NotRecorded",
    "Operation",
    "hears",
    "nothing_changed",
    "operation",
    "operations",
    "record",
]
