"""Posts and who held them on a day."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from liupan.foundation.changes.facade import is_alone, remembered, remembered_alone
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.models import Appointment, Post, UnitTree
from liupan.foundation.organisations.queries.days import on_day
from liupan.kernel.statements import asked

HELD = """
SELECT a.account_id, a.post_id, p.title, p.kind, p.unit_id, u.name, a.is_primary, a.is_acting
FROM organisations_appointment a
JOIN organisations_post p ON p.id = a.post_id
JOIN organisations_unit u ON u.id = p.unit_id
WHERE a.account_id = ANY(%(accounts)s)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
    AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
ORDER BY a.is_primary DESC, u."order", p."order", a.id
"""
EVER = """
SELECT a.post_id, p.title, p.kind, p.unit_id, u.name, a.is_primary, a.is_acting,
    greatest(a.valid_from, p.valid_from), least(a.valid_to, p.valid_to)
FROM organisations_appointment a
JOIN organisations_post p ON p.id = a.post_id
JOIN organisations_unit u ON u.id = p.unit_id
WHERE a.account_id = %s
ORDER BY a.is_primary DESC, u."order", p."order", a.id
"""
DAYS = """
SELECT valid_from FROM organisations_appointment UNION SELECT valid_from FROM organisations_post
UNION SELECT valid_to FROM organisations_appointment WHERE valid_to IS NOT NULL
UNION SELECT valid_to FROM organisations_post WHERE valid_to IS NOT NULL
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post as others see it."""

    id: UUID
    unit_id: UUID
    unit_name: str
    title: str
    kind: str
    order: int
    valid_from: date
    valid_to: date | None
    version: int


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post a person holds on a day."""

    post_id: UUID
    title: str
    kind: str
    unit_id: UUID
    unit_name: str
    is_primary: bool
    is_acting: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a post, from a day, perhaps to a day."""

    appointment_id: UUID
    account_id: UUID
    name: str
    post_id: UUID
    title: str
    kind: str
    unit_id: UUID
    is_primary: bool
    is_acting: bool
    valid_from: date
    valid_to: date | None
    version: int


def settled(day: date) -> date:
    """For who writes alone the first day since when posts are held as on `day`, so that what was
    read for one day serves for the days around it; for everybody else `day`."""
    if not is_alone():
        return day
    days = _days_of_change()
    return days[bisect_right(days, day) - 1] if days and days[0] <= day else date.min


@remembered("organisations.posts", most=1)
def _days_of_change() -> tuple[date, ...]:
    """The days on which a post or an appointment began or ended. One query."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS)
        return tuple(day for (day,) in cursor.fetchall())


def list_posts(unit_ids: Iterable[UUID], day: date) -> list[PostRef]:
    """The posts of these units on `day`, in their order. One query."""
    return list(_posts_in(frozenset(unit_ids), settled(day)))


@remembered_alone("organisations.units", "organisations.posts", most=2000)
def _posts_in(unit_ids: frozenset[UUID], day: date) -> tuple[PostRef, ...]:
    rows = Post.objects.filter(on_day(day), unit_id__in=unit_ids).select_related("unit")
    return tuple(_post(row) for row in rows.order_by("order", "title", "id"))


def list_posts_by_id(ids: Iterable[UUID]) -> dict[UUID, PostRef]:
    """The posts among `ids`, open or not. One query."""
    rows = Post.objects.filter(id__in=set(ids)).select_related("unit")
    return {row.id: _post(row) for row in rows}


def list_posts_held(account_id: UUID, day: date) -> list[PostHeld]:
    """The posts the person holds on `day`, the main one first. One query, remembered."""
    if is_alone():
        spans = _posts_ever(account_id)
        return [post for post, since, to in spans if since <= day and (to is None or day < to)]
    return list(_posts_held(account_id, day))


@remembered_alone("organisations.units", "organisations.posts", most=2000)
def _posts_ever(account_id: UUID) -> tuple[tuple[PostHeld, date, date | None], ...]:
    """Posts the person ever held, and from when to when."""
    with connection.cursor() as cursor:
        cursor.execute(EVER, [account_id])
        return tuple((PostHeld(*row[:-2]), *row[-2:]) for row in cursor.fetchall())


@remembered("organisations.units", "organisations.posts", most=2000)
def _posts_held(account_id: UUID, day: date) -> tuple[PostHeld, ...]:
    return tuple(PostHeld(*post) for _account, *post in _held([account_id], day))


def list_posts_of(account_ids: Collection[UUID], day: date) -> dict[UUID, list[PostHeld]]:
    """The posts each of these people holds on `day`, the main one first. One query."""
    held: dict[UUID, list[PostHeld]] = {}
    for account_id, *post in _held(account_ids, day):
        held.setdefault(account_id, []).append(PostHeld(*post))
    return held


def find_main_post(account_id: UUID, day: date) -> PostHeld | None:
    """The main post the person holds on `day`. One query, remembered."""
    return next(iter(list_posts_held(account_id, day)), None)


def _held(account_ids: Collection[UUID], day: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:  # asked so often that building a query would be felt
        cursor.execute(HELD, {"accounts": list(account_ids), "day": day})
        return list(cursor.fetchall())


def list_holders(post_ids: Iterable[UUID], day: date) -> list[Holder]:
    """Who holds these posts on `day`. Two queries."""
    return list(_holding(frozenset(post_ids), settled(day)))


@remembered_alone("organisations.posts", "identity.accounts", most=2000)
def _holding(post_ids: frozenset[UUID], day: date) -> tuple[Holder, ...]:
    return tuple(_as_holders(_of_posts(list(post_ids), day)))


@asked
def _of_posts(post_ids: list[UUID], day: date) -> QuerySet[Appointment]:
    return _in_order(Appointment.objects.filter(on_day(day), post_id__any_of=post_ids))


def list_holders_ever(post_ids: Iterable[UUID]) -> list[Holder]:
    """Everybody who ever held these posts or will, the latest first. Two queries."""
    rows = Appointment.objects.filter(post_id__in=set(post_ids))
    return _holders(rows.order_by("-valid_from", "id"))


def list_people_in(unit_id: UUID, day: date, *, below: bool = False) -> list[Holder]:
    """Who holds a post in the unit on `day`, also in the units below it. Two queries."""
    return list(_people_in(unit_id, settled(day), below))


@remembered_alone("organisations.units", "organisations.posts", "identity.accounts", most=2000)
def _people_in(unit_id: UUID, day: date, below: bool) -> tuple[Holder, ...]:
    units = [unit_id]
    rows = Appointment.objects.filter(on_day(day), on_day(day, "post__"))
    if below:
        tree = UnitTree.objects.filter(ancestor_id__in=units).values("descendant_id")
        return tuple(_holders(rows.filter(post__unit_id__in=tree)))
    return tuple(_holders(rows.filter(post__unit_id__in=units)))


def list_appointments(account_id: UUID) -> list[Holder]:
    """Every appointment of a person, past and to come, the latest first. Two queries."""
    rows = Appointment.objects.filter(account_id=account_id)
    return _holders(rows.order_by("-valid_from", "id"))


def count_people_in_posts(day: date) -> int:
    """How many people hold at least one post on `day`. One query."""
    rows = Appointment.objects.filter(on_day(day), on_day(day, "post__"))
    return rows.values("account_id").distinct().count()


def count_staff(day: date) -> dict[UUID, tuple[int, int]]:
    """How many posts and how many people in posts each unit has on `day`. One query."""
    rows = (
        Post.objects.filter(on_day(day))
        .values_list("unit_id")
        .annotate(
            posts=Count("id", distinct=True),
            people=Count(
                "appointments__account_id", distinct=True, filter=on_day(day, "appointments__")
            ),
        )
    )
    return {unit_id: (posts, people) for unit_id, posts, people in rows}


def list_vacant_posts(post_ids: Iterable[UUID], day: date) -> set[UUID]:
    """Those among the posts that nobody holds on `day`. One query."""
    wanted = set(post_ids)
    rows = Appointment.objects.filter(on_day(day), post_id__in=wanted)
    return wanted - set(rows.values_list("post_id", flat=True))


def find_appointment(appointment_id: UUID) -> Holder | None:
    """One appointment. Two queries."""
    return next(iter(_holders(Appointment.objects.filter(id=appointment_id))), None)


def _holders(rows: QuerySet[Appointment]) -> list[Holder]:
    return _as_holders(list(_in_order(rows)))


def _in_order(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    found = rows.select_related("post")
    if found.query.order_by:
        return found
    return found.order_by("post__order", "post__title", "valid_from", "id")


def _as_holders(listed: list[Appointment]) -> list[Holder]:
    people = list_accounts([row.account_id for row in listed])
    return [
        Holder(
            appointment_id=row.id,
            account_id=row.account_id,
            name=people[row.account_id].name,
            post_id=row.post_id,
            title=row.post.title,
            kind=row.post.kind,
            unit_id=row.post.unit_id,
            is_primary=row.is_primary,
            is_acting=row.is_acting,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            version=row.version,
        )
        for row in listed
    ]


def _post(row: Post) -> PostRef:
    return PostRef(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        title=row.title,
        kind=row.kind,
        order=row.order,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
    )
