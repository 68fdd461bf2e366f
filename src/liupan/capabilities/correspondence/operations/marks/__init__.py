"""Secrecy marks of documents: determined, asked for, decided, watched until their period ends."""

from liupan.capabilities.correspondence.operations.marks.asking import (
    AlreadyAsked,
    AlreadyDecided,
    MarkOfAnother,
    OwnRequest,
    ask_mark,
    decide_mark,
)
from liupan.capabilities.correspondence.operations.marks.watching import (
    release_all_ended,
    release_ended,
    tell_ending,
)

__all__ = [
    "AlreadyAsked",
    "AlreadyDecided",
    "MarkOfAnother",
    "OwnRequest",
    "ask_mark",
    "decide_mark",
    "release_all_ended",
    "release_ended",
    "tell_ending",
]
