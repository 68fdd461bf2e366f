"""Every write of `organisations`."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations import installation
from liupan.foundation.organisations.events import (
    DivisionEntered,
    InstallationFounded,
    PersonAppointed,
    PostCreated,
    UnitEstablished,
)
from liupan.foundation.organisations.models import (
    Appointment,
    Division,
    Installation,
    Post,
    Unit,
    UnitName,
    UnitTree,
)
from liupan.foundation.organisations.policies import APPOINT, MANAGE_INSTALLATION, MANAGE_UNITS
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing


@operation
def found_installation(
    *,
    city_code: str,
    city_name: str,
    is_demo: bool,
    clock_offset: timedelta,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Say which city this installation serves, and how its clock runs. Done once."""
    require(actor, MANAGE_INSTALLATION)
    row = Installation.objects.create(
        city_code=city_code, city_name=city_name, is_demo=is_demo, clock_offset=clock_offset
    )
    installation.forget()
    fact = InstallationFounded(
        thing_id=row.instance_id, city_code=city_code, city_name=city_name, is_demo=is_demo
    )
    record(fact, actor=actor, now=now)
    return row.instance_id


@operation
def enter_division(
    *,
    code: str,
    name: str,
    level: int,
    parent_id: UUID | None,
    valid_from: date,
    actor: Actor,
    now: datetime,
    valid_to: date | None = None,
) -> UUID:
    """Enter an administrative division with its code."""
    require(actor, MANAGE_UNITS)
    division = Division.objects.create(
        code=code,
        name=name,
        level=level,
        parent_id=parent_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    fact = DivisionEntered(thing_id=division.id, division_code=code, name=name, level=level)
    record(fact, actor=actor, now=now)
    return division.id


@operation
def establish_unit(
    *,
    code: str,
    name: str,
    category: str,
    division_id: UUID,
    parent_id: UUID | None,
    valid_from: date,
    actor: Actor,
    now: datetime,
    short_name: str = "",
    uscc: str | None = None,
    order: int = 0,
) -> UUID:
    """Establish a unit below its parent (the root has none)."""
    require(actor, MANAGE_UNITS, unit_id=parent_id)
    unit = Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        category=category,
        division_id=division_id,
        parent_id=parent_id,
        uscc=uscc,
        order=order,
        valid_from=valid_from,
    )
    UnitName.objects.create(unit=unit, name=name, valid_from=valid_from)
    _hang_into_tree(unit)
    fact = UnitEstablished(
        thing_id=unit.id,
        concerned=(parent_id,) if parent_id else (),
        unit_code=code,
        name=name,
        category=category,
        parent_id=parent_id,
        valid_from=valid_from,
    )
    record(fact, actor=actor, now=now)
    return unit.id


@operation
def create_post(
    *,
    unit_id: UUID,
    title: str,
    kind: str,
    valid_from: date,
    actor: Actor,
    now: datetime,
    order: int = 0,
) -> UUID:
    """Create a post in a unit."""
    require(actor, MANAGE_UNITS, unit_id=unit_id)
    post = Post.objects.create(
        unit_id=unit_id, title=title, kind=kind, order=order, valid_from=valid_from
    )
    fact = PostCreated(thing_id=post.id, concerned=(unit_id,), unit_id=unit_id, title=title)
    record(fact, actor=actor, now=now)
    return post.id


@operation
def appoint(
    *,
    post_id: UUID,
    account_id: UUID,
    valid_from: date,
    actor: Actor,
    now: datetime,
    is_primary: bool = True,
) -> UUID:
    """Appoint a person to a post from a day on."""
    post = Post.objects.select_for_update().filter(id=post_id).first()
    if post is None:
        raise Missing(_("There is no such post."))
    require(actor, APPOINT, unit_id=post.unit_id)
    appointment = Appointment.objects.create(
        post=post, account_id=account_id, is_primary=is_primary, valid_from=valid_from
    )
    fact = PersonAppointed(
        thing_id=appointment.id,
        concerned=(post.id, post.unit_id, account_id),
        post_id=post.id,
        unit_id=post.unit_id,
        account_id=account_id,
        valid_from=valid_from,
    )
    record(fact, actor=actor, now=now)
    return appointment.id


def _hang_into_tree(unit: Unit) -> None:
    above = UnitTree.objects.filter(descendant_id=unit.parent_id) if unit.parent_id else ()
    rows = [
        UnitTree(ancestor_id=row.ancestor_id, descendant=unit, depth=row.depth + 1) for row in above
    ]
    UnitTree.objects.bulk_create([UnitTree(ancestor=unit, descendant=unit, depth=0), *rows])
