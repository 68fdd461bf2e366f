"""What is published, by value, for other offices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.rules.elements import Elements
from liupan.capabilities.catalogue.rules.states import State
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published edition: what it says and whose it is."""

    resource_id: UUID
    edition_id: UUID
    code: str
    number: int
    unit_id: UUID
    said: Elements


def list_published(resource_ids: Iterable[UUID]) -> dict[UUID, Published]:
    """The published editions of these resources, by resource. Two queries, however many."""
    found = Edition.objects.filter(resource_id__in=set(resource_ids))
    return {one.resource_id: one for one in _published(found)}


def list_opened(unit_ids: Collection[UUID] | None) -> list[Published]:
    """The published editions of these units (of all: None) that the catalogue opens to the public,
    by code. Two queries."""
    found = Edition.objects.filter(is_open=True, secrecy=Secrecy.PUBLIC.value)
    if unit_ids is not None:
        found = found.filter(unit_id__in=unit_ids)
    return _published(found.order_by("code"))


def _published(found: QuerySet[Edition]) -> list[Published]:
    rows = found.filter(state=State.PUBLISHED.value).prefetch_related("items")
    return [
        Published(
            resource_id=one.resource_id,
            edition_id=one.id,
            code=one.code,
            number=one.number,
            unit_id=one.unit_id,
            said=one.said,
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTitle:
    """A published resource, to choose from."""

    resource_id: UUID
    code: str
    title: str
    unit_id: UUID


def list_published_of(unit_ids: Iterable[UUID], *, most: int = 1_000) -> list[PublishedTitle]:
    """The published resources of these units, by code. One query."""
    rows = Edition.objects.filter(unit_id__in=set(unit_ids), state=State.PUBLISHED.value)
    values = rows.order_by("code").values_list("resource_id", "code", "title", "unit_id")[:most]
    return [PublishedTitle(resource_id=r, code=c, title=t, unit_id=u) for r, c, t, u in values]
