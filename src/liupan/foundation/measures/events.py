"""Facts of `measures`."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SnapshotsTaken(
    Fact, code="measures.snapshot.taken", label=pgettext_lazy("act", "figures of a day computed")
):
    """All figures were computed for a day, first or for good; the city's values, as text."""

    day: date
    values_by_code: dict[str, str | None]


@dataclass(frozen=True, kw_only=True)
class SnapshotsCorrected(
    Fact,
    code="measures.snapshot.corrected",
    label=pgettext_lazy("act", "figures of a past day corrected"),
):
    """A closed day was computed again and some city figures differed: before and after, by code."""

    day: date
    before: dict[str, str | None]
    after: dict[str, str | None]
