"""Units end in a reform: abolished, merged into others, split (撤销、合并、分设)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.events import PostHandedOver, UnitAbolished
from liupan.foundation.organisations.models import Appointment, Post, Succession, Unit
from liupan.foundation.organisations.operations import appointments, posts
from liupan.foundation.organisations.operations.checks import (
    after,
    locked_unit,
    not_ahead,
    open_on,
    supersede,
)
from liupan.foundation.organisations.operations.units import NewUnit, establish, move
from liupan.foundation.organisations.policies import MANAGE_UNITS
from liupan.foundation.organisations.queries.days import on_day
from liupan.foundation.organisations.tree import lock_tree, refresh_tree, stands_under
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Refusal


class StillHasUnits(Refusal):
    """Units stand below it and nobody takes them over."""


class SuccessorBelow(Refusal):
    """The successor stands deep below the unit that ends."""


@operation
def abolish_unit(
    *,
    unit_id: UUID,
    effective_on: date,
    actor: Actor,
    now: datetime,
    successor_id: UUID | None = None,
    hands_over: bool = False,
) -> None:
    """End a unit from a day on (撤销), perhaps with a successor that takes its units over.

    Its posts and their appointments end; with `hands_over` they go on in the successor as new
    posts with the same people. Raises `StillHasUnits`, `SuccessorBelow`, `NotYet`, `NotOpen`.
    """
    require(actor, MANAGE_UNITS, unit_id=unit_id)
    if successor_id:
        require(actor, MANAGE_UNITS, unit_id=successor_id)
    lock_tree()
    unit = locked_unit(unit_id)
    not_ahead(effective_on, now)
    _end(unit, effective_on, successor_id, hands_over, actor, now)
    refresh_tree([unit.id])


@operation
def merge_units(
    *, unit_ids: Iterable[UUID], into_id: UUID, effective_on: date, actor: Actor, now: datetime
) -> None:
    """Merge units into another one from a day on (合并): posts, people and units below go along.

    To merge into a new unit, establish it first.
    """
    ids = list(dict.fromkeys(unit_ids))
    if not ids or into_id in ids:
        raise InvalidInput(_("Choose the units that end, and another one that takes over."))
    lock_tree()
    not_ahead(effective_on, now)
    require(actor, MANAGE_UNITS, unit_id=into_id)
    for unit_id in ids:
        require(actor, MANAGE_UNITS, unit_id=unit_id)
        _end(locked_unit(unit_id), effective_on, into_id, True, actor, now)
    refresh_tree(ids)


@operation
def split_unit(
    *,
    unit_id: UUID,
    parts: Mapping[NewUnit, Iterable[UUID]],
    effective_on: date,
    actor: Actor,
    now: datetime,
) -> list[UUID]:
    """Split a unit into new ones from a day on (分设): each part with the posts it takes over.

    Posts that no part takes end. Units below must be moved first. Returns the parts' ids.
    Raises `StillHasUnits`, `NotYet`, `NotOpen`.
    """
    require(actor, MANAGE_UNITS, unit_id=unit_id)
    if len(parts) < 2:
        raise InvalidInput(_("A unit is split into two parts at least."))
    lock_tree()
    unit = locked_unit(unit_id)
    not_ahead(effective_on, now)
    open_on(unit, effective_on, unit.name)
    made: list[Unit] = []
    for new, post_ids in parts.items():
        require(actor, MANAGE_UNITS, unit_id=new.parent_id)
        part = establish(new, actor, now)
        made.append(part)
        for post in Post.objects.select_for_update().filter(unit=unit, id__in=list(post_ids)):
            _hand_over(post, part, effective_on, actor, now)
    _no_units_below(unit)
    _close(unit, [part.id for part in made], effective_on, actor, now)
    refresh_tree([unit.id, *(part.id for part in made)])
    return [part.id for part in made]


def _end(
    unit: Unit,
    day: date,
    successor_id: UUID | None,
    hands_over: bool,
    actor: Actor,
    now: datetime,
) -> None:
    open_on(unit, day, unit.name)
    if successor_id is None:
        _no_units_below(unit)
        return _close(unit, [], day, actor, now)
    successor = locked_unit(successor_id)
    open_on(successor, day, successor.name)
    _take_units_over(unit, successor, day, actor, now)
    if hands_over:
        for post in Post.objects.select_for_update().filter(on_day(day), unit=unit):
            _hand_over(post, successor, day, actor, now)
    return _close(unit, [successor.id], day, actor, now)


def _no_units_below(unit: Unit) -> None:
    if Unit.objects.filter(parent=unit, valid_to__isnull=True).exists():
        raise StillHasUnits(
            _("Units still stand below “%(name)s”.") % {"name": unit.name},
            next_step=_("Move them first, or name a successor."),
        )


def _take_units_over(unit: Unit, successor: Unit, day: date, actor: Actor, now: datetime) -> None:
    if successor.parent_id == unit.id and unit.parent_id:
        move(successor, unit.parent_id, successor.division_id, day, actor, now)
        refresh_tree([successor.id])
    if stands_under(successor.id, unit.id):
        raise SuccessorBelow(
            _("The successor stands below “%(name)s”.") % {"name": unit.name},
            next_step=_("Move it first."),
        )
    for child in Unit.objects.select_for_update().filter(parent=unit, valid_to__isnull=True):
        move(child, successor.id, child.division_id, day, actor, now)


def _hand_over(post: Post, to: Unit, day: date, actor: Actor, now: datetime) -> None:
    """The post goes on in another unit as a new one; whoever holds it that day holds the new."""
    new = Post.objects.create(
        unit=to, title=post.title, kind=post.kind, order=post.order, valid_from=day
    )
    fact = PostHandedOver(
        thing_id=post.id,
        concerned=(new.id, post.unit_id, to.id),
        unit_id=post.unit_id,
        new_post_id=new.id,
        new_unit_id=to.id,
        effective_on=day,
    )
    record(fact, actor=actor, now=now)
    holders = list(Appointment.objects.filter(post=post).exclude(valid_to__lte=day))
    posts.close(post, day, actor, now)
    for held in holders:
        appointments.make(
            new,
            held.account_id,
            max(day, held.valid_from),
            held.valid_to,
            held.is_primary,
            held.is_acting,
            actor,
            now,
        )


def _close(unit: Unit, successor_ids: list[UUID], day: date, actor: Actor, now: datetime) -> None:
    after(day, unit.valid_from)
    for post in Post.objects.select_for_update().filter(unit=unit, valid_to__isnull=True):
        posts.close(post, day, actor, now)
    supersede(unit.names.get(valid_to__isnull=True), day)
    supersede(unit.places.get(valid_to__isnull=True), day)
    unit.valid_to = day
    unit.version += 1
    unit.save(update_fields=["valid_to", "version"])
    Succession.objects.bulk_create(
        Succession(predecessor=unit, successor_id=s, on=day) for s in successor_ids
    )
    fact = UnitAbolished(
        thing_id=unit.id,
        concerned=tuple(successor_ids),
        successor_ids=tuple(successor_ids),
        effective_on=day,
    )
    record(fact, actor=actor, now=now)
