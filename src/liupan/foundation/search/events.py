"""Facts of `search`."""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class IndexRebuilt(
    Fact, code="search.index.rebuilt", label=pgettext_lazy("act", "search index rebuilt")
):
    """The index was made anew from its sources."""

    written: int
    removed: int
