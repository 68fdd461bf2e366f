"""Items as rows of a file."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from liupan.capabilities.supervision.models import Assisting, Item
from liupan.capabilities.supervision.policies import visible
from liupan.capabilities.supervision.queries.showing import names, rollups_of, words_of
from liupan.kernel.authority import Actor
from liupan.kernel.transfers import Cell

CHUNK = 500
SEPARATOR = "、"


def count_rows(actor: Actor) -> int:
    """How many items the actor may see. One query."""
    return Item.objects.filter(visible(actor)).count()


def list_rows(actor: Actor) -> Iterator[Mapping[str, Cell]]:
    """Every item the actor may see, in reading order. Five queries for each 500."""
    rows = Item.objects.filter(visible(actor)).order_by("path").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _rows(chunk)


def list_numbers(numbers: set[str]) -> set[str]:
    """Those among the numbers that items bear. One query."""
    return set(Item.objects.filter(number__in=numbers).values_list("number", flat=True))


def _rows(items: list[Item]) -> Iterator[Mapping[str, Cell]]:
    helpers = list(Assisting.objects.filter(item__in=items).order_by("id"))
    units = {u for item in items for u in (item.lead_unit_id, item.supervising_unit_id)}
    called = names(units | {row.unit_id for row in helpers})
    far = rollups_of(items)
    for item in items:
        assisting = [called.full(row.unit_id) for row in helpers if row.item_id == item.id]
        origin_on: date | None = item.origin_on
        yield {
            "number": item.number,
            "order": item.code,
            "title": item.title,
            "end_state": item.end_state,
            "origin": str(Item.Origin(item.origin).label),
            "origin_title": item.origin_title,
            "origin_number": item.origin_number,
            "origin_on": origin_on,
            "task": item.task_code,
            "urgency": str(Item.Urgency(item.urgency).label),
            "lead": called.full(item.lead_unit_id),
            "assisting": SEPARATOR.join(assisting),
            "supervising": called.full(item.supervising_unit_id),
            "due_on": item.due_on,
            "weight": item.weight,
            "optional": "" if item.is_mandatory else "1",
            "state": words_of(item),
            "percent": far[item.id].value,
            "late": "1" if item.is_late else "",
        }
