"""Which unit the words of a plan mean: 市信息办, 信息化建设办公室, 固原市信息化建设办公室."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

LEVELS = "省市县区乡镇"
"""A sign before a name that says whose unit it is: 市发改委."""
LEAST = 2
"""A name has at least so many characters."""


class Named(Protocol):
    """What carries a unit's names."""

    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def code(self) -> str: ...


Unit = TypeVar("Unit", bound=Named)


class Namebook(dict[str, Sequence[Unit]]):
    """Units by everything they may be called. `places`: names of divisions, as 固原市, 西吉县."""

    def __init__(self, units: Iterable[Unit], places: Iterable[str] = ()) -> None:
        super().__init__()
        self._places = sorted({place for place in places if place}, key=len, reverse=True)
        called: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            for words in {name for given in (unit.name, unit.short_name) for name in
                          self._forms(given)} | {unit.code}:  # fmt: skip
                called[words].append(unit)
        self.update(called)

    def unit(self, words: str) -> Unit | None:
        """The unit that is called so; None when none is, or when it could be several."""
        for form in self._forms(words.strip()):
            found = self.get(form, ())
            if len(found) == 1:
                return found[0]
            if found:
                return None
        return None

    def _forms(self, name: str) -> list[str]:
        """The name whole, then without the place or level before it."""
        forms = [name] if name else []
        for place in self._places:
            if name.startswith(place) and len(name) - len(place) >= LEAST:
                forms.append(name.removeprefix(place))
                break
        if name[:1] in LEVELS and len(name) > LEAST:
            forms.append(name[1:])
        return forms
