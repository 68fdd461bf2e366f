"""Items locked for a write, and the refusals that every write may meet.

Whoever needs an item and its parent locks both in the order of their paths, so that two never wait
for each other. The item is locked before its clock.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.policies import sees
from liupan.capabilities.supervision.rules.states import Act, after, may_act, possible
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.statements import asked, lock, update


class NotNow(Refusal):
    """The act is not possible in the item's state; the next step names what is."""


class PartsOpen(Refusal):
    """A mandatory part is not closed, so the whole cannot be."""


class OwnReport(Refusal):
    """Nobody verifies what they reported or endorsed themselves."""


class DueAfterParent(InvalidInput):
    """A part is due no later than the whole."""


def locked_item(item_id: UUID, actor: Actor) -> Item:
    """The item, locked, if the actor may see it. One query. Raises `Missing`."""
    return _found(lock(Item, item_id), actor)


def locked_with_parent(item_id: UUID, actor: Actor) -> tuple[Item, Item | None]:
    """The item and what it is a part of, both locked, the parent first. One or two queries.

    Raises `Missing`.
    """
    rows = {row.id: row for row in _with_parent(item_id)}
    item = _found(rows.get(item_id), actor)
    return item, rows.get(item.parent_id) if item.parent_id else None


@asked
def _with_parent(item_id: UUID) -> QuerySet[Item]:
    above = Item.objects.filter(id=item_id).values("parent_id")
    rows = Item.objects.filter(Q(id=item_id) | Q(id__in=above))
    return rows.select_for_update(of=("self",)).order_by("path")


def _found(item: Item | None, actor: Actor) -> Item:
    if item is None or not sees(actor, item):
        raise Missing(_("There is no such item."))
    return item


def require_possible(item: Item, act: Act) -> None:
    """Raises `NotNow` naming what would be possible."""
    if may_act(act, item.standing, is_paused=item.is_paused):
        return
    words = [
        str(Entry.Kind(one).label) for one in possible(item.standing, is_paused=item.is_paused)
    ]
    state = _("paused") if item.is_paused else item.get_state_display()
    raise NotNow(
        _("%(number)s is “%(state)s”: this is not possible now.")
        % {"number": item.number, "state": state},
        next_step=_("Possible now: %(acts)s.") % {"acts": ", ".join(words)} if words else "",
    )


def move(item: Item, act: Act) -> None:
    """Put the item, unsaved, into the state that comes of the act. Raises `NotNow`."""
    require_possible(item, act)
    item.state = after(act, item.standing)


def save(item: Item, *fields: str) -> None:
    """Save these fields and count the version up."""
    item.version += 1
    update(item, *fields, "version")


def require_version(item: Item, version: int, theirs: dict[str, object]) -> None:
    """Raises `StaleVersion` when somebody changed the item since it was read."""
    if item.version != version:
        raise StaleVersion(
            _("Somebody changed this item meanwhile."),
            theirs=theirs,
            next_step=_("Look at what it says now and decide again."),
        )


def require_within(parent: Item | None, due_on: date) -> None:
    """Raises `DueAfterParent`."""
    if parent is not None and due_on > parent.due_on:
        raise DueAfterParent(
            _("The whole is due on %(day)s; a part cannot be due later.")
            % {"day": parent.due_on.isoformat()},
            fields={"due_on": [_("Choose %(day)s or earlier.") % {"day": parent.due_on}]},
        )
