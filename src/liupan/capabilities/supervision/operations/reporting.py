"""Progress (进展), reports that an item is done (报结), endorsement (审签), returns (退回)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import (
    ItemEndorsed,
    ItemProgressed,
    ItemReported,
    ItemReturned,
)
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.keeping import Said, about, announce, keep, was_kept
from liupan.capabilities.supervision.operations.limits import run_on, stand_still
from liupan.capabilities.supervision.operations.locking import (
    locked_item,
    move,
    require_possible,
    save,
)
from liupan.capabilities.supervision.policies import (
    ENDORSE,
    require_handling,
    require_supervising,
)
from liupan.capabilities.supervision.rules.rollup import UNTIL_CLOSED
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.foundation.documents.facade import Attached
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault, InvalidInput
from liupan.kernel.said import require_said


@operation
def report_progress(
    *,
    item_id: UUID,
    percent: int,
    opinion: str,
    actor: Actor,
    now: datetime,
    files: Sequence[Attached] = (),
    once: UUID | None = None,
) -> UUID:
    """Report how far an item is, 0 to 99 per cent, in words and with files (进展).

    Raises `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_handling(actor, item)
    if was_kept(once):
        nothing_changed()
        return item.id
    require_possible(item, Act.PROGRESS)
    require_said(opinion=opinion)
    if not 0 <= percent <= UNTIL_CLOSED:
        raise InvalidInput(
            _("Progress lies between 0 and 99 per cent; 100 comes with closing."),
            fields={"percent": [_("Write a number from 0 to 99.")]},
        )
    before, item.percent, item.progressed_at = item.percent, percent, now
    save(item, "percent", "progressed_at")
    said = Said(
        opinion=opinion, percent=percent, files=files, on_behalf=item.lead_unit_id,
        values={"before": before}, once=once,
    )  # fmt: skip
    keep(item, Act.PROGRESS, by, said)
    fact = ItemProgressed(
        **about(item, by), percent_before=before, opinion=opinion, files=len(files)
    )
    announce(fact, by)
    return item.id


@operation
def report_done(
    *, item_id: UUID, opinion: str, actor: Actor, now: datetime, files: Sequence[Attached] = ()
) -> UUID:
    """Report an item done (报结); it waits for the unit's leader. Raises `NotNow`."""
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_handling(actor, item)
    require_said(opinion=opinion)
    move(item, Act.REPORT)
    item.reported_at, item.reported_by, item.endorsed_by = now, actor.id, None
    save(item, "state", "reported_at", "reported_by", "endorsed_by")
    keep(item, Act.REPORT, by, Said(opinion=opinion, files=files, on_behalf=item.lead_unit_id))
    announce(ItemReported(**about(item, by), opinion=opinion, files=len(files)), by)
    leaders = telling.people_with(ENDORSE, item.lead_unit_id, by.today)
    title = _("To be endorsed: %(title)s") % {"title": item.title}
    telling.tell(leaders, telling.TO_ENDORSE, item, by, title, opinion)
    return item.id


@operation
def endorse_report(*, item_id: UUID, actor: Actor, now: datetime, opinion: str = "") -> UUID:
    """The unit's leader endorses a report (审签); that a leader endorsed an own report is recorded.

    From now on the limit stands still. Raises `NotNow`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_handling(actor, item, ENDORSE)
    move(item, Act.ENDORSE)
    reporter = reporter_of(item)
    item.endorsed_by = actor.id
    save(item, "state", "endorsed_by")
    stand_still(item, by)
    own = reporter == actor.id
    said = Said(opinion=opinion, on_behalf=item.lead_unit_id, values={"by_reporter": own})
    keep(item, Act.ENDORSE, by, said)
    fact = ItemEndorsed(**about(item, by), reported_by=reporter, by_reporter=own, opinion=opinion)
    announce(fact, by)
    title = _("To be verified: %(title)s") % {"title": item.title}
    telling.tell([item.supervisor_id], telling.TO_VERIFY, item, by, title, opinion)
    return item.id


@operation
def return_item(*, item_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Return a report (退回): the leader before endorsing, the supervision office at verification.

    The limit runs on; the due day moves by the time that verification took. Raises `NotNow`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    at_verification = item.standing is not State.ENDORSING
    if at_verification:
        require_supervising(actor, item)
    else:
        require_handling(actor, item, ENDORSE)
    require_said(reason=reason)
    move(item, Act.RETURN)
    item.returned += 1
    before = item.due_on
    if at_verification:
        run_on(item, by)
    save(item, "state", "returned", "due_on")
    unit = item.supervising_unit_id if at_verification else item.lead_unit_id
    values: dict[str, object] = {"at_verification": at_verification}
    if item.due_on != before:
        values |= {"before": before.isoformat(), "after": item.due_on.isoformat()}
    keep(item, Act.RETURN, by, Said(opinion=reason, on_behalf=unit, values=values))
    reporter = reporter_of(item)
    fact = ItemReturned(
        **about(item, by),
        at_verification=at_verification,
        reported_by=reporter,
        endorsed_by=item.endorsed_by,
        returned=item.returned,
        opinion=reason,
    )
    announce(fact, by)
    told = {reporter, item.endorsed_by} - {None}
    title = _("Returned: %(title)s") % {"title": item.title}
    telling.tell([p for p in told if p], telling.RETURNED, item, by, title, reason)
    return item.id


def reporter_of(item: Item) -> UUID:
    """Who reported it done."""
    if item.reported_by is None:
        raise Fault("an item waits and nobody reported it")
    return item.reported_by
