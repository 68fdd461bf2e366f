"""Items locked for a write, and the refusals that every write may meet.

Whoever needs an item and its parent locks both in the order of their paths, so that two never wait
for each other. The item is locked before its clock.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.supervision.models import Entry, Item
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.rules.states import Act, after, may_act, possible
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion


class NotNow(Refusal):
    """The act is not possible in the item's state; the next step names what is."""


class PartsOpen(Refusal):
    """A mandatory part is not closed, so the whole cannot be."""


class OwnReport(Refusal):
    """Nobody verifies what they reported or endorsed themselves."""


class DueAfterParent(InvalidInput):
    """A part is due no later than the whole."""


def locked_item(item_id: UUID, actor: Actor) -> Item:
    """The item, locked, if the actor may see it. Raises `Missing`."""
    return _locked([item_id], actor)[item_id]


def locked_with_parent(item_id: UUID, actor: Actor) -> tuple[Item, Item | None]:
    """The item and what it is a part of, both locked, the parent first. Raises `Missing`."""
    parents = Item.objects.filter(id=item_id).values_list("parent_id", flat=True)
    parent_id = next(iter(parents), None)
    wanted = [item_id] if parent_id is None else [parent_id, item_id]
    found = {row.id: row for row in _rows(wanted)}
    if not Item.objects.filter(visible(actor), id=item_id).exists():
        raise Missing(_("There is no such item."))
    return found[item_id], found.get(parent_id) if parent_id else None


def _locked(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Item]:
    wanted = set(ids)
    seen = set(Item.objects.filter(visible(actor), id__in=wanted).values_list("id", flat=True))
    if seen != wanted:
        raise Missing(_("There is no such item."))
    return {row.id: row for row in _rows(wanted)}


def _rows(ids: Iterable[UUID]) -> Iterable[Item]:
    return Item.objects.select_for_update(of=("self",)).filter(id__in=ids).order_by("path")


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
    item.save(update_fields=[*fields, "version"])


def require_version(item: Item, version: int, theirs: dict[str, object]) -> None:
    """Raises `StaleVersion` when somebody changed the item since it was read."""
    if item.version != version:
        raise StaleVersion(
            _("Somebody changed this item meanwhile."),
            theirs=theirs,
            next_step=_("Look at what it says now and decide again."),
        )


def require_said(**texts: str) -> None:
    """Raises `InvalidInput` naming what was left empty."""
    missing = {name: [_("Please say.")] for name, text in texts.items() if not text.strip()}
    if missing:
        raise InvalidInput(_("Something is missing."), fields=missing)


def require_within(parent: Item | None, due_on: date) -> None:
    """Raises `DueAfterParent`."""
    if parent is not None and due_on > parent.due_on:
        raise DueAfterParent(
            _("The whole is due on %(day)s; a part cannot be due later.")
            % {"day": parent.due_on.isoformat()},
            fields={"due_on": [_("Choose %(day)s or earlier.") % {"day": parent.due_on}]},
        )
