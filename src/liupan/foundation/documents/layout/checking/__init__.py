"""A numbered list of checks of the layout, the same for PDF and OFD."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from liupan.foundation.documents.layout.checking import ending, heading, paper, text
from liupan.foundation.documents.layout.checking.ground import CHECKS, Case
from liupan.foundation.documents.layout.pages import Page
from liupan.foundation.documents.layout.source import OfficialDocument

MOST = 5
"""Complaints shown of one check."""


@dataclass(frozen=True, slots=True)
class LayoutVerdict:
    """What one check found: nothing, when all is as it must be.

    Attributes:
        number, name: of the check in the list.
        complaints: where it is not, with what was measured in mm; at most five.
    """

    number: int
    name: str
    complaints: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether all is as it must be."""
        return not self.complaints


def check_layout(
    source: OfficialDocument, pages: Sequence[Page], *, only: Collection[int] = ()
) -> tuple[LayoutVerdict, ...]:
    """Measure finished pages against GB/T 9704-2012, check by check in the order of their numbers.

    Args:
        pages: read from a PDF (`layout.pages.read_pdf`) or an OFD.
        only: numbers of the checks that are wanted; all when there are none.
    """
    assert all((paper, heading, text, ending))  # they enter their checks when they are loaded
    case = Case(source, tuple(pages))
    return tuple(
        LayoutVerdict(check.number, str(check.name), tuple(check.complaints(case))[:MOST])
        for number, check in sorted(CHECKS.items())
        if not only or number in only
    )
