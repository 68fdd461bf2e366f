"""Grants by value, for the offices that deliver and for other rooms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from liupan.capabilities.catalogue.models import Edition, Grant, GrantedItem, GrantVersion, Item
from liupan.capabilities.catalogue.policies import SEE, seen_grants
from liupan.capabilities.catalogue.rules.granting import Standing
from liupan.capabilities.catalogue.rules.permits import MaskPolicy, Modes, PurposeKind, read_modes
from liupan.capabilities.catalogue.rules.scopes import Rows, read_rows
from liupan.capabilities.catalogue.rules.states import State
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGranted:
    """An item that may be had, with its mask."""

    item_id: UUID
    name: str
    data_type: str
    is_sensitive: bool
    is_main: bool
    mask: MaskPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRef:
    """A grant as it stands at a moment.

    `is_live`: something may be delivered by it now: in force, within its term, and the resource is
    published. `rows`: conditions that must all hold. `modes`: the ways of use. `version` counts
    what it gave, from 1; `acts` grows with every act on it, suspending and resuming too.
    """

    id: UUID
    number: str
    request_id: UUID
    demand_id: UUID | None
    resource_id: UUID
    resource_code: str
    title: str
    consumer_id: UUID
    provider_id: UUID
    purpose_kind: PurposeKind
    business: str
    purpose: str
    legal_basis: str
    modes: Modes
    standing: Standing
    is_live: bool
    valid_from: date
    valid_until: date
    quota: int
    rows: Rows
    items: tuple[ItemGranted, ...]
    version: int
    acts: int
    issued_at: datetime
    provide_by: date | None
    secrecy: Secrecy


def find_grant(key: UUID | str, *, now: datetime) -> GrantRef | None:
    """The grant with this id or number as it stands now, or None. Three queries."""
    wanted = Q(id=key) if isinstance(key, UUID) else Q(number=key)
    return next(iter(_refs(Grant.objects.filter(wanted), now)), None)


def find_grant_of(request_id: UUID, *, now: datetime) -> GrantRef | None:
    """The grant that a request became, as it stands now, or None. Three queries."""
    return next(iter(_refs(Grant.objects.filter(request_id=request_id), now)), None)


def find_grants(grant_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, GrantRef]:
    """Many grants as they stand now, by id. Three queries, however many."""
    return {one.id: one for one in _refs(Grant.objects.filter(id__in=set(grant_ids)), now)}


def list_grants(
    *,
    now: datetime,
    consumer_ids: Collection[UUID] | None = None,
    resource_ids: Collection[UUID] | None = None,
    live_only: bool = False,
) -> list[GrantRef]:
    """The grants of these consumers, of these resources, or of both together, the latest first.

    None: not asked for. `live_only`: those by which something may be delivered now. Three queries,
    however many.
    """
    rows = Grant.objects.order_by("-issued_at", "-id")
    if consumer_ids is not None:
        rows = rows.filter(consumer_id__in=set(consumer_ids))
    if resource_ids is not None:
        rows = rows.filter(resource_id__in=set(resource_ids))
    found = _refs(rows, now)
    return [one for one in found if one.is_live] if live_only else found


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantIssued:
    """Whose grant of what, and since when: what never changes of it."""

    id: UUID
    number: str
    title: str
    resource_id: UUID
    provider_id: UUID
    consumer_id: UUID
    issued_at: datetime
    provide_by: date | None


def list_grants_issued(day: date) -> list[GrantIssued]:
    """The grants issued by the end of a day, whatever became of them. One query, for figures."""
    rows = Grant.objects.filter(issued_at__lt=clock.start_of(day + timedelta(days=1)))
    return [GrantIssued(**row) for row in rows.order_by("issued_at", "id").values(*ISSUED)]


def list_purposes_of(grant_ids: Collection[UUID]) -> dict[UUID, PurposeKind]:
    """What each of these grants was asked for. One query."""
    rows = Grant.objects.filter(id__in=set(grant_ids)).values_list("id", "purpose_kind")
    return {grant_id: PurposeKind(kind) for grant_id, kind in rows}


def list_grants_seen(grant_ids: Collection[UUID], actor: Actor) -> set[UUID]:
    """Of these grants those whose page opens to the actor. One query."""
    if not actor.rights.get(SEE.code):
        return set()
    rows = Grant.objects.filter(seen_grants(actor), id__in=set(grant_ids))
    return set(rows.values_list("id", flat=True))


ISSUED = (
    "id", "number", "title", "resource_id", "provider_id", "consumer_id", "issued_at", "provide_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MainItems:
    """Of one resource and one consumer: items of main business that a grant gave on a day."""

    resource_id: UUID
    provider_id: UUID
    consumer_id: UUID
    grant_id: UUID
    item_ids: tuple[UUID, ...]


def list_main_items_granted(day: date) -> list[MainItems]:
    """Items of main business that are demanded and lawful to share, at the end of a day: granted by
    then, within the term, not revoked. What the sharing rate (信息共享率) is reckoned from.

    One query; any past day can be reckoned again.
    """
    end = clock.start_of(day + timedelta(days=1))
    rows = (
        GrantedItem.objects.filter(
            item__is_main=True,
            grant_version__at__lt=end,
            grant_version__valid_from__lte=day,
            grant_version__valid_until__gte=day,
        )
        .filter(_not_followed_by(end), _not_revoked_by(end))
        .order_by("grant_version__grant__resource_id", "grant_version__grant_id", "item__order")
        .values_list(
            "grant_version__grant_id",
            "grant_version__grant__resource_id",
            "grant_version__grant__provider_id",
            "grant_version__grant__consumer_id",
            "item_id",
        )
    )
    found: dict[tuple[UUID, ...], list[UUID]] = {}
    for *of, item in rows:
        found.setdefault(tuple(of), []).append(item)
    return [
        MainItems(
            grant_id=grant, resource_id=resource, provider_id=provider, consumer_id=consumer,
            item_ids=tuple(items),
        )
        for (grant, resource, provider, consumer), items in found.items()
    ]  # fmt: skip


def _not_followed_by(end: datetime) -> Q:
    later = GrantVersion.objects.filter(
        grant_id=OuterRef("grant_version__grant_id"),
        number__gt=OuterRef("grant_version__number"),
        at__lt=end,
    )
    return Q(~Exists(later))


def _not_revoked_by(end: datetime) -> Q:
    field = "grant_version__grant__revoked_at"
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": end})


def _refs(rows: QuerySet[Grant], now: datetime) -> list[GrantRef]:
    published = Edition.objects.filter(
        resource_id=OuterRef("resource_id"), state=State.PUBLISHED.value
    )
    found = list(
        rows.select_related("request", "resource").annotate(is_published=Exists(published))
    )
    versions = _latest([grant.id for grant in found])
    today = clock.on(now)
    return [_ref(grant, versions[grant.id], today) for grant in found]


def ref_of(
    grant: Grant,
    version: GrantVersion,
    items: tuple[ItemGranted, ...],
    today: date,
    is_published: bool,
) -> GrantRef:
    """A grant by value on a day."""
    standing = grant.standing(today)
    return _made(grant, version, items, standing, standing is Standing.IN_FORCE and is_published)


def _latest(grant_ids: Sequence[UUID]) -> Mapping[UUID, GrantVersion]:
    if not grant_ids:
        return {}
    rows = GrantVersion.objects.filter(grant_id__in=grant_ids)
    rows = rows.order_by("grant_id", "-number").distinct("grant_id")
    return {one.grant_id: one for one in rows.prefetch_related("items__item")}


def _ref(grant: Grant, version: GrantVersion, today: date) -> GrantRef:
    is_published: bool = grant.is_published  # type: ignore[attr-defined]
    return ref_of(grant, version, items_granted(version), today, is_published)


def _made(
    grant: Grant,
    version: GrantVersion,
    items: tuple[ItemGranted, ...],
    standing: Standing,
    is_live: bool,
) -> GrantRef:
    return GrantRef(
        id=grant.id,
        number=grant.number,
        request_id=grant.request_id,
        demand_id=grant.request.demand_id,
        resource_id=grant.resource_id,
        resource_code=grant.resource.code,
        title=grant.title,
        consumer_id=grant.consumer_id,
        provider_id=grant.provider_id,
        purpose_kind=PurposeKind(grant.purpose_kind),
        business=grant.business,
        purpose=grant.purpose,
        legal_basis=grant.legal_basis,
        modes=read_modes(version.modes),
        standing=standing,
        is_live=is_live,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        quota=version.quota,
        rows=read_rows(version.rows),
        items=items,
        version=version.number,
        acts=grant.version,
        issued_at=grant.issued_at,
        provide_by=grant.provide_by,
        secrecy=Secrecy(grant.secrecy),
    )


def items_granted(version: GrantVersion) -> tuple[ItemGranted, ...]:
    """The items of a version in the order of the entry. No query when prefetched."""
    rows = sorted(version.items.all(), key=lambda one: one.item.order)
    return tuple(item_of(one.item, one) for one in rows)


def item_of(item: Item, granted: GrantedItem) -> ItemGranted:
    """An item that a version gives, by value."""
    return ItemGranted(
        item_id=item.id,
        name=item.name,
        data_type=item.data_type,
        is_sensitive=item.is_sensitive,
        is_main=item.is_main,
        mask=granted.policy,
    )
