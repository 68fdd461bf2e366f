"""Kinds of resources that departments hold, with the law that says so and how surely it is known.

Names of kinds, their items and laws are facts; category, share type and cycle are what is usual
elsewhere (K) and a department's own decision.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liupan.kernel.factfiles import STRICT, Sureness, read_csv

HERE = Path(__file__).parent
BETWEEN = "、"


@dataclass(frozen=True, kw_only=True)
class KindOfResource:
    """A kind of resource; `items` are set apart by 、. Laws are of the edition named, which may be
    later than the demo city's day."""

    __pydantic_config__ = STRICT
    key: str
    name: str
    provider: str
    department: str | None
    category: str
    items: str
    items_sureness: Sureness
    basis: str | None
    basis_sureness: Sureness | None
    share_type: str
    update_cycle: str
    typical_sureness: Sureness
    source: str

    @property
    def item_names(self) -> tuple[str, ...]:
        """Its items, once each."""
        return tuple(dict.fromkeys(name for name in self.items.split(BETWEEN) if name))


@cache
def kinds_of_resources() -> tuple[KindOfResource, ...]:
    """All of them."""
    return read_csv(HERE / "resources.csv", KindOfResource)
