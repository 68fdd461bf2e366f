"""How codes of datasets are called: themes, licences, update cycles, openness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.queries.lists import Lists, lists_on
from liupan.foundation.rulesets.facade import list_rules, rules_state

CYCLES, BEGINS = "catalogue.elements", "cycle."

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Names by code, as they stand on a day."""

    lists: Lists
    cycles: Names

    @property
    def themes(self) -> Names:
        """Every theme with its name."""
        return {code: one.name for code, one in self.lists.themes.items()}

    def theme(self, code: str) -> str:
        """A theme's name; its code where the list does not hold it."""
        return self.lists.theme(code)

    def licence(self, code: str) -> str:
        """A licence's name."""
        return self.lists.licence(code)

    def address_of_theme(self, code: str) -> str:
        """A theme's address in the EU's list; "" where it has none."""
        found = self.lists.themes.get(code)
        return found.uri if found else ""

    def address_of_licence(self, code: str) -> str:
        """A licence's address; one that begins with / is ours."""
        found = self.lists.licences.get(code)
        return found.uri if found else ""

    def cycle(self, code: str) -> str:
        """An update cycle's name."""
        return self.cycles.get(code, code)


def words_on(day: date) -> Words:
    """The names of a day. Remembered until a rule changes."""
    return _words(rules_state(), day)


def openness_of(code: str) -> str:
    """How an openness is called."""
    return str(dict(Dataset.Openness.choices).get(code, code))


@lru_cache(maxsize=8)
def _words(_state: UUID | None, day: date) -> Words:
    named = {
        key.removeprefix(BEGINS): rule.text
        for key, rule in list_rules(CYCLES, on=day).items()
        if key.startswith(BEGINS)
    }
    return Words(lists=lists_on(day), cycles=MappingProxyType(named))
