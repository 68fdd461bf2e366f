"""What an installation gets when it is set up or upgraded: the series of items and sheets."""

from datetime import datetime

from liupan.capabilities.supervision.operations.registering import SERIES as ITEMS
from liupan.capabilities.supervision.operations.sheets import SERIES as SHEETS
from liupan.foundation.numbering.facade import MANAGE_SERIES, ensure_series
from liupan.kernel.authority import Actor

PATTERN = "{prefix}〔{year}〕{n}号"
SERIES = ((ITEMS, "督查事项", "固督"), (SHEETS, "督办单", "固督单"))
"""Code, title and 代字, which the system administrator may change."""
PERMITS = (MANAGE_SERIES,)


def install(actor: Actor, now: datetime) -> None:
    """Define the series that are not there yet."""
    for code, title, prefix in SERIES:
        ensure_series(code=code, title=title, pattern=PATTERN, prefix=prefix, actor=actor, now=now)
