"""Which services fail at this moment, from the log itself: it is seconds old at most."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from liupan.capabilities.exchange.rules.watching import Limits, Seen

_RECENT = """
SELECT service_id, count(*), count(*) FILTER (WHERE fault IN ('provider', 'platform'))
FROM exchange_message WHERE at_us > %s AND at_us <= %s AND service_id IS NOT NULL
    AND fault <> 'caller' AND way <> 'meta'
GROUP BY service_id
"""


def recent(now: datetime, limits: Limits) -> Mapping[UUID, Seen]:
    """Calls and failures of each service within the window. One query."""
    since, until = (int(t.timestamp() * 1_000_000) for t in (now - limits.window, now))
    with connection.cursor() as cursor:
        cursor.execute(_RECENT, [since, until])
        return {one: Seen(calls=calls, failures=bad) for one, calls, bad in cursor.fetchall()}
