"""What one edition says otherwise than another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from liupan.capabilities.catalogue.rules.elements import Elements, ItemSaid

TEXTS = tuple(f.name for f in fields(Elements) if f.name != "items")


@dataclass(frozen=True, slots=True)
class Changed:
    """An element before and after; `item` is the item's name where it is one of an item."""

    element: str
    before: object
    after: object
    item: str = ""


def changes(before: Elements, after: Elements) -> Sequence[Changed]:
    """Elements that differ, then items that came, went or changed, each once."""
    whole = [
        Changed(name, getattr(before, name), getattr(after, name))
        for name in TEXTS
        if getattr(before, name) != getattr(after, name)
    ]
    return [*whole, *_items(before.items, after.items)]


def _items(before: Sequence[ItemSaid], after: Sequence[ItemSaid]) -> Iterator[Changed]:
    old, new = ({item.name: item for item in items} for items in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Changed("items", old.get(name), new.get(name), name)
    if [*old] != [*new] and old.keys() == new.keys():
        yield Changed("items", "、".join(old), "、".join(new))
