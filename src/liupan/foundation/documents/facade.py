"""The door of `documents`."""

from liupan.foundation.documents.guarding import FileGuard, Unguarded, guards
from liupan.foundation.documents.kinds import KINDS
from liupan.foundation.documents.operations import (
    AboveCeiling,
    AlreadyWithdrawn,
    OpenedFile,
    TooLarge,
    keep_file,
    open_file,
    open_files,
    withdraw_file,
)
from liupan.foundation.documents.queries import (
    FileRef,
    count_contents,
    list_altered,
    list_files,
    list_lost,
)
from liupan.foundation.documents.showing import all_url, shown
from liupan.foundation.documents.sniffing import (
    DamagedFile,
    EmptyFile,
    HoldsProgram,
    KindNotTaken,
    LockedFile,
    Mislabelled,
    Overfull,
)

ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
"""For a form's `accept`: the endings of what is taken."""

__all__ = [
    "ACCEPT",
    "AboveCeiling",
    "AlreadyWithdrawn",
    "DamagedFile",
    "EmptyFile",
    "FileGuard",
    "FileRef",
    "HoldsProgram",
    "KindNotTaken",
    "LockedFile",
    "Mislabelled",
    "OpenedFile",
    "Overfull",
    "TooLarge",
    "Unguarded",
    "all_url",
    "count_contents",
    "guards",
    "keep_file",
    "list_altered",
    "list_files",
    "list_lost",
    "open_file",
    "open_files",
    "shown",
    "withdraw_file",
]
