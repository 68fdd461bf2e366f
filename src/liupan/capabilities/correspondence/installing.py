"""What an installation gets when it is set up or upgraded: series of numbers, templates, a plan."""

from datetime import datetime

from liupan.capabilities.correspondence.operations.filing import install_plan
from liupan.capabilities.correspondence.operations.receiving.accepting import SERIES as INCOMING
from liupan.capabilities.correspondence.operations.templates import install_templates
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.capabilities.correspondence.rules.numbers import PATTERN, SERIES
from liupan.foundation.numbering.facade import MANAGE_SERIES, ensure_series
from liupan.kernel.authority import Actor

PERMITS = (MANAGE_SERIES, MANAGE)


def install(actor: Actor, now: datetime) -> None:
    """Define the series unless they are there: each code of a unit is a scope of the first, each
    unit that receives one of the second. Enter templates and filing classes that are missing."""
    ensure_series(code=SERIES, title="发文字号", pattern=PATTERN, actor=actor, now=now)
    ensure_series(
        code=INCOMING, title="收文登记", pattern="{prefix}{year}-{n}", actor=actor, now=now
    )
    install_templates(actor=actor, now=now)
    install_plan(actor=actor, now=now)
