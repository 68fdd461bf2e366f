"""Themes, licences, thresholds and cycles of a day, from the rule sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.opening import Openness
from liupan.foundation.rulesets.facade import Rule, find_rule, list_rules, rules_state

EU_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
OPEN = Openness.OPEN
KEPT = 2
"""Earlier versions whose rows are kept, where no rule says any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code with its name and where it leads: a theme's word of the EU's list, a licence's
    address (one that begins with / is ours)."""

    code: str
    name: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What may be chosen on a day."""

    themes: Mapping[str, Named]
    licences: Mapping[str, Named]
    cycle_days: Mapping[str, int]

    def theme(self, code: str) -> str:
        """What a theme is called; itself where the list does not hold it."""
        return self.themes[code].name if code in self.themes else code

    def licence(self, code: str) -> str:
        """What a licence is called."""
        return self.licences[code].name if code in self.licences else code


def lists_on(on: date) -> Lists:
    """The lists of a day. Remembered until a rule changes."""
    return _lists(rules_state(), on)


def figure(set_code: str, key: str, on: date, default: int) -> int:
    """A number of a rule set; the default where no rule says any."""
    rule = find_rule(set_code, key, on=on)
    return int(rule.value) if rule and rule.value is not None else default


def how_many_kept(openness: Openness, on: date) -> int:
    """Rows of how many earlier versions are kept; of none where they are given on application."""
    return max(0, figure(lists.WATCH, lists.VERSIONS_KEPT, on, KEPT)) if openness == OPEN else 0


@lru_cache(maxsize=32)
def _lists(_state: UUID | None, on: date) -> Lists:
    themes = _named(lists.THEMES, lists.THEME, on, EU_THEMES)
    cycles = list_rules(lists.WATCH, on=on)
    return Lists(
        themes=MappingProxyType(themes),
        licences=MappingProxyType(_named(lists.LICENCES, lists.LICENCE, on, "")),
        cycle_days={
            key.removeprefix(lists.CYCLE): int(rule.value or 0)
            for key, rule in cycles.items()
            if key.startswith(lists.CYCLE)
        },
    )


def _named(set_code: str, start: str, on: date, base: str) -> dict[str, Named]:
    return {
        key.removeprefix(start): _one(key.removeprefix(start), rule, base)
        for key, rule in list_rules(set_code, on=on).items()
        if key.startswith(start)
    }


def _one(code: str, rule: Rule, base: str) -> Named:
    name, _split, word = rule.text.partition(lists.SPLIT)
    return Named(code=code, name=name.strip(), uri=base + word.strip() if word.strip() else "")
