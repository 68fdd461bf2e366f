"""What the worker does for clocks, again and again: warn, and follow the calendar.

Safe in two workers at once and after a kill: every clock is a transaction of its own, a step is
marked once by a constraint, and what was not finished is found again by an index.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Q

from liupan.foundation.calendar.models import LIVE, Clock
from liupan.foundation.calendar.operations.following import follow_calendar
from liupan.foundation.calendar.operations.ladder import warn_of_clock
from liupan.foundation.calendar.policies import TEND_CLOCKS
from liupan.foundation.calendar.queries import state
from liupan.kernel import clock as city
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind

log = logging.getLogger(__name__)
BATCH = 200


def keeper() -> Actor:
    """The machine that tends clocks; it may do nothing else."""
    return Actor(
        id=uuid5(UUID(int=0), "liupan.calendar"),
        kind=ActorKind.MACHINE,
        name="calendar",
        zone=settings.LIUPAN_ZONE,
        rights={TEND_CLOCKS.code: frozenset({ANYWHERE})},
    )


def tend() -> None:
    """One round by the city's clock."""
    now = city.now()
    follow_changes(now)
    warn_due(now)


def warn_due(now: datetime) -> int:
    """Announce every step that running clocks have passed; returns how many steps.

    A clock that fails is logged and tried again next time; the others do not wait for it.
    """
    actor = keeper()
    return _each(
        lambda after: (
            Clock.objects.filter(next_warning_at__lte=now, id__gt=after)
            .order_by("id")
            .values_list("id", flat=True)[:BATCH]
        ),
        lambda ids: sum(_alone(warn_of_clock, clock_id=i, actor=actor, now=now) for i in ids),
    )


def follow_changes(now: datetime) -> int:
    """Reckon live clocks anew that an older calendar reckoned; returns how many ends moved."""
    actor, current = keeper(), state()
    older = Q(reckoned_by__lt=current) | Q(reckoned_by__gt=current)  # two ranges of one index
    return _each(
        lambda after: (
            Clock.objects.filter(LIVE, older, id__gt=after)
            .order_by("id")
            .values_list("id", flat=True)[:BATCH]
        ),
        lambda ids: _follow(ids, actor, now),
    )


def _follow(ids: list[UUID], actor: Actor, now: datetime) -> int:
    try:
        return follow_calendar(clock_ids=ids, actor=actor, now=now)
    except Exception:
        log.exception("clocks could not follow the calendar together; each is tried alone")
    return sum(_alone(follow_calendar, clock_ids=[i], actor=actor, now=now) for i in ids)


def _each(read: Callable[[UUID], Iterable[UUID]], work: Callable[[list[UUID]], int]) -> int:
    done, after = 0, UUID(int=0)
    while ids := list(read(after)):
        done += work(ids)
        after = ids[-1]
    return done


def _alone(operation: Callable[..., int], **arguments: object) -> int:
    try:
        return operation(**arguments)
    except Exception:
        log.exception("a clock could not be tended")
        return 0
