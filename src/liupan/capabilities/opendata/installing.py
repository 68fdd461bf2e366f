"""What an installation gets when it is set up or upgraded: series of numbers, the agreement."""

from datetime import datetime

from liupan.capabilities.opendata.operations.applying import SERIES as APPLICATIONS
from liupan.capabilities.opendata.operations.submitting import SERIES as SUBMISSIONS
from liupan.foundation.numbering.facade import MANAGE_SERIES, ensure_series
from liupan.kernel.authority import Actor

NUMBERED = (
    (APPLICATIONS, "有条件开放申请编号", "KS{year}-{n:05d}"),
    (SUBMISSIONS, "公众来件编号", "KG{year}-{n:05d}"),
)
PERMITS = (MANAGE_SERIES,)


def install(actor: Actor, now: datetime) -> None:
    """Define the series that are not there yet."""
    for code, title, pattern in NUMBERED:
        ensure_series(code=code, title=title, pattern=pattern, actor=actor, now=now)
