"""What the rule sets say of the log and of services on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from liupan.capabilities.exchange.rules.watching import Limits
from liupan.foundation.rulesets.facade import list_rules

LOG, WATCHING = "exchange.log", "exchange.watching"
FRESHNESS, CYCLE = "exchange.freshness", "cycle."
PULLING, PUSHING = "exchange.pulling", "exchange.pushing"


@dataclass(frozen=True, slots=True)
class PullLimits:
    """How long a provider's database may take, and how many rows it may have."""

    seconds: int
    rows: int


def pull_limits(day: date) -> PullLimits:
    """Limits of reading a provider's database (定时抽取)."""
    return PullLimits(
        _number(PULLING, "seconds", day, 300), _number(PULLING, "rows", day, 2_000_000)
    )


def push_attempts(day: date) -> int:
    """So often a batch of changes is tried before it is given up (死信)."""
    return _number(PUSHING, "attempts", day, 8)


def days_online(day: date) -> int:
    """So many days messages stay in the log (在线保存期限)."""
    return _number(LOG, "online", day, 180)


def sharing_days(day: date) -> int:
    """Over how many days up to the day the sharing rate looks for a delivery."""
    return _number(LOG, "sharing", day, 365)


def cycle_days(day: date) -> dict[str, int]:
    """Each update cycle of the catalogue to the days within which new data come."""
    rules = list_rules(FRESHNESS, on=day)
    return {
        key.removeprefix(CYCLE): int(rule.value)
        for key, rule in rules.items()
        if key.startswith(CYCLE) and rule.value
    }


def limits(day: date) -> Limits:
    """When a service is said to fail."""
    found = {key: rule.value for key, rule in list_rules(WATCHING, on=day).items() if rule.value}
    usual = Limits()
    return Limits(
        window=timedelta(minutes=int(found.get("window", 5))),
        share=int(found.get("share", usual.share)),
        least=int(found.get("least", usual.least)),
        calm=timedelta(minutes=int(found.get("calm", 5))),
    )


def _number(rules: str, key: str, day: date, usual: int) -> int:
    rule = list_rules(rules, on=day).get(key)
    return int(rule.value) if rule and rule.value else usual
