"""What an installation gets when it is set up or upgraded."""

from datetime import datetime

from liupan.foundation.rulesets.facts import shipped
from liupan.foundation.rulesets.operations import load_rules
from liupan.foundation.rulesets.policies import LOAD_RULES
from liupan.foundation.rulesets.shipping import as_shipped
from liupan.kernel.authority import Actor

PERMITS = (LOAD_RULES,)


def install(actor: Actor, now: datetime) -> None:
    """Enter the shipped rules that are not there yet."""
    load_rules(shipped=as_shipped(shipped()), actor=actor, now=now)
