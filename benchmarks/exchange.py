"""Logged query calls by real servers: many systems, each call signed, counted and in the log.

Calls go to the demo city's hosted services by grants in force, in the simple form. What a call
costs stands beside how many there are a second: processor time of servers and database, which a
busy machine does not change much.
"""

import base64
import hmac
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from benchmarks.instance import Instance
from benchmarks.load import drive

EMPTY = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
"""SM3 of nothing."""
QUERY = "limit=20&case=" + quote("固测〔2017〕1号")
USERS = 16
Key = tuple[str, str]
Call = tuple[str, str]


def run(scale: float) -> dict[str, Any]:
    """A key for a system of each unit that has a grant for queries; which services it may call."""
    from liupan.capabilities.exchange.models import System, Usage
    from liupan.kernel import clock

    now = clock.now()
    Usage.objects.all().delete()  # what the demo used up of the day's quotas
    systems = System.objects.filter(closed_at=None)
    calls = {system.id: _calls(system.unit_id, now) for system in systems}
    return {"callers": [{"key": _key(key), "calls": found} for key, found in calls.items()]}


def _calls(unit_id: Any, now: Any) -> list[Call]:
    """Hosted services and a live grant of the unit for queries, of each that has one."""
    from liupan.capabilities.exchange.models import Service
    from liupan.capabilities.exchange.queries.offered import list_offered

    hosted = set(Service.objects.filter(table_id__isnull=False).values_list("code", flat=True))
    offered = [one for one in list_offered(unit_id, now=now) if one.code in hosted]
    grants = [(one.code, grant) for one in offered for grant in one.grants]
    return [(code, grant.number) for code, grant in grants]


def _key(system_id: Any) -> Key:
    from datetime import timedelta

    from liupan.capabilities.exchange.models import Credential
    from liupan.foundation.crypto.facade import seal
    from liupan.kernel import clock

    key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    (sealed,) = seal(system_id, [secret])
    now = clock.real_now()
    Credential.objects.create(
        system_id=system_id, kind="hmac", key_id=key_id, sealed_secret=sealed,
        made_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    return key_id, secret


def calls(running: Instance, scale: float, seconds: float) -> dict[str, Any]:
    """Calls of 16 users who do not think, spread over all grants."""
    filled = running.measure("exchange", scale)
    callers = filled.get("callers", [])
    keys = {_path(*call): tuple(one["key"]) for one in callers for call in one["calls"]}
    if not keys:
        return {"failed": filled.get("failed", "no grant for queries is in force")}
    running.settle()
    drive(running.port, list(keys), users=2, think=0, seconds=1.0, headers=_signed(keys))
    before = running.processor_seconds()
    asked = drive(
        running.port, list(keys), users=USERS, think=0, seconds=seconds, headers=_signed(keys)
    )
    spent = running.processor_seconds() - before
    cost = round(1000 * spent / max(len(asked.seconds), 1), 2)
    return {"services": len(keys), **asked.summary(), "cpu_ms": cost}


def _path(code: str, grant: str) -> str:
    return f"/api/v1/exchange/services/{code}/rows?{QUERY}&grant={quote(grant)}"


def _signed(keys: dict[str, Any]) -> Callable[[str], list[str]]:
    return lambda address: [f"Authorization: {_proof(address, *keys[address])}"]


def _proof(address: str, key_id: str, secret: str) -> str:
    path, _mark, query = address.partition("?")
    at, nonce = str(int(time.time())), secrets.token_urlsafe(18)
    lines = ["LIUPAN-1", "GET", path, query, EMPTY, at, nonce, key_id, "", "", ""]
    raw = hmac.new(secret.encode(), "\n".join(lines).encode(), "sm3").digest()
    signature = base64.b64encode(raw).decode()
    said = f'key="{key_id}", time="{at}", nonce="{nonce}", signature="{signature}"'
    return f"LIUPAN-HMAC-SM3 {said}"
