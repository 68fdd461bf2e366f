"""The door of `rulesets`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from liupan.foundation.organisations.facade import find_installation
from liupan.foundation.rulesets.installing import install as install_rules
from liupan.foundation.rulesets.models import RuleSet as Row
from liupan.foundation.rulesets.operations import (
    AgainstHigherRule,
    BadRule,
    NotFromThere,
    change_rule,
    end_rule,
    enter_rule_set,
    load_rules,
    may_change_in,
)
from liupan.foundation.rulesets.policies import CHANGE_RULES, LOAD_RULES
from liupan.foundation.rulesets.queries import all_rules, rules_state
from liupan.foundation.rulesets.rules import (
    NATION,
    Deviation,
    Difference,
    Rule,
    differences,
    permits,
    scopes,
    winner,
)
from liupan.foundation.rulesets.shipping import Shipped
from liupan.kernel.errors import Missing

__all__ = [
    "CHANGE_RULES",
    "LOAD_RULES",
    "NATION",
    "AgainstHigherRule",
    "BadRule",
    "Deviation",
    "Difference",
    "NotFromThere",
    "Rule",
    "RuleSet",
    "Shipped",
    "change_rule",
    "compare_rules",
    "end_rule",
    "enter_rule_set",
    "find_rule",
    "get_rule",
    "install_rules",
    "list_editions",
    "list_rule_sets",
    "list_rules",
    "load_rules",
    "may_change_in",
    "overruled",
    "rule_history",
    "rules_state",
    "scopes",
    "version_of",
]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set as others see it; `rules` counts its rows of all days and scopes."""

    id: UUID
    code: str
    title: str
    note: str
    rules: int


def find_rule(set_code: str, key: str, *, on: date, division: str | None = None) -> Rule | None:
    """What `key` of the set says on a day, or None.

    The most local rule of the division (the installation's city when None) wins where the law
    lets it.
    """
    return _on_day(all_rules(set_code).get(key, []), on, _chain(division))


def get_rule(set_code: str, key: str, *, on: date, division: str | None = None) -> Rule:
    """As `find_rule`; raises `Missing`."""
    found = find_rule(set_code, key, on=on, division=division)
    if found is None:
        raise Missing(
            _("No rule %(set)s / %(key)s is in force on %(day)s.")
            % {"set": set_code, "key": key, "day": on.isoformat()}
        )
    return found


def list_rules(set_code: str, *, on: date, division: str | None = None) -> dict[str, Rule]:
    """The whole table on a day, by key in its order."""
    chain = _chain(division)
    found = {key: _on_day(rules, on, chain) for key, rules in all_rules(set_code).items()}
    return {key: rule for key, rule in sorted(found.items()) if rule}


def overruled(set_code: str, *, on: date, division: str | None = None) -> list[Rule]:
    """Local rules in force that do not count, because a higher one forbids them."""
    chain = _chain(division)
    winners = {rule.id for rule in list_rules(set_code, on=on, division=division).values()}
    return [
        rule
        for rules in all_rules(set_code).values()
        for rule in rules
        if rule.holds_on(on) and rule.scope in chain and rule.id not in winners
        if not _stands_above(rule, rules, on, chain)
    ]


def rule_history(set_code: str, key: str) -> list[Rule]:
    """Everything the key ever said, in all scopes, the oldest first."""
    return list(all_rules(set_code).get(key, []))


def version_of(set_code: str, key: str) -> int:
    """Another number after every change of the key in any scope; `change_rule` asks for it."""
    return sum(rule.version for rule in rule_history(set_code, key))


def list_editions(set_code: str) -> list[date]:
    """The days on which something in the set began or ended to hold, in order."""
    days: set[date] = set()
    for rules in all_rules(set_code).values():
        days |= {rule.valid_from for rule in rules}
        days |= {rule.valid_to for rule in rules if rule.valid_to}
    return sorted(days)


def compare_rules(
    set_code: str, *, before: date, after: date, division: str | None = None
) -> list[Difference]:
    """What the table of one day says otherwise than that of another."""
    old, new = (list_rules(set_code, on=day, division=division) for day in (before, after))
    return differences(old.values(), new.values())


def list_rule_sets() -> list[RuleSet]:
    """All rule sets by code. One query."""
    return [
        RuleSet(row.id, row.code, row.title, row.note, row.size)
        for row in Row.objects.annotate(size=Count("rules")).order_by("code")
    ]


def _chain(division: str | None) -> tuple[str, ...]:
    if division is None:
        installation = find_installation()
        division = installation.city_code if installation else NATION
    return scopes(division)


def _on_day(rules: list[Rule], day: date, chain: tuple[str, ...]) -> Rule | None:
    return winner((r for r in rules if r.scope in chain and r.holds_on(day)), chain)


def _stands_above(rule: Rule, rules: list[Rule], day: date, chain: tuple[str, ...]) -> bool:
    """Whether the rule merely gave way to a more local one that it permits."""
    local = _on_day(rules, day, chain)
    return bool(
        local and chain.index(local.scope) > chain.index(rule.scope) and permits(rule, local)
    )
