"""Entries in the columns of the national form: one row for each item."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import EDIT, over, zones_up_to
from liupan.capabilities.catalogue.queries.lists import CodeLists, code_lists
from liupan.capabilities.catalogue.queries.offering import level_words
from liupan.capabilities.catalogue.rules.elements import Elements, ItemSaid
from liupan.capabilities.catalogue.rules.states import WORKING, State
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.transfers import Cell

CHUNK = 500
BETWEEN = "、"
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The edition that a file speaks of: the one on its way, else the published."""

    id: UUID
    resource_id: UUID
    unit_id: UUID
    state: State
    version: int
    said: Elements


def count_rows(actor: Actor) -> int:
    """How many rows the form has: one for each item, one for an entry without. One query."""
    counted = _current(actor).annotate(n=Greatest(Count("items"), 1)).values("n")
    return sum(row["n"] for row in counted.iterator())


def list_rows(actor: Actor, day: date) -> Iterator[Mapping[str, Cell]]:
    """The rows, by code; the elements stand in an entry's first row. Two queries for each 500."""
    lists = code_lists(day)
    rows = _current(actor).order_by("code").prefetch_related("items").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for edition in chunk:
            yield from _rows(edition, lists)


def stored_of(codes: Iterable[str]) -> dict[str, Stored]:
    """What stands under these codes. Two queries."""
    rows = Edition.objects.filter(_live(), code__in=set(codes)).prefetch_related("items")
    return {
        one.code: Stored(
            id=one.id, resource_id=one.resource_id, unit_id=one.unit_id, state=one.standing,
            version=one.version, said=one.said,
        )
        for one in rows
    }  # fmt: skip


def _current(actor: Actor) -> QuerySet[Edition]:
    here = Q(zone__in=zones_up_to(actor.zone))
    return Edition.objects.filter(over(actor, EDIT), here, _live())


def _live() -> Q:
    working = Edition.objects.filter(resource_id=OuterRef("resource_id"), state__in=sorted(WORKING))
    return Q(state__in=sorted(WORKING)) | (Q(state=State.PUBLISHED.value) & Q(~Exists(working)))


def _rows(edition: Edition, lists: CodeLists) -> Iterator[Mapping[str, Cell]]:
    said = edition.said
    head = _head(edition, said, lists)
    items = [_item(item, lists) for item in said.items] or [{}]
    yield {**head, **items[0]}
    yield from items[1:]


def _head(edition: Edition, said: Elements, lists: CodeLists) -> dict[str, Cell]:
    named = ("format_class", "share_type", "share_mode", "update_cycle")
    plain = (
        "category", "title", "provider_dept", "provider_code", "abstract", "format_type",
        "share_condition", "open_condition",
    )  # fmt: skip
    return {
        "code": edition.code,
        "provider": edition.provider_name,
        **{name: getattr(said, name) for name in plain},
        **{name: lists.name(name, getattr(said, name)) for name in named},
        "is_open": YES if said.is_open else NO,
        "publish_on": edition.publish_on,
        "related_codes": BETWEEN.join(said.related_codes),
        "secrecy": level_words(Secrecy(said.secrecy)),
        "zone": ZONES[said.zone],
    }


def _item(item: ItemSaid, lists: CodeLists) -> dict[str, Cell]:
    return {
        "item_name": item.name,
        "item_type": lists.name("item_type", item.data_type),
        "item_length": item.length,
        "item_unit": item.unit,
        "item_code_list": item.code_list,
        **{f"item_{name}": YES if getattr(item, name) else NO for name in ITEM_FLAGS},
    }


ITEM_FLAGS = ("is_sensitive", "is_shared", "is_open", "is_main", "is_source")
ZONES = {"internet": "互联网", "extranet": "电子政务外网", "intranet": "电子政务内网"}
"""In the form, which is Chinese in every language."""
