"""What is published, by value, for other offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.rules.elements import Elements
from liupan.capabilities.catalogue.rules.states import State


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
    rows = Edition.objects.filter(
        resource_id__in=set(resource_ids), state=State.PUBLISHED.value
    ).prefetch_related("items")
    return {
        one.resource_id: Published(
            resource_id=one.resource_id,
            edition_id=one.id,
            code=one.code,
            number=one.number,
            unit_id=one.unit_id,
            said=one.said,
        )
        for one in rows
    }
