"""Words of checks, causes and differences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.parcels.rules.comparing import Gap

CHECKS = (
    ("content", gettext_lazy("I have read every part, or know what it holds")),
    ("level", gettext_lazy("No part is more secret than its mark says")),
    ("personal", gettext_lazy("Personal data in it are needed there and may go there")),
    ("target", gettext_lazy("The receiver and the purpose are right")),
)
"""What the reviewer looks at (保密审查)."""


def gap_words(gap: Gap) -> str:
    """How two logs differ at a number."""
    return {
        Gap.MISSING: _("sent, and not in the receiver's log"),
        Gap.REFUSED: _("came, and was refused"),
        Gap.DIFFERENT: _("another parcel, or other bytes, under the same number"),
        Gap.UNKNOWN: _("received, and not in the sender's log"),
    }[gap]


def cause_words(cause: str) -> str:
    """Why a parcel was refused, of the words that statements use."""
    return {
        "": "",
        "no_parcel": _("no parcel"),
        "truncated": _("not copied whole"),
        "altered": _("altered or damaged"),
        "elsewhere": _("for another station"),
        "unknown": _("from a station that is not trusted"),
        "unknown_key": _("signed with an unknown key"),
        "retired_key": _("signed with a retired key"),
        "again": _("taken in before"),
        "number": _("number used before"),
        "too_large": _("too large"),
        "above_ceiling": _("above the level that may come"),
        "other_key": _("encrypted for another key"),
        "old_key": _("encrypted for a replaced key"),
        "level": _("another level inside than outside"),
        "kind": _("kind not agreed"),
        "not_taken": _("its office did not take it"),
    }.get(cause, cause)
