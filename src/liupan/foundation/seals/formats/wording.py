"""Days, moments and lists of names within sentences."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.kernel.clock import CITY

NAMED = 5
"""How many files a sentence names."""


def some(names: Sequence[str]) -> str:
    shown = pgettext("between items of a list", ", ").join(names[:NAMED])
    more = len(names) - NAMED
    return shown if more <= 0 else _("%(names)s and %(more)d more") % {"names": shown, "more": more}


def day(moment: datetime) -> str:
    return moment.astimezone(CITY).date().isoformat()


def minute(moment: datetime) -> str:
    return moment.astimezone(CITY).strftime("%Y-%m-%d %H:%M")
