"""What units still want: somebody in the e-government post, people who have signed in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Substr

from liupan.foundation.changes.facade import remembered
from liupan.foundation.organisations.models import Appointment, Division, Post, Unit, UnitTree
from liupan.foundation.organisations.queries.days import on_day
from liupan.kernel.authority import ANYWHERE, ActorKind

KEPT = 512
"""Answers that one process keeps: one or two for each who looks after posts."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A unit or a person of a unit, and since when it is so."""

    unit_id: UUID
    unit_name: str
    person: str
    title: str
    since: date
    place: str = ""
    post_id: UUID | None = None


def units_without_contact(tops: Collection[UUID], day: date) -> QuerySet[Unit]:
    """Acting units within `tops` whose e-government post (信息员) nobody holds on `day`."""
    held = Appointment.objects.filter(
        on_day(day),
        on_day(day, "post__"),
        post__unit=OuterRef("pk"),
        post__kind=Post.Kind.CONTACT,
    )
    aside = [Unit.Category.GOVERNMENT, Unit.Category.SECTION]
    rows = Unit.objects.filter(~Exists(held), on_day(day)).exclude(category__in=aside)
    return rows if ANYWHERE in tops else rows.filter(id__in=_below(tops))


def people_never_signed_in(tops: Collection[UUID], day: date) -> QuerySet[Appointment]:
    """Appointments on `day` within `tops` of people with an open account they never used."""
    rows = Appointment.objects.filter(
        on_day(day),
        on_day(day, "post__"),
        account__kind=ActorKind.STAFF.value,  # most accounts are citizens'
        account__first_signed_in_at=None,
        account__closed_at=None,
    )
    return rows if ANYWHERE in tops else rows.filter(post__unit_id__in=_below(tops))


def list_units_without_contact(tops: Collection[UUID], day: date, limit: int) -> list[Wanting]:
    """The first of them, by county and in the order of units, each with its empty post where it
    has one. One query; another tells whether anything has changed since.
    """
    return list(_units_without_contact(frozenset(tops), day, limit))


@remembered("organisations.units", "organisations.posts", most=KEPT)
def count_units_without_contact(tops: frozenset[UUID], day: date) -> int:
    """How many they are in all. As many queries."""
    return units_without_contact(tops, day).count()


@remembered("organisations.units", "organisations.posts", most=KEPT)
def _units_without_contact(tops: frozenset[UUID], day: date, limit: int) -> tuple[Wanting, ...]:
    posts = Post.objects.filter(on_day(day), unit=OuterRef("pk"), kind=Post.Kind.CONTACT)
    rows = (
        units_without_contact(tops, day)
        .annotate(
            place=Case(
                When(division__parent__level=Division.Level.COUNTY, then="division__parent__name"),
                default="division__name",
            ),
            place_code=Substr("division__code", 1, 6),
            post_id=Subquery(posts.order_by("order", "id").values("id")[:1]),
        )
        .order_by("place_code", "order", "name")[:limit]
    )
    return tuple(
        Wanting(row.id, row.name, "", "", row.valid_from, row.place, row.post_id) for row in rows
    )


def list_people_never_signed_in(tops: Collection[UUID], day: date, limit: int) -> list[Wanting]:
    """The first of them, the longest waiting first. As many queries."""
    return list(_people_never_signed_in(frozenset(tops), day, limit))


@remembered("organisations.units", "organisations.posts", "identity.accounts", most=KEPT)
def count_people_never_signed_in(tops: frozenset[UUID], day: date) -> int:
    """How many they are in all. As many queries."""
    return people_never_signed_in(tops, day).count()


@remembered("organisations.units", "organisations.posts", "identity.accounts", most=KEPT)
def _people_never_signed_in(tops: frozenset[UUID], day: date, limit: int) -> tuple[Wanting, ...]:
    rows = people_never_signed_in(tops, day).select_related("post__unit", "account")
    return tuple(
        Wanting(
            row.post.unit_id, row.post.unit.name, row.account.name, row.post.title, row.valid_from
        )
        for row in rows.order_by("valid_from", "id")[:limit]
    )


def _below(tops: Collection[UUID]) -> QuerySet[UnitTree, UUID]:
    return UnitTree.objects.filter(ancestor_id__in=set(tops)).values_list(
        "descendant_id", flat=True
    )
