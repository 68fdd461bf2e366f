"""A city with rules, days, a series and limits, and people who keep or oversee them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from liupan.foundation.access.facade import define_role, grant_role, installer
from liupan.foundation.calendar.facade import (
    KEEP_CALENDAR,
    OVERSEE_CLOCKS,
    limit_from,
    pause_clock,
    start_clock,
    stop_clock,
)
from liupan.foundation.calendar.tests.factories import CITY, at, founded
from liupan.foundation.identity.facade import open_account
from liupan.foundation.numbering.facade import (
    MANAGE_SERIES,
    RESERVE_NUMBERS,
    define_series,
    reserve_numbers,
    take_number,
)
from liupan.foundation.organisations.facade import found_installation
from liupan.foundation.rulesets.facade import CHANGE_RULES, LOAD_RULES
from liupan.kernel.authority import Actor, ActorKind, Duty, Permission
from liupan.kernel.ids import uuid7

NOW = at("2017-11-15T09:00")
DAY = date(2017, 11, 15)
SERIES = "supervision.item"


@dataclass(frozen=True)
class City:
    """Who may what: `lawyer` changes rules, `keeper` is the system administrator."""

    actor: Actor
    unit: UUID
    lawyer: UUID
    keeper: UUID
    clerk: UUID
    clocks: tuple[UUID, ...]


def city_with_rules() -> City:
    """Build it by calling operations."""
    actor = installer()
    found_installation(
        city_code=CITY, city_name="固原市", is_demo=False, clock_offset=timedelta(), actor=actor,
        now=NOW,
    )  # fmt: skip
    unit = founded()
    lawyer, keeper, clerk = (_person(name) for name in ("lawyer", "keeper", "clerk"))
    _grant(lawyer, unit, Duty.BUSINESS, CHANGE_RULES, OVERSEE_CLOCKS, RESERVE_NUMBERS)
    _grant(keeper, unit, Duty.SYSTEM, LOAD_RULES, KEEP_CALENDAR, MANAGE_SERIES)
    define_series(
        code=SERIES, title="督查件编号", pattern="{prefix}〔{year}〕{n}号", prefix="固督",
        actor=actor, now=NOW,
    )  # fmt: skip
    with transaction.atomic():
        take_number(series=SERIES, actor=actor, now=NOW, user_id=uuid7())
    reserve_numbers(series=SERIES, count=2, purpose="补登旧件", actor=actor, now=NOW)
    return City(actor, unit, lawyer, keeper, clerk, tuple(_clocks(unit, actor)))


def _clocks(unit: UUID, actor: Actor) -> list[UUID]:
    limit = limit_from("limits.licensing", "decide", on=DAY, division=CITY)
    found = []
    with transaction.atomic():
        for number, begun in enumerate(("10-10", "10-20", "11-01", "11-08", "11-14", "11-14")):
            found.append(
                start_clock(
                    of_type="services.case", of_id=uuid7(), kind="decide", unit_id=unit,
                    title=f"（虚构）食品经营许可 {number + 1}", limit=limit, actor=actor,
                    now=at(f"2017-{begun}T09:00"),
                )
            )  # fmt: skip
        pause_clock(clock_id=found[2], reason="hearing", evidence="听证通知书", actor=actor,
                    now=at("2017-11-08T10:00"))  # fmt: skip
        stop_clock(clock_id=found[5], actor=actor, now=NOW)
    return found


def _person(name: str) -> UUID:
    return open_account(
        kind=ActorKind.STAFF, username=name, name=name, password=None, actor=installer(), now=NOW
    )


def _grant(account: UUID, unit: UUID, duty: Duty, *permits: Permission) -> None:
    code = f"test-{duty.value}"
    by = {"actor": installer(), "now": NOW}
    define_role(code=code, name=code, duty=duty, permits=[p.code for p in permits], **by)
    grant_role(role_code=code, unit_id=unit, account_id=account, valid_from=DAY, **by)
