"""Lineage (数据血缘): who holds, who uses, for which business, from grants in force on a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition, Grant
from liupan.capabilities.catalogue.models.requests import Purposes
from liupan.capabilities.catalogue.policies import READ, SEE, visible, zones_up_to
from liupan.capabilities.catalogue.queries.doubts.holdings import grants_in_force
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.foundation.access.facade import rows
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

PURPOSES = tuple(Purposes.choices)
"""Values and their names for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One grant in force: whose resource is used by whom, for what."""

    grant_id: UUID
    number: str
    resource_id: UUID
    title: str
    provider_id: UUID
    provider: str
    consumer_id: UUID
    consumer: str
    business: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How many grants one unit has of another's resources."""

    provider_id: UUID
    provider: str
    consumer_id: UUID
    consumer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Providers and consumers of the city, each with its name, the busiest first."""

    providers: Sequence[tuple[UUID, str]]
    consumers: Sequence[tuple[UUID, str]]
    pairs: Sequence[Pair]

    @property
    def total(self) -> int:
        return sum(pair.count for pair in self.pairs)


def list_uses(
    actor: Actor,
    day: date,
    *,
    resource_id: UUID | None = None,
    unit_id: UUID | None = None,
    purpose: str = "",
) -> list[Use]:
    """Uses of a resource, or in which a unit gives or uses, of units whose catalogue or requests
    the actor reads. Four queries."""
    live = grants_in_force(day, resource_id=resource_id, clearance=actor.clearance)
    live = [
        one
        for one in live
        if (not purpose or one.purpose_kind == purpose)
        and (unit_id is None or unit_id in (one.provider_id, one.consumer_id))
    ]
    seen = Grant.objects.filter(_seen(actor), id__in=[one.id for one in live])
    known = {one.id: one for one in seen} if live else {}
    called = unit_names(unit for one in live for unit in (one.provider_id, one.consumer_id))
    words = dict(PURPOSES)
    return [
        Use(
            grant_id=one.id,
            number=known[one.id].number,
            resource_id=one.resource_id,
            title=known[one.id].title,
            provider_id=one.provider_id,
            provider=called.get(one.provider_id, ""),
            consumer_id=one.consumer_id,
            consumer=called.get(one.consumer_id, ""),
            business=one.business,
            purpose=str(words.get(one.purpose_kind, "")),
        )
        for one in live
        if one.id in known
    ]


def city_matrix(actor: Actor, day: date, *, purpose: str = "") -> Matrix:
    """Providers and consumers with the number of grants, without what they are for. Two queries."""
    live = grants_in_force(day, clearance=actor.clearance)
    counted = Counter(
        (one.provider_id, one.consumer_id)
        for one in live
        if not purpose or one.purpose_kind == purpose
    )
    called = unit_names(unit for pair in counted for unit in pair)
    gives, uses = Counter[UUID](), Counter[UUID]()
    for (provider, consumer), n in counted.items():
        gives[provider] += n
        uses[consumer] += n
    pairs = [
        Pair(
            provider_id=provider, provider=called.get(provider, ""), consumer_id=consumer,
            consumer=called.get(consumer, ""), count=n,
        )
        for (provider, consumer), n in counted.most_common()
    ]  # fmt: skip
    return Matrix(providers=_named(gives, called), consumers=_named(uses, called), pairs=pairs)


def name_of_resource(actor: Actor, resource_id: UUID) -> str:
    """What a resource that the actor sees is called. One query. Raises `Missing`."""
    rows_ = Edition.objects.filter(visible(actor), resource_id=resource_id).order_by("-number")
    edition = rows_.first()
    if edition is None:
        raise Missing(_("There is no such entry."))
    return edition.title


def name_of_unit(unit_id: UUID) -> str:
    """What a unit is called. One query. Raises `Missing`."""
    found = list_units([unit_id]).get(unit_id)
    if found is None:
        raise Missing(_("There is no such unit."))
    return found.name


def _named(counted: Counter[UUID], called: dict[UUID, str]) -> list[tuple[UUID, str]]:
    return [(unit, called.get(unit, "")) for unit, _n in counted.most_common()]


def _seen(actor: Actor) -> Q:
    """Grants with a side whose catalogue, or requests, the actor reads."""
    here = Q(secrecy__lte=actor.clearance, zone__in=zones_up_to(actor.zone))
    found = Q(pk__in=[])
    for permission in (READ, SEE):
        for side in ("provider_id", "consumer_id"):
            if actor.rights.get(permission.code):
                reached = rows(actor, permission, unit=side)
                if not reached:
                    return here
                found |= reached
    return here & found
