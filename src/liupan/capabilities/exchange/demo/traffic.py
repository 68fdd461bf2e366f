"""A year of invented traffic: daily sums, and one day message by message, linked and signed.

Made from the services, systems and grants that are there, by a few statements; the same each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liupan.capabilities.catalogue.facade import GrantRef, list_grants
from liupan.capabilities.exchange.models import Service, System
from liupan.capabilities.exchange.operations.messages import make_month
from liupan.capabilities.exchange.operations.rolling import SUMS
from liupan.capabilities.exchange.operations.sequencing import link_all
from liupan.capabilities.exchange.rules.histograms import BUCKETS
from liupan.kernel import clock

UNUSED = 4
"""One grant of so many was never used: what is granted is not yet shared."""
_LINES = """
lines (grant_id, grant_version, issued_on, service_id, service, provider_id, consumer_id,
    system_id, weight) AS (
    SELECT * FROM unnest(%s::uuid[], %s::int[], %s::date[], %s::uuid[], %s::text[], %s::uuid[],
        %s::uuid[], %s::uuid[], %s::int[])
)
"""
_SHARES = (0, 0, 2, 5, 14, 30, 27, 12, 5, 3, 1, 1, 0, 0, 0, 0)
"""Per cent of calls in each bucket."""
_BUCKETS = ", ".join(f"calls * {share} / 100" for share in _SHARES)
DAILY = f"""
WITH {_LINES}, days AS (
    SELECT lines.*, day::date AS day,
        greatest(1, weight * (60 + abs(hashtext(grant_id::text || day::text)) %% 80) / 100
            * CASE WHEN extract(isodow FROM day) > 5 THEN 1 ELSE 6 END / 6) AS calls,
        abs(hashtext(day::text || grant_id::text)) %% 50 AS luck
    FROM lines, generate_series(greatest(issued_on + 3, %s::date), %s::date, '1 day') AS day
)
INSERT INTO exchange_daily (day, service_id, system_id, grant_id, grant_version, data,
    {", ".join(SUMS)})
SELECT day, service_id, system_id, grant_id, grant_version, calls - bad, calls, calls - bad,
    CASE WHEN luck < 8 THEN bad ELSE 0 END, CASE WHEN luck >= 8 THEN bad ELSE 0 END, 0,
    (calls - bad) * (1 + luck), (calls - bad) * (1 + luck) * 180, ARRAY[{_BUCKETS}],
    (extract(epoch FROM (day + time '17:20') AT TIME ZONE 'Asia/Shanghai') * 1000000)::bigint
FROM (SELECT *, CASE WHEN luck < 12 THEN calls / 30 ELSE 0 END AS bad FROM days) AS d
ON CONFLICT DO NOTHING
"""  # noqa: S608
RAW = f"""
WITH {_LINES}, calls AS (
    SELECT lines.*, n, abs(hashtext(grant_id::text || n)) AS luck,
        abs(hashtext(n || grant_id::text)) AS other
    FROM lines, generate_series(1, least(weight, 120)) AS n
), said AS (
    SELECT calls.*, %s::bigint - (luck %% 86000 + 30)::bigint * 1000000 - other %% 1000000 AS at_us,
        CASE WHEN other %% 97 = 0 THEN 'provider' WHEN other %% 41 = 0 THEN 'caller'
            ELSE 'none' END AS fault
    FROM calls
)
INSERT INTO exchange_message (id, at_us, request_id, way, door, system_id, consumer_id, provider_id,
    service_id, service, grant_id, grant_version, case_number, method, status, code, fault,
    row_count, sent, took_us, request_hash, response_hash)
SELECT md5(grant_id::text || n || 'm')::uuid, at_us, 'demo-' || left(md5(grant_id::text || n), 16),
    CASE WHEN n %% 40 = 0 THEN 'file' ELSE 'query' END,
    CASE WHEN other %% 3 = 0 THEN 'r1' ELSE 'v1' END, system_id, consumer_id, provider_id,
    service_id, service, grant_id, grant_version, '演示办件' || lpad((luck %% 9000)::text, 4, '0'),
    'GET', CASE fault WHEN 'none' THEN 200 WHEN 'caller' THEN 403 ELSE 502 END,
    CASE fault WHEN 'none' THEN '' WHEN 'caller' THEN 'exchange.case_missing'
        ELSE 'exchange.provider_failed' END,
    fault, CASE fault WHEN 'none' THEN 1 + other %% 20 ELSE 0 END,
    CASE fault WHEN 'none' THEN 220 + other %% 4000 ELSE 0 END,
    8000 + (luck %% 1000) * (luck %% 90) + CASE fault WHEN 'provider' THEN 5000000 ELSE 0 END,
    encode(sha256(convert_to('q' || grant_id || n, 'UTF8')), 'hex'),
    encode(sha256(convert_to('a' || grant_id || n, 'UTF8')), 'hex')
FROM said ORDER BY at_us
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Who calls what by which grant, and how often a day."""

    grant: GrantRef
    service: Service
    system_id: UUID
    weight: int


def seed_traffic(now: datetime | None = None) -> int:
    """Write the year up to now; how many messages were logged. Some ten statements."""
    now = now or clock.now()
    lines = _lines(now)
    if not lines:
        return 0
    raw_from = now - timedelta(days=1)
    with transaction.atomic():
        for moment in (raw_from, now):
            make_month(int(moment.timestamp() * 1_000_000))
        with connection.cursor() as cursor:
            first, last = clock.on(now) - timedelta(days=365), clock.on(raw_from)
            cursor.execute(DAILY, [*_columns(lines), first, last - timedelta(days=1)])
            cursor.execute(RAW, [*_columns(lines), int(now.timestamp() * 1_000_000)])
    return link_all()


def _lines(now: datetime) -> list[Line]:
    services = {one.resource_id: one for one in Service.objects.exclude(opened_at=None)}
    systems: dict[UUID, UUID] = {}
    for system in System.objects.filter(closed_at=None).order_by("unit_id", "code"):
        systems.setdefault(system.unit_id, system.id)
    return [
        Line(
            grant=grant, service=services[grant.resource_id],
            system_id=systems[grant.consumer_id], weight=5 + _luck(grant.number) % 90,
        )
        for grant in list_grants(now=now, live_only=True)
        if grant.resource_id in services and grant.consumer_id in systems
        if _luck(grant.number) % UNUSED
    ]  # fmt: skip


def _columns(lines: Sequence[Line]) -> list[Any]:
    return [
        [one.grant.id for one in lines],
        [one.grant.version for one in lines],
        [clock.on(one.grant.issued_at) for one in lines],
        [one.service.id for one in lines],
        [one.service.code for one in lines],
        [one.grant.provider_id for one in lines],
        [one.grant.consumer_id for one in lines],
        [one.system_id for one in lines],
        [one.weight for one in lines],
    ]


def _luck(number: str) -> int:
    return int.from_bytes(sha256(number.encode()).digest()[:4], "big")


assert len(_SHARES) == BUCKETS
