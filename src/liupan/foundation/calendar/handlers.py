"""Whoever must know is told when a limit runs out."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.calendar.events import ClockExpired, ClockWarned
from liupan.foundation.calendar.facade import describe
from liupan.foundation.calendar.kinds import LATE, NEAR
from liupan.foundation.calendar.operations.ladder import CHIEF, LEADER, RESPONSIBLE
from liupan.foundation.design.facade import city_day
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.messaging.facade import notify
from liupan.foundation.organisations.facade import list_people_in
from liupan.kernel import clock


@hears(ClockWarned)
def tell_of_warning(fact: ClockWarned, heard: Heard) -> None:
    """A step of the ladder: so much is used. Each person hears of a step once; of a limit that has
    ended meanwhile nobody does."""
    if describe(fact.thing_id, now=heard.at).stopped_at is not None:
        return
    notify(
        _listeners(fact.hears, fact.responsible, fact.unit_id, clock.on(heard.at)),
        title=_("%(percent)s%% of the time is used: %(title)s")
        % {"percent": fact.percent, "title": fact.title},
        body=_("It ends on %(day)s.") % {"day": city_day(fact.due_on)},
        url=fact.url,
        kind=NEAR.code,
        now=heard.at,
        group=str(fact.of_id),
        key=f"{fact.thing_id}.{fact.percent}",
    )


@hears(ClockExpired)
def tell_of_lateness(fact: ClockExpired, heard: Heard) -> None:
    """The limit has passed: all on the ladder hear."""
    everybody = (RESPONSIBLE, CHIEF, LEADER)
    notify(
        _listeners(everybody, fact.responsible, fact.unit_id, clock.on(heard.at)),
        title=_("Late: %(title)s") % {"title": fact.title},
        body=_("The limit ended on %(day)s.") % {"day": city_day(_last_day(fact.due_at))},
        url=fact.url,
        kind=LATE.code,
        now=heard.at,
        group=str(fact.of_id),
        key=f"{fact.thing_id}.late",
    )


def _listeners(
    roles: tuple[str, ...], responsible: tuple[UUID, ...], unit_id: UUID, day: date
) -> set[UUID]:
    """Accounts behind the roles: who answers for the limit, and the unit's chiefs and leaders."""
    found = set(responsible) if RESPONSIBLE in roles else set()
    wanted = {role for role in (CHIEF, LEADER) if role in roles}
    if wanted:
        found |= {p.account_id for p in list_people_in(unit_id, day) if p.kind in wanted}
    return found


def _last_day(due_at: datetime) -> date:
    """The last day in time: the moment of lateness is the first that is not."""
    return clock.on(due_at - timedelta(seconds=1))
