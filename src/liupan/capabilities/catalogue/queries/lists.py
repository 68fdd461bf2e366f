"""Code lists, categories and limits of a day, from the rule sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from liupan.capabilities.catalogue.rules import lists
from liupan.capabilities.catalogue.rules.elements import Limits
from liupan.foundation.rulesets.facade import Rule, list_rules, rules_state

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLists:
    """Codes with their names as they stand on a day; names are Chinese, as the rule set has them.

    `names`: by element, the names of its codes. `formats`: types by class of format.
    """

    names: Mapping[str, Mapping[str, str]]
    formats: Mapping[str, tuple[str, ...]]
    limits: Limits

    def name(self, element: str, code: str) -> str:
        """What a code is called; itself where the list does not hold it."""
        return self.names[element].get(code, code)

    def code(self, element: str, words: str) -> str:
        """The code that is called so, or the words themselves."""
        return next((c for c, name in self.names[element].items() if words in (c, name)), words)

    def choices(self, element: str) -> Choices:
        """Codes and names, to choose from."""
        return tuple(self.names[element].items())

    @property
    def leaves(self) -> Choices:
        """Categories under which a resource can be registered, each with its way."""
        return [(code, self.way(code)) for code in self.leaf_codes]

    @property
    def leaf_codes(self) -> Sequence[str]:
        """The codes of those categories."""
        found = self.names["category"]
        return [code for code in found if len(code) >= self.limits.category_digits]

    def way(self, code: str) -> str:
        """A category with those above it: 基础信息资源 / 人口信息 / 人口信息：基本信息."""
        return " / ".join(name for _code, name in self.above(code))

    def above(self, code: str) -> Choices:
        """A category and those above it, the widest first."""
        found = self.names["category"]
        return [(part, found[part]) for n in range(1, len(code) + 1) if (part := code[:n]) in found]


def code_lists(on: date) -> CodeLists:
    """The lists of a day. Remembered until a rule changes."""
    return _code_lists(rules_state(), on)


@lru_cache(maxsize=32)
def _code_lists(_state: UUID | None, on: date) -> CodeLists:
    rules = list_rules(lists.ELEMENTS, on=on)
    categories = {key: rule.text for key, rule in list_rules(lists.CATEGORIES, on=on).items()}
    names = {name: _below(start, rules) for name, start in lists.LISTS.items()}
    names["category"] = categories
    limits = Limits(
        title=_figure(rules, lists.TITLE),
        abstract=_figure(rules, lists.ABSTRACT),
        category_digits=_figure(rules, lists.DIGITS),
        listed={name: frozenset(codes) for name, codes in names.items()},
    )
    return CodeLists(names=MappingProxyType(names), formats=_formats(rules), limits=limits)


def _below(start: str, rules: Mapping[str, Rule]) -> Mapping[str, str]:
    return {key.removeprefix(start): r.text for key, r in rules.items() if key.startswith(start)}


def _figure(rules: Mapping[str, Rule], key: str) -> int:
    return int(rules[key].value or 0) if key in rules else 0


def _formats(rules: Mapping[str, Rule]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, name in _below(lists.FORMATS, rules).items():
        found.setdefault(key.partition(".")[0], []).append(name)
    return {of: tuple(names) for of, names in found.items()}
