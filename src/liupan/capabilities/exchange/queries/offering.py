"""What can be chosen in forms: units, resources, tables, columns; a proposal of what fits what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from liupan.capabilities.catalogue.facade import list_published, list_published_of
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.policies import KEEP_SERVICES, KEEP_SYSTEMS
from liupan.foundation.access.facade import reach
from liupan.foundation.organisations.facade import UnitRef, list_posts_held, list_units_on
from liupan.foundation.tables.facade import get_table, list_titles
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.errors import Missing

Choices = list[tuple[str, str]]


def units_with_systems(actor: Actor, day: date) -> Choices:
    """Units whose systems the actor keeps, their own first. Two queries."""
    return [(str(unit.id), unit.name) for unit in _units(actor, KEEP_SYSTEMS, day)]


def resources_to_serve(actor: Actor, day: date) -> Choices:
    """Published resources of units whose services the actor keeps, without a service yet."""
    units = [unit.id for unit in _units(actor, KEEP_SERVICES, day)]
    found = list_published_of(units)
    rows = Service.objects.filter(resource_id__in=[one.resource_id for one in found])
    taken = set(rows.exclude(state=Service.State.ENDED).values_list("resource_id", flat=True))
    return [
        (str(one.resource_id), f"{one.code} {one.title}")
        for one in found
        if one.resource_id not in taken
    ]


def tables_to_serve(actor: Actor, day: date, unit_id: UUID | None = None) -> Choices:
    """Hosted tables of a unit, or of the units whose services the actor keeps."""
    units = [unit_id] if unit_id else [unit.id for unit in _units(actor, KEEP_SERVICES, day)]
    return [(str(table), title) for table, title in list_titles(units)]


def items_of(resource_id: UUID) -> Sequence[str]:
    """The items of the resource's published edition that are shared."""
    found = list_published([resource_id]).get(resource_id)
    return [one.name for one in found.said.items if one.is_shared] if found else []


def columns_of(table_id: UUID | None) -> Sequence[str]:
    """The columns of a hosted table; none where there is none."""
    if table_id is None:
        return []
    try:
        return [one.name for one in get_table(table_id).columns]
    except Missing:
        return []


def proposed(
    items: Iterable[str], columns: Sequence[str], kept: Mapping[str, str]
) -> dict[str, str]:
    """Under which column each item stands: as it was said, else the one of the same name, however
    it is written."""
    by_name = {_plain(one): one for one in columns}
    return {item: kept.get(item) or by_name.get(_plain(item), "") for item in items}


def _plain(name: str) -> str:
    return "".join(name.split()).casefold().translate({ord("（"): "(", ord("）"): ")"})


def _units(actor: Actor, permission: Permission, day: date) -> list[UnitRef]:
    held = actor.rights.get(permission.code, frozenset())
    if not held:
        return []
    within = reach(held)
    own = {post.unit_id for post in list_posts_held(actor.id, day)}
    units = [unit for unit in list_units_on(day) if within is None or unit.id in within]
    return sorted(units, key=lambda unit: unit.id not in own)
