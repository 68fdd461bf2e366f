"""What a draft changed against the one before it, paragraph by paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

from liupan.foundation.documents.facade import OfficialDocument, Row, compared, lines_of_text


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to show side by side, and how many of them differ."""

    rows: Sequence[Row]
    count: int


def changes_between(before: OfficialDocument | None, now: OfficialDocument | None) -> Changes:
    """The changes from the draft before; none where there is none."""
    if before is None or now is None:
        return Changes((), 0)
    rows = compared(lines_of_text(before), lines_of_text(now))
    return Changes(rows, sum(row.kind in ("added", "removed", "changed") for row in rows))
