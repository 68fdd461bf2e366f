"""What an installation gets when it is set up or upgraded: the series of codes."""

from datetime import datetime

from liupan.capabilities.catalogue.operations.coding import PATTERN, SERIES, TITLE
from liupan.foundation.numbering.facade import MANAGE_SERIES, ensure_series
from liupan.kernel.authority import Actor

PERMITS = (MANAGE_SERIES,)


def install(actor: Actor, now: datetime) -> None:
    """Define the series unless it is there."""
    ensure_series(code=SERIES, title=TITLE, pattern=PATTERN, is_yearly=False, actor=actor, now=now)
