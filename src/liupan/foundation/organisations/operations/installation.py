"""Founding the installation."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations import installation
from liupan.foundation.organisations.events import InstallationFounded, SetupEnded
from liupan.foundation.organisations.models import Installation
from liupan.foundation.organisations.policies import MANAGE_INSTALLATION
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, Refusal


class AlreadyFounded(Refusal):
    """One installation serves one city, for good."""


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
    """Say which city this installation serves, and how its clock runs. Done once.

    Raises `AlreadyFounded`.
    """
    require(actor, MANAGE_INSTALLATION)
    if Installation.objects.exists():
        raise AlreadyFounded(_("This installation serves a city already."))
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
def end_setup(*, actor: Actor, now: datetime) -> None:
    """End the installer's time. Ending it again changes nothing."""
    require(actor, MANAGE_INSTALLATION)
    row = Installation.objects.select_for_update().first()
    if row is None:
        raise Missing(_("This installation does not serve a city yet."))
    if row.setup_closed_at:
        return nothing_changed()
    row.setup_closed_at = now
    row.save(update_fields=["setup_closed_at"])
    installation.forget()
    record(SetupEnded(thing_id=row.instance_id), actor=actor, now=now)
    return None
