"""Messages for tests of the log."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.exchange.rules.calls import Fault, Message, Way
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

NOW = clock.start_of(date(2017, 6, 1)) + timedelta(hours=9)
UNIT_A, UNIT_B, SERVICE, SYSTEM, GRANT = (UUID(int=n) for n in range(1, 6))


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return int(moment.timestamp() * 1_000_000)


def message(at: datetime = NOW, **changes: Any) -> Message:
    """A query that delivered three rows."""
    said: dict[str, Any] = {
        "id": uuid7(), "at_us": micros(at), "request_id": "r-1", "way": Way.QUERY, "door": "v1",
        "system_id": SYSTEM, "consumer_id": UNIT_A, "provider_id": UNIT_B, "service_id": SERVICE,
        "service": "marriages", "grant_id": GRANT, "grant_version": 1, "case": "A-1",
        "method": "GET", "status": 200, "code": "", "fault": Fault.NONE, "rows": 3, "sent": 100,
        "took_us": 4_200, "request_hash": "ab", "response_hash": "cd",
    }  # fmt: skip
    return Message(**(said | changes))
