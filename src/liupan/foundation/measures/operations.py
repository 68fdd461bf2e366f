"""Every write of `measures`."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.measures.computing import compute_all
from liupan.foundation.measures.events import SnapshotsCorrected, SnapshotsTaken
from liupan.foundation.measures.models import Snapshot
from liupan.foundation.measures.policies import COMPUTE
from liupan.foundation.measures.queries import city_values, is_closed
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput

DAYS = UUID("5b1d0c1e-2c57-5b0e-9a40-6d656173aaaa")
"""Namespace of the ids of days, so that the journal can follow one."""


class DayNotOver(InvalidInput):
    """Figures of a day to come cannot be computed."""


@operation
def take_snapshots(*, day: date, actor: Actor, now: datetime) -> UUID:
    """Compute all figures for `day` and keep them; computing again replaces.

    A fact tells of the first time, of the first time after the day was over, and of city figures
    of a closed day that differ. Raises `DayNotOver`.
    """
    require(actor, COMPUTE)
    if day > clock.on(now):
        raise DayNotOver(_("%(day)s has not come yet.") % {"day": day})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liupan.measures'))")
    existed, was_closed = Snapshot.objects.filter(day=day).exists(), is_closed(day)
    before = city_values(day)
    compute_all(day, now)
    after = city_values(day)
    thing_id = uuid5(DAYS, day.isoformat())
    closes = day < clock.on(now) and not was_closed
    if closes or not existed:
        fact = SnapshotsTaken(thing_id=thing_id, day=day, values_by_code=after)
        record(fact, actor=actor, now=now)
    elif before == after or not was_closed:
        nothing_changed()
    else:
        changed = {code for code in {*before, *after} if before.get(code) != after.get(code)}
        record(
            SnapshotsCorrected(
                thing_id=thing_id,
                day=day,
                before={code: before.get(code) for code in sorted(changed)},
                after={code: after.get(code) for code in sorted(changed)},
            ),
            actor=actor,
            now=now,
        )
    return thing_id
