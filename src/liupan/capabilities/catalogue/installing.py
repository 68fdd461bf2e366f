"""What an installation gets when it is set up or upgraded: the series of codes and numbers."""

from datetime import datetime

from liupan.capabilities.catalogue.operations import demands
from liupan.capabilities.catalogue.operations.asking import SERIES as REQUESTS
from liupan.capabilities.catalogue.operations.coding import PATTERN, SERIES, TITLE
from liupan.capabilities.catalogue.operations.doubts.numbering import DOUBTS
from liupan.capabilities.catalogue.operations.gate import SERIES as GRANTS
from liupan.foundation.numbering.facade import MANAGE_SERIES, ensure_series
from liupan.kernel.authority import Actor

YEARLY = "{prefix}〔{year}〕{n}号"
NUMBERED = (
    (REQUESTS, "数据使用申请", "数申"), (GRANTS, "数据使用授权", "数授"),
    (DOUBTS, "数据疑义", "数疑"),
)  # fmt: skip
"""Code, title and 代字, which the system administrator may change."""
PERMITS = (MANAGE_SERIES,)


def install(actor: Actor, now: datetime) -> None:
    """Define the series that are not there yet."""
    ensure_series(code=SERIES, title=TITLE, pattern=PATTERN, is_yearly=False, actor=actor, now=now)
    for code, title, prefix in NUMBERED:
        ensure_series(code=code, title=title, pattern=YEARLY, prefix=prefix, actor=actor, now=now)
    ensure_series(
        code=demands.SERIES, title=demands.TITLE, pattern=demands.PATTERN, actor=actor, now=now
    )
