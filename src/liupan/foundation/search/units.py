"""How a unit is found: by its names, by the units above it, by its posts and who holds them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from liupan.foundation.organisations.facade import (
    Holder,
    list_holders,
    list_lines_above,
    list_names,
    list_posts,
    list_units_on,
)
from liupan.foundation.search.registry import IndexEntry
from liupan.kernel import clock
from liupan.kernel.secrecy import Secrecy

TYPE = "organisations.unit"


def entries_of(unit_ids: Collection[UUID]) -> Iterator[IndexEntry]:
    """The entries of those units that exist today; found by all staff."""
    today = clock.today()
    units = list_units_on(today, ids=unit_ids)
    lines = list_lines_above([unit.id for unit in units])
    names = {
        unit.id: unit.name
        for unit in list_units_on(today, ids={above for line in lines.values() for above in line})
    }
    people = _people([unit.id for unit in units])
    for unit in units:
        above = [names[i] for i in lines.get(unit.id, ()) if i != unit.id and i in names]
        former = [n.name for n in list_names(unit.id) if n.name != unit.name]
        posts = [f"{holder.title} {holder.name}" for holder in people[unit.id]]
        yield IndexEntry(
            thing_type=TYPE,
            thing_id=unit.id,
            title=unit.name,
            text="；".join([*filter(None, [unit.short_name]), *former, *above, *posts]),
            url=f"/work/units/{unit.id}/",
            at=clock.start_of(unit.valid_from),
            secrecy=Secrecy.INTERNAL,
        )


def _people(unit_ids: Collection[UUID]) -> dict[UUID, list[Holder]]:
    today = clock.today()
    found: dict[UUID, list[Holder]] = defaultdict(list)
    for holder in list_holders([post.id for post in list_posts(unit_ids, today)], today):
        found[holder.unit_id].append(holder)
    return found
