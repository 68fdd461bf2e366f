"""Checks on the spot (实地核查): where, when, with whom, what was found, with photographs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import ItemVisited
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.keeping import Said, about, announce, keep, was_kept
from liupan.capabilities.supervision.operations.locking import locked_item, require_possible
from liupan.capabilities.supervision.policies import HANDLE, require_supervising
from liupan.capabilities.supervision.rules.states import Act, Finding
from liupan.foundation.documents.facade import Attached
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said


@operation
def record_visit(
    *,
    item_id: UUID,
    place: str,
    visited_at: datetime,
    finding: Finding,
    opinion: str,
    actor: Actor,
    now: datetime,
    met: str = "",
    files: Sequence[Attached] = (),
    once: UUID | None = None,
) -> UUID:
    """Record a check on the spot (实地核查记录). It moves nothing; who handles the item is told.

    Args:
        visited_at: when somebody was there, from the day of registering to now.
        met: who was met there, in words.

    Raises `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_supervising(actor, item)
    if was_kept(once):
        nothing_changed()
        return item.id
    require_possible(item, Act.VISIT)
    require_said(opinion=opinion, place=place)
    _require_moment(item, visited_at, now)
    values = {"place": place, "at": visited_at.isoformat(), "met": met, "finding": finding.value}
    said = Said(
        opinion=opinion, files=files, values=values, on_behalf=item.supervising_unit_id, once=once
    )
    keep(item, Act.VISIT, by, said)
    fact = ItemVisited(
        **about(item, by),
        place=place,
        visited_at=visited_at,
        finding=finding.value,
        opinion=opinion,
        files=len(files),
    )
    announce(fact, by)
    told = telling.people_with(HANDLE, item.lead_unit_id, by.today)
    title = _("Checked on the spot: %(title)s") % {"title": item.title}
    telling.tell(told, telling.VISITED, item, by, title, opinion)
    return item.id


def _require_moment(item: Item, visited_at: datetime, now: datetime) -> None:
    if clock.start_of(clock.on(item.registered_at)) <= visited_at <= now:
        return
    raise InvalidInput(
        _("A check lies between the registering of the item and now."),
        fields={"visited_at": [_("Give the day and hour of the visit.")]},
    )
