"""Uses are counted (使用统计): a row for each request, added to their days by a standing job."""

import logging
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from liupan.capabilities.opendata.models import DailyUse
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.rules.uses import RECENT_DAYS, Way, is_robot
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.kernel import clock
from liupan.kernel.authority import Actor, require
from liupan.kernel.statements import kept_plan

LOG = logging.getLogger(__name__)
COUNT = "INSERT INTO opendata_hit (dataset_id, way, day) VALUES (%s, %s, %s)"
FOLD = """
WITH taken AS (DELETE FROM opendata_hit RETURNING dataset_id, way, day)
INSERT INTO opendata_dailyuse AS kept (dataset_id, day, views, downloads, calls)
SELECT dataset_id, day, count(*) FILTER (WHERE way = 'view'),
    count(*) FILTER (WHERE way = 'download'), count(*) FILTER (WHERE way = 'call')
FROM taken JOIN opendata_dataset known ON known.id = taken.dataset_id
GROUP BY dataset_id, day ORDER BY dataset_id, day
ON CONFLICT (dataset_id, day) DO UPDATE SET views = kept.views + excluded.views,
    downloads = kept.downloads + excluded.downloads, calls = kept.calls + excluded.calls
RETURNING dataset_id
"""
SUM = """
INSERT INTO opendata_use (dataset_id, views, downloads, calls, recent)
SELECT dataset_id, sum(views), sum(downloads), sum(calls),
    coalesce(sum(views + downloads + calls) FILTER (WHERE day > %s), 0)
FROM opendata_dailyuse {where} GROUP BY dataset_id ORDER BY dataset_id
ON CONFLICT (dataset_id) DO UPDATE SET views = excluded.views, downloads = excluded.downloads,
    calls = excluded.calls, recent = excluded.recent
"""


def count_use(dataset_id: UUID, way: Way, *, agent: str, now: datetime) -> None:
    """Count one request. One statement that waits for nobody; what cannot be counted (such as on
    a standby) is told to the log and harms no request. `agent`: what the program says it is."""
    if is_robot(agent):
        return
    kept = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with kept, kept_plan() as cursor:
            cursor.execute(COUNT, [dataset_id, way.value, clock.on(now)])
    except DatabaseError as error:
        LOG.warning("a use was not counted: %s", error)


@operation
def fold_uses(*, actor: Actor, now: datetime) -> int:
    """Add what was counted to its days and sums, each request once; how many datasets were used."""
    require(actor, WATCH)
    nothing_changed()  # counts are no acts: the journal holds none
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        used = sorted({row[0] for row in cursor.fetchall()})
    if used:
        sum_uses(clock.on(now), used)
    return len(used)


def keep_daily(days: Iterable[DailyUse], *, today: date) -> None:
    """Keep whole days at once, such as those of the demo."""
    DailyUse.objects.bulk_create(days, batch_size=2_000)
    sum_uses(today)


def sum_uses(today: date, used: list[UUID] | None = None) -> None:
    """Reckon the sums of these datasets anew, or of all: days leave the last ninety by night."""
    where = "" if used is None else "WHERE dataset_id = ANY(%s)"
    values: list[Any] = [today - timedelta(days=RECENT_DAYS), *([] if used is None else [used])]
    with connection.cursor() as cursor:
        cursor.execute(SUM.format(where=where), values)
