"""How doubts and corrections are shown: states, marks, names. A few queries for many."""

from collections.abc import Sequence
from datetime import datetime

from liupan.capabilities.catalogue.models import Correction, Doubt
from liupan.capabilities.catalogue.queries.doubts.shapes import CorrectionLine, DoubtLine
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.doubts import State
from liupan.foundation.calendar.facade import describe_many

MARKS = {
    State.FLAGGED: "run",
    State.ASKED_BACK: "back",
    State.FIXED: "check",
    State.REJECTED: "check",
    State.DISPUTED: "risk",
    State.ORDERED: "run",
    State.CLOSED: "done",
    State.WITHDRAWN: "none",
}
"""Kind of mark for `{% state %}`."""


def doubt_lines(doubts: Sequence[Doubt], now: datetime) -> list[DoubtLine]:
    """As a list shows them. Four queries at most, however many."""
    if not doubts:
        return []
    called = unit_names(unit for one in doubts for unit in (one.unit_id, one.flagger_unit_id))
    clocks = describe_many((one.clock_id for one in doubts if one.clock_id), now=now)
    return [
        DoubtLine(
            id=one.id,
            number=one.number,
            resource_id=one.resource_id,
            code=one.code,
            title=one.title,
            items=tuple(one.items),
            unit=called.get(one.unit_id, ""),
            flagger=called.get(one.flagger_unit_id, ""),
            state=one.standing,
            state_label=str(one.get_state_display()),
            mark=MARKS[one.standing],
            flagged_at=one.flagged_at,
            due_on=one.due_on,
            reading=clocks.get(one.clock_id) if one.clock_id else None,
            is_late=one.is_late or bool(one.clock_id and clocks[one.clock_id].is_late),
            fix_days=one.fix_days,
        )
        for one in doubts
    ]


def correction_lines(found: Sequence[Correction]) -> list[CorrectionLine]:
    """As a list shows them. One query at most; the doubts come with them."""
    called = unit_names(unit for one in found for unit in (one.unit_id, one.doubt.unit_id))
    return [
        CorrectionLine(
            id=one.id,
            number=one.doubt.number,
            code=one.doubt.code,
            title=one.doubt.title,
            items=tuple(one.doubt.items),
            provider=called.get(one.doubt.unit_id, ""),
            unit=called.get(one.unit_id, ""),
            told_at=one.told_at,
            effective_on=one.doubt.effective_on,
            taken_at=one.taken_at,
            is_replaced=one.fix < one.doubt.fixes,
        )
        for one in found
    ]
