"""Grants as who delivers asks for them, at every call: a handful of statements made once."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from liupan.capabilities.catalogue.models import Edition, GrantedItem, GrantVersion
from liupan.capabilities.catalogue.queries.granted import GrantRef, ItemGranted, item_of, ref_of
from liupan.capabilities.catalogue.rules.states import State
from liupan.kernel import clock
from liupan.kernel.statements import Asked, Asking, asked

MOST = 20
OF = ("grant__request", "grant__resource")


def asking_grant(key: UUID | str, *, now: datetime) -> Asking[GrantRef | None]:
    """As `find_grant`, to be asked for together with another read: nothing that can change is
    remembered."""
    latest = cast(Asked[[object], GrantVersion], _of_id if isinstance(key, UUID) else _of_number)
    return latest.asking(key).then(lambda one: next(iter(_told([one] if one else [], now)), None))


def list_grants_between(
    consumer_id: UUID, resource_id: UUID, *, now: datetime
) -> tuple[GrantRef, ...]:
    """The latest grants of a consumer for a resource as they stand now. One statement."""
    return _told(_between(consumer_id, resource_id), now)


def _told(found: Sequence[GrantVersion], now: datetime) -> tuple[GrantRef, ...]:
    today = clock.on(now)
    return tuple(
        ref_of(one.grant, one, _items(one.id), today, one.is_published)  # type: ignore[attr-defined]
        for one in found
    )


@lru_cache(maxsize=4_096)
def _items(version_id: UUID) -> tuple[ItemGranted, ...]:
    """What a version gives. The database lets neither it nor its items ever change."""
    return tuple(item_of(one.item, one) for one in _of_version(version_id))


@asked
def _of_version(version_id: UUID) -> "QuerySet[GrantedItem]":
    rows = GrantedItem.objects.filter(grant_version_id=version_id)
    return rows.select_related("item").order_by("item__order")


def _latest() -> "QuerySet[GrantVersion]":
    """Latest versions; `is_published`: whether the resource stands in the catalogue."""
    editions = Edition.objects.filter(resource_id=OuterRef("grant__resource_id"))
    is_published = Exists(editions.filter(state=State.PUBLISHED.value))
    rows = GrantVersion.objects.filter(number=F("grant__latest")).select_related(*OF)
    return rows.annotate(is_published=is_published)


@asked
def _of_id(grant_id: UUID) -> "QuerySet[GrantVersion]":
    return _latest().filter(grant_id=grant_id).order_by("-number")


@asked
def _of_number(number: str) -> "QuerySet[GrantVersion]":
    return _latest().filter(grant__number=number).order_by("-number")


@asked
def _between(consumer_id: UUID, resource_id: UUID) -> "QuerySet[GrantVersion]":
    rows = _latest().filter(grant__consumer_id=consumer_id, grant__resource_id=resource_id)
    last = F("grant__revoked_at").desc(nulls_first=True)  # what is revoked stands behind the rest
    return rows.order_by(last, "-grant__issued_at", "-grant_id")[:MOST]
