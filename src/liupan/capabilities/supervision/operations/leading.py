"""Leaders' notes (批示): on an item, or one that becomes an item."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.events import NoteGiven
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.operations import telling
from liupan.capabilities.supervision.operations.drafts import NewItem
from liupan.capabilities.supervision.operations.keeping import Said, about, announce, keep, was_kept
from liupan.capabilities.supervision.operations.locking import locked_item, require_possible
from liupan.capabilities.supervision.operations.registering import enter, made_once
from liupan.capabilities.supervision.policies import HANDLE, NOTE, SUPERVISE, require_handling
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.organisations.facade import By
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.said import require_said
from liupan.kernel.secrecy import Secrecy


@operation
def give_note(
    *, item_id: UUID, note: str, actor: Actor, now: datetime, once: UUID | None = None
) -> UUID:
    """A leader gives a note on an item (批示); supervision and the unit hear of it.

    Raises `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    item = locked_item(item_id, actor)
    require_handling(actor, item, NOTE)
    if was_kept(once):
        nothing_changed()
        return item.id
    require_possible(item, Act.NOTE)
    require_said(note=note)
    _note(item, note, by, made_item=False, once=once)
    return item.id


@operation
def note_into_item(
    *,
    note: str,
    title: str,
    lead_unit_id: UUID,
    supervising_unit_id: UUID,
    actor: Actor,
    now: datetime,
    urgency: str = "ordinary",
    end_state: str = "",
    due_on: date | None = None,
    supervisor_id: UUID | None = None,
    secrecy: Secrecy = Secrecy.INTERNAL,
    once: UUID | None = None,
) -> UUID:
    """A leader's note becomes an item in one act (批示立项); urgency decides its limit.

    Without an end state the supervision office states one before it hands the item over. Without
    `supervisor_id` somebody of the supervising unit looks after it. Raises `InvalidInput`.
    """
    by = By(actor, now)
    require(actor, NOTE, unit_id=lead_unit_id, secrecy=secrecy)
    require_said(note=note, title=title)
    if once and (found := made_once(once)):
        nothing_changed()
        return found
    officers = sorted(telling.people_with(SUPERVISE, supervising_unit_id, by.today))
    item = enter(
        NewItem(
            title=title,
            end_state=end_state,
            origin=Item.Origin.NOTE,
            origin_title=note.strip()[:200],
            origin_on=clock.on(now),
            lead_unit_id=lead_unit_id,
            supervising_unit_id=supervising_unit_id,
            supervisor_id=supervisor_id or (officers[0] if officers else actor.id),
            urgency=urgency,
            due_on=due_on,
            secrecy=secrecy,
        ),
        by,
        once,
    )
    _note(item, note, by, made_item=True)
    return item.id


def _note(item: Item, note: str, by: By, *, made_item: bool, once: UUID | None = None) -> None:
    keep(item, Act.NOTE, by, Said(opinion=note, values={"made_item": made_item}, once=once))
    announce(NoteGiven(**about(item, by), opinion=note, made_item=made_item), by)
    told = {item.supervisor_id}
    if not made_item:
        told |= telling.people_with(HANDLE, item.lead_unit_id, by.today)
    title = _("Leader's note: %(title)s") % {"title": item.title}
    telling.tell(told, telling.NOTED, item, by, title, note)
