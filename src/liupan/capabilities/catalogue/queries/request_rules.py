"""Limits, checklists and words of requests on a day, from the rule sets."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from liupan.capabilities.catalogue.rules.elements import UNCONDITIONAL
from liupan.capabilities.catalogue.rules.requesting import Gate
from liupan.foundation.calendar.facade import Limit, due_of, limit_by, limit_from
from liupan.foundation.rulesets.facade import find_rule, list_rules, rules_state
from liupan.kernel import clock

REQUESTS = "catalogue.requests"
SHARING = "limits.sharing"
"""Limits of the law (51号, 条例): they go before this project's own."""


def limit(key: str, day: date) -> Limit:
    """A limit of this project's rule set. Raises `Missing`."""
    return limit_from(REQUESTS, key, on=day)


def answer_limit(share_type: str, day: date) -> Limit:
    """How long the provider may take: by the law of the day, else by our own row."""
    key = "answer_unconditional" if share_type == UNCONDITIONAL else "answer_conditional"
    law = find_rule(SHARING, key, on=day)
    return limit_by(law) if law else limit(key, day)


def provide_by(decided_on: date, day: date) -> date | None:
    """By when data are provided after consent, where the law of the day says so."""
    law = find_rule(SHARING, "provide", on=day)
    if law is None:
        return None
    return due_of(limit_by(law), started_at=clock.start_of(decided_on)).due_on


def hearing_ends(since: datetime | None) -> datetime | None:
    """When the data authority may rule although a side kept silent."""
    if since is None:
        return None
    return due_of(limit("hearing", clock.on(since)), started_at=since).due_at


def checklist(gate: Gate, day: date) -> Sequence[tuple[str, str]]:
    """What a reviewer answers for, by key, in the order of the rule set."""
    return _texts(rules_state(), day, f"{gate.value}.")


def personal_words(day: date) -> dict[str, str]:
    """Parts of names of items that tell personal numbers, with what they are."""
    rules = list_rules(REQUESTS, on=day)
    return {rule.text: rule.title for key, rule in rules.items() if key.startswith("personal.")}


def days_before_end(day: date) -> int:
    """So many days before its last a grant's people are told."""
    rule = find_rule(REQUESTS, "ends_soon", on=day)
    return int(rule.value) if rule and rule.value else 0


@lru_cache(maxsize=32)
def _texts(_state: UUID | None, day: date, start: str) -> Sequence[tuple[str, str]]:
    rules = list_rules(REQUESTS, on=day)
    return tuple((key, rule.text) for key, rule in rules.items() if key.startswith(start))
