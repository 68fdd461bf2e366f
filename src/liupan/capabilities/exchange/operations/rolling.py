"""Roll-ups: a batch of messages added to its hours and days, in the transaction of its links."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from liupan.capabilities.exchange.rules.histograms import BOUNDS_US, BUCKETS

NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"
_BOUNDS = f"ARRAY[{', '.join(map(str, BOUNDS_US))}]::bigint[]"
_IN_BUCKETS = ", ".join(
    f"count(*) FILTER (WHERE width_bucket(took_us, {_BOUNDS}) = {n})" for n in range(BUCKETS)
)
SUMS = (
    "calls", "delivered", "caller_faults", "provider_faults", "platform_faults", "row_count",
    "sent", "buckets", "last_delivered_us",
)  # fmt: skip
SUMMED = f"""
    count(*), count(*) FILTER (WHERE fault = 'none'), count(*) FILTER (WHERE fault = 'caller'),
    count(*) FILTER (WHERE fault = 'provider'), count(*) FILTER (WHERE fault = 'platform'),
    sum(row_count), sum(sent), ARRAY[{_IN_BUCKETS}], max(at_us) FILTER (WHERE fault = 'none')
"""
_ADDED = """
    calls = kept.calls + excluded.calls, delivered = kept.delivered + excluded.delivered,
    caller_faults = kept.caller_faults + excluded.caller_faults,
    provider_faults = kept.provider_faults + excluded.provider_faults,
    platform_faults = kept.platform_faults + excluded.platform_faults,
    row_count = kept.row_count + excluded.row_count, sent = kept.sent + excluded.sent,
    buckets = (SELECT array_agg(a + b ORDER BY n)
        FROM unnest(kept.buckets, excluded.buckets) WITH ORDINALITY AS t(a, b, n)),
    last_delivered_us = greatest(kept.last_delivered_us, excluded.last_delivered_us)
"""
_MOMENT = "to_timestamp(at_us / 1000000.0)"
_SERVICE, _SYSTEM, _GRANT = (
    f"coalesce({name}, {NOBODY})" for name in ("service_id", "system_id", "grant_id")
)
_FROM = """
FROM unnest(%s::bigint[], %s::bigint[]) AS u(p, a)
JOIN exchange_message m ON m.at_us = u.a AND m.pos = u.p WHERE m.at_us BETWEEN %s AND %s
"""
_IS_DATA = "fault = 'none' AND way <> 'meta'"

HOURLY = f"""
INSERT INTO exchange_hourly AS kept (hour, service_id, system_id, {", ".join(SUMS)})
SELECT date_trunc('hour', {_MOMENT}, 'Asia/Shanghai'), {_SERVICE}, {_SYSTEM}, {SUMMED} {_FROM}
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (hour, service_id, system_id) DO UPDATE SET {_ADDED}
"""
DAILY = f"""
INSERT INTO exchange_daily AS kept
    (day, service_id, system_id, grant_id, grant_version, data, {", ".join(SUMS)})
SELECT ({_MOMENT} AT TIME ZONE 'Asia/Shanghai')::date, {_SERVICE}, {_SYSTEM}, {_GRANT},
    grant_version, count(*) FILTER (WHERE {_IS_DATA}), {SUMMED} {_FROM}
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (day, service_id, system_id, grant_id, grant_version) DO UPDATE
SET data = kept.data + excluded.data, {_ADDED}
"""


def roll_up(positions: Sequence[int], moments: Sequence[int]) -> None:
    """Add these messages to their hours and days. Two statements."""
    asked: list[Any] = [list(positions), list(moments), min(moments), max(moments)]
    with connection.cursor() as cursor:
        cursor.execute(HOURLY, asked)
        cursor.execute(DAILY, asked)
