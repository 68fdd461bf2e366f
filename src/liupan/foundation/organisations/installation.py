"""What this installation is, remembered per process for a few seconds."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error
from psycopg.errors import UndefinedTable

from liupan.foundation.organisations.models import Installation as Row
from liupan.foundation.organisations.models import Unit

KEEP = 5.0


@dataclass(frozen=True, slots=True)
class Installation:
    """One city, one zone. `root_unit_id` is the unit that everything stands under."""

    instance_id: UUID
    city_code: str
    city_name: str
    is_demo: bool
    clock_offset: timedelta
    setup_closed_at: datetime | None
    root_unit_id: UUID | None = None


_known: tuple[float, Installation | None] | None = None


def find_installation() -> Installation | None:
    """The installation, or None before it is founded.

    While the database cannot say, the last answer holds: an installation taken for unfounded would
    lose its clock. Raises the database's error when there was no answer yet.
    """
    global _known
    if _known is None or time.monotonic() - _known[0] > KEEP:
        _known = (time.monotonic(), _ask(_known[1] if _known else None))
    return _known[1]


def forget() -> None:
    """Read anew at the next call."""
    global _known
    _known = None


def clock_offset() -> timedelta:
    """What `kernel.clock` asks for."""
    found = find_installation()
    return found.clock_offset if found else timedelta()


def _ask(last: Installation | None) -> Installation | None:
    try:
        return _read()
    except Error as error:
        if isinstance(error.__cause__, UndefinedTable):  # before the first migration
            return None
        if last is None:
            raise
        return last


def _read() -> Installation | None:
    row = Row.objects.first()
    if row is None:
        return None
    return Installation(
        instance_id=row.instance_id,
        city_code=row.city_code,
        city_name=row.city_name,
        is_demo=row.is_demo,
        clock_offset=row.clock_offset,
        setup_closed_at=row.setup_closed_at,
        root_unit_id=Unit.objects.filter(parent__isnull=True, valid_to__isnull=True)
        .values_list("id", flat=True)
        .first(),
    )
