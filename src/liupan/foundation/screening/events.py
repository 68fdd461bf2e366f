"""Facts of `screening`."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FindingAccepted(
    Fact, code="screening.finding.accepted", label=pgettext_lazy("act", "finding accepted")
):
    """Something that was found may stay in a thing; `shown` hides the middle of numbers."""

    of_type: str
    of_id: UUID
    purpose: str
    kind: str
    shown: str
    reason: str
