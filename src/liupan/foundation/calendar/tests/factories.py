"""A city with days, rules and a unit; clocks for tests."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liupan.foundation.access.facade import installer
from liupan.foundation.calendar.facade import Limit, LimitUnit, start_clock
from liupan.foundation.calendar.installing import install
from liupan.foundation.organisations.facade import enter_division, establish_unit
from liupan.foundation.rulesets.facade import install_rules
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

CITY = "640400"
EARLY = date(2001, 7, 7)


def at(text: str) -> datetime:
    """A moment in the city's time."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.CITY)


FOUNDED = at("2017-11-01T08:00")


def founded() -> UUID:
    """Rules, official days and one unit; its id."""
    actor = installer()
    install_rules(actor, FOUNDED)
    install(actor, FOUNDED)
    division_id = enter_division(
        code=CITY,
        name="固原市",
        level=2,
        parent_id=None,
        valid_from=EARLY,
        actor=actor,
        now=FOUNDED,
    )
    return establish_unit(
        code="640400-gov", name="固原市人民政府", category="government", division_id=division_id,
        parent_id=None, valid_from=EARLY, actor=actor, now=FOUNDED,
    )  # fmt: skip


def days(value: int, unit: LimitUnit = LimitUnit.WORKING_DAY) -> Limit:
    """A limit of so many units."""
    return Limit(unit=unit, value=Decimal(value))


def start(unit_id: UUID, now: datetime, limit: Limit | None = None, **more: Any) -> UUID:
    """A clock that runs for some thing."""
    values: dict[str, Any] = {
        "of_type": "services.case", "of_id": uuid7(), "kind": "decide", "title": "许可决定", **more,
    }  # fmt: skip
    with transaction.atomic():
        return start_clock(
            unit_id=unit_id, limit=limit or days(20), actor=installer(), now=now, **values
        )


def facts(act: str) -> list[dict[str, Any]]:
    """What the journal holds of an act, by value, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes, concerned, thing_id FROM journal_entry WHERE act = %s ORDER BY pos",
            [act],
        )
        return [
            {**json.loads(changes), "concerned": concerned, "thing_id": thing_id}
            for changes, concerned, thing_id in cursor
        ]
