"""Whoever must know of a limit is told: responsible, then chief, then leader."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from liupan.foundation.access.facade import installer
from liupan.foundation.calendar.events import ClockExpired, ClockWarned
from liupan.foundation.calendar.facade import warn_due
from liupan.foundation.calendar.handlers import tell_of_lateness, tell_of_warning
from liupan.foundation.calendar.tests.factories import (
    EARLY,
    FOUNDED,
    at,
    days,
    facts,
    founded,
    start,
)
from liupan.foundation.identity.facade import open_account
from liupan.foundation.journal.facade import Heard
from liupan.foundation.organisations.facade import appoint, create_post
from liupan.kernel.authority import ActorKind
from liupan.kernel.facts import Fact
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

MORNING = at("2017-11-15T09:00")


def person(unit_id: UUID, kind: str) -> UUID:
    """Somebody who holds a post of that kind in the unit."""
    by = {"actor": installer(), "now": FOUNDED}
    account = open_account(
        kind=ActorKind.STAFF, username=f"{kind}1", name=kind, password=None, **by
    )
    post = create_post(unit_id=unit_id, title=kind, kind=kind, valid_from=EARLY, **by)
    appoint(post_id=post, account_id=account, valid_from=date(2017, 1, 1), **by)
    return account


def titles(account: UUID) -> list[str]:
    """What somebody was told, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title FROM messaging_notice WHERE account_id = %s ORDER BY id DESC", [account]
        )
        return [title for (title,) in cursor]


def hear(fact_class: type[Fact], act: str) -> None:
    """Hand every recorded fact to its handler, twice: handlers are called at least once."""
    handler = tell_of_warning if fact_class is ClockWarned else tell_of_lateness
    for values in [*facts(act), *facts(act)]:
        concerned = tuple(values.pop("concerned"))
        fact = fact_class.from_values(values.pop("thing_id"), concerned, values)
        handler(fact, Heard(uuid7(), installer().id, at("2017-11-29T18:00")))


def test_each_step_of_the_ladder_tells_one_level_more_and_only_once() -> None:
    unit = founded()
    clerk, chief, leader = (person(unit, kind) for kind in ("clerk", "chief", "leader"))
    other = person(unit, "administrator")
    start(unit, MORNING, days(10), responsible=[clerk], url="/cases/1/")
    warn_due(at("2017-11-30T00:00"))
    hear(ClockWarned, "calendar.clock.warned")
    assert len(titles(clerk)) == 3
    assert titles(chief) == ["时限已用100%：许可决定", "时限已用80%：许可决定"]
    assert titles(leader) == ["时限已用100%：许可决定"]
    hear(ClockExpired, "calendar.clock.expired")
    assert [titles(who)[0] for who in (clerk, chief, leader)] == ["已逾期：许可决定"] * 3
    assert titles(other) == []
