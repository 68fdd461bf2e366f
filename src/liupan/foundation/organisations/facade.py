"""The door of `organisations`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Subquery

from liupan.foundation.organisations.installation import Installation, find_installation
from liupan.foundation.organisations.models import Appointment, Division, Unit, UnitTree
from liupan.foundation.organisations.operations import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
    found_installation,
)

__all__ = [
    "Installation",
    "PostHeld",
    "UnitRef",
    "appoint",
    "county_names",
    "create_post",
    "enter_division",
    "establish_unit",
    "find_installation",
    "found_installation",
    "is_within",
    "list_posts_held",
    "list_units",
    "units_below",
]


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as others see it."""

    id: UUID
    code: str
    name: str
    short_name: str
    category: str
    division_code: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post a person holds on a day."""

    post_id: UUID
    title: str
    kind: str
    unit_id: UUID
    unit_name: str
    is_primary: bool


def on_day(day: date, prefix: str = "") -> Q:
    """Rows whose validity holds on `day`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def list_units(ids: Iterable[UUID]) -> dict[UUID, UnitRef]:
    """The units among `ids`, by id. One query."""
    rows = Unit.objects.filter(id__in=set(ids)).annotate(division_code=F("division__code"))
    return {
        unit.id: UnitRef(
            id=unit.id,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            category=unit.category,
            division_code=unit.division_code,
            parent_id=unit.parent_id,
        )
        for unit in rows
    }


def list_posts_held(account_id: UUID, day: date) -> list[PostHeld]:
    """The posts the person holds on `day`, the main one first. One query."""
    rows = (
        Appointment.objects.filter(on_day(day), on_day(day, "post__"), account_id=account_id)
        .select_related("post__unit")
        .order_by("-is_primary", "post__unit__order", "post__order", "id")
    )
    return [
        PostHeld(
            post_id=row.post_id,
            title=row.post.title,
            kind=row.post.kind,
            unit_id=row.post.unit_id,
            unit_name=row.post.unit.name,
            is_primary=row.is_primary,
        )
        for row in rows
    ]


def is_within(unit_id: UUID, tops: Iterable[UUID]) -> bool:
    """Whether the unit is one of `tops` or stands below one."""
    return UnitTree.objects.filter(descendant_id=unit_id, ancestor_id__in=set(tops)).exists()


def units_below(tops: Iterable[UUID]) -> Subquery:
    """Ids of `tops` and of all units below them; for `access` alone, whose rows are one join."""
    return Subquery(UnitTree.objects.filter(ancestor_id__in=set(tops)).values("descendant_id"))


def county_names(day: date) -> dict[str, str]:
    """Division code to name of the city and its counties on `day`, the city first. One query."""
    levels = (Division.Level.CITY, Division.Level.COUNTY)
    rows = Division.objects.filter(on_day(day), level__in=levels).order_by("level", "code")
    return {row.code: row.name for row in rows}
