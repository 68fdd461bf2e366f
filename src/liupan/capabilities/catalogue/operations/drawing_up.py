"""Entries are drawn up by their unit: registered as a draft, changed, begun anew."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.events import EntryRegistered, EntryRevised
from liupan.capabilities.catalogue.models import Edition, Item, Resource
from liupan.capabilities.catalogue.operations.coding import take_code
from liupan.capabilities.catalogue.operations.keeping import (
    about,
    announce,
    items_of,
    keep,
    reindex,
)
from liupan.capabilities.catalogue.operations.locking import (
    locked_edition,
    require_act,
    require_version,
    save,
)
from liupan.capabilities.catalogue.policies import EDIT, require_over, visible, zones_up_to
from liupan.capabilities.catalogue.queries.entries import known_codes
from liupan.capabilities.catalogue.queries.lists import CodeLists, code_lists
from liupan.capabilities.catalogue.rules.comparing import Changed, changes
from liupan.capabilities.catalogue.rules.elements import ELEMENTS, Elements
from liupan.capabilities.catalogue.rules.states import WORKING, Act, State
from liupan.foundation.journal.facade import nothing_changed, operation, refused_when_taken
from liupan.foundation.organisations.facade import By, UnitRef, list_units
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class AlreadyMade(Refusal):
    """A form that was sent twice at once: the other one made the entry."""


class AlreadyBegun(Refusal):
    """The resource has an edition on its way already."""


@operation
def register_resource(
    *, unit_id: UUID, said: Elements, actor: Actor, now: datetime, once: UUID | None = None
) -> UUID:
    """Register a resource with its code and a first draft (编制); returns the resource's id.

    A draft may be incomplete, but for category and name. `once`: a key of the form, so that a form
    sent twice makes one. Raises `InvalidInput`, `NotAuthorised`.
    """
    require(actor, EDIT, unit_id=unit_id, secrecy=Secrecy(said.secrecy))
    if once and Resource.objects.filter(id=once).exists():
        nothing_changed()
        return once
    by = By(actor, now)
    _require_basics(said, by)
    resource = Resource(id=once or uuid7(), category=said.category, registered_at=now)
    resource.unit_id = unit_id
    resource.code = take_code(said.category, resource.id, by)
    with refused_when_taken(AlreadyMade(_("This resource was registered already."))):
        resource.save(force_insert=True)
    _draft(resource, 1, said, by)
    return resource.id


@operation
def revise_entry(
    *, edition_id: UUID, said: Elements, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change what a draft says, or what was returned or rejected; the category stays, for the code
    names it. Raises `StaleVersion`, `NotNow`, `InvalidInput`.
    """
    by = By(actor, now)
    edition = locked_edition(edition_id, actor)
    require_act(actor, Act.REVISE, edition)
    require(actor, EDIT, unit_id=edition.unit_id, secrecy=Secrecy(said.secrecy))
    before = edition.said
    require_version(edition, version, {name: getattr(before, name) for name in _TEXTS})
    _require_basics(said, by)
    if said.category != edition.category:
        raise InvalidInput(fields={"category": [_("The code names it, so it stays.")]})
    changed = changes(before, said)
    if not changed:
        nothing_changed()
        return edition.resource_id
    edition.say(said)
    edition.changed_at = now
    save(edition, *_TEXTS, *_FROM_LISTS, "changed_at")
    if before.items != said.items:
        Item.objects.filter(edition=edition).delete()
        Item.objects.bulk_create(items_of(edition, said.items))
    names = names_of(changed)
    keep(edition, Act.REVISE, by, values={"changed": names})
    announce(EntryRevised(**about(edition, by), changed=tuple(names)), by)
    reindex(edition.resource_id)
    return edition.resource_id


@operation
def begin_edition(*, resource_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Begin another edition of a resource: a draft that says what the latest says (变更).

    What is published stays public until the new edition passes. Raises `AlreadyBegun`, `Missing`.
    """
    by = By(actor, now)
    resource = Resource.objects.select_for_update().filter(id=resource_id).first()
    seen = Edition.objects.filter(visible(actor), resource_id=resource_id).order_by("-number")
    editions = list(seen.prefetch_related("items")) if resource else []
    if resource is None or not editions:
        raise Missing(_("There is no such entry."))
    require_over(actor, EDIT, editions[0])
    if any(one.standing in WORKING for one in editions):
        raise AlreadyBegun(
            _("%(code)s has an edition on its way already.") % {"code": resource.code},
            next_step=_("Go on with that one."),
        )
    model = next((one for one in editions if one.standing is State.PUBLISHED), editions[0])
    return _draft(resource, editions[0].number + 1, model.said, by).id


def names_of(changed: Iterable[Changed]) -> list[str]:
    """Chinese names of elements, and names of items, that changed."""
    return [one.item or ELEMENTS[one.element] for one in changed]


_TEXTS = (
    "title", "provider_dept", "provider_code", "abstract", "format_class", "format_type",
    "share_type", "share_condition", "share_mode", "is_open", "open_condition", "update_cycle",
    "secrecy", "zone",
)  # fmt: skip
_FROM_LISTS = ("related_codes", "has_main", "item_names", "hidden_names")


def _draft(resource: Resource, number: int, said: Elements, by: By) -> Edition:
    unit = _unit(resource.unit_id)
    edition = drafted(resource, number, said, unit, by)
    edition.save(force_insert=True)
    Item.objects.bulk_create(items_of(edition, said.items))
    keep(edition, Act.REGISTER, by)
    follows = number - 1
    fact = EntryRegistered(**about(edition, by), items=len(said.items), follows=follows)
    announce(fact, by)
    reindex(resource.id)
    return edition


def drafted(resource: Resource, number: int, said: Elements, unit: UnitRef, by: By) -> Edition:
    """A new draft, unsaved; the unit's own code stands where none was said."""
    edition = Edition(
        resource=resource,
        number=number,
        code=resource.code,
        unit_id=resource.unit_id,
        provider_name=unit.name,
        begun_at=by.now,
        begun_by=by.actor.id,
        changed_at=by.now,
    )
    edition.say(replace(said, provider_code=said.provider_code or unit.uscc))
    return edition


def _unit(unit_id: UUID) -> UnitRef:
    found = list_units([unit_id]).get(unit_id)
    if found is None:
        raise InvalidInput(fields={"unit_id": [_("There is no such unit.")]})
    return found


def _require_basics(said: Elements, by: By) -> None:
    """What even a draft must have. Raises `InvalidInput`."""
    wrong = basics_wrong(said, by, code_lists(by.today))
    lost = set(said.related_codes) - known_codes(said.related_codes) if said.related_codes else ()
    if lost:
        words = _("No resource bears the code %(codes)s.") % {"codes": "、".join(sorted(lost))}
        wrong["related_codes"] = [words]
    if wrong:
        raise InvalidInput(_("The draft cannot be kept like this."), fields=wrong)


def basics_wrong(said: Elements, by: By, lists: CodeLists) -> dict[str, list[str]]:
    """What is wrong with a draft, by element. No query."""
    wrong: dict[str, list[str]] = {}
    if said.category not in lists.leaf_codes:
        wrong["category"] = [_("Choose a category of the third level or below.")]
    if not said.title.strip():
        wrong["title"] = [_("Name the resource.")]
    if said.zone not in zones_up_to(by.actor.zone):
        wrong["zone"] = [
            _("What belongs on an inner network is registered there, not on this one.")
        ]
    names = [item.name for item in said.items]
    if len(set(names)) < len(names) or not all(name.strip() for name in names):
        wrong["items"] = [_("Every item has a name of its own.")]
    return wrong
