"""What an installation gets when it is set up or upgraded: the series of seals and of requests."""

from datetime import datetime

from liupan.foundation.numbering.facade import MANAGE_SERIES, ensure_series
from liupan.foundation.seals.operations.applying import SERIES as SEALS
from liupan.foundation.seals.operations.uses import SERIES as USES
from liupan.kernel.authority import Actor

PERMITS = (MANAGE_SERIES,)


def install(actor: Actor, now: datetime) -> None:
    """Define the series that are not there yet; the system administrator may change them."""
    for code, title, pattern, prefix in (
        (SEALS, "电子印章编码", "{prefix}{year}{n:06}", "6404"),
        (USES, "用印申请", "{prefix}〔{year}〕{n}号", "固印"),
    ):
        ensure_series(code=code, title=title, pattern=pattern, prefix=prefix, actor=actor, now=now)
