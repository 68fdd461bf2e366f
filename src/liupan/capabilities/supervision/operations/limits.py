"""The limit of an item while its report waits for somebody else's verification (等待核验).

One rule: an item is in time when the report that is verified had been endorsed by its day. So the
limit stands still from the endorsement on, and runs on when the report is returned. The rule set
`calendar.pauses` says so (`verification`); where that row is ended, the limit runs until closing.
"""

from datetime import datetime

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.queries.offering import VERIFICATION, stands_still
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.calendar.facade import (
    ClockState,
    describe,
    last_day_of,
    pause_clock,
    resume_clock,
)
from liupan.foundation.organisations.facade import By


def stand_still(item: Item, by: By) -> None:
    """The report waits for verification from now on. What is late already stays so."""
    if item.clock_id is None or not stands_still(by.today):
        return
    if not describe(item.clock_id, now=by.now).is_late:
        pause_clock(clock_id=item.clock_id, reason=VERIFICATION, actor=by.actor, now=by.now)


def run_on(item: Item, by: By) -> None:
    """The report was returned: the due day moves by what verification took. The caller saves."""
    if item.clock_id is None:
        return
    if describe(item.clock_id, now=by.now).state is ClockState.PAUSED:
        resume_clock(clock_id=item.clock_id, actor=by.actor, now=by.now)
        item.due_on = last_day_of(item.clock_id)


def done_at(item: Item, by: By) -> datetime | None:
    """When the report that is verified now was endorsed; None where the rule is ended. One query.

    Of the moment's own day: what began to wait under a rule ends under it.
    """
    endorsed = item.entries.filter(kind=Act.ENDORSE.value).order_by("-at", "-id").first()
    if endorsed is None or not stands_still(by.today):
        return None
    return endorsed.at
