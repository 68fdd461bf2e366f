"""Facts of `search`."""

from dataclasses import dataclass

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class IndexRebuilt(Fact, code="search.index.rebuilt"):
    """The index was made anew from its sources."""

    written: int
    removed: int
