"""Each call once, and no more of them than the grant allows: nonce, rate and quota in one
statement, which is exact however many call at once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db.models import F

from liupan.capabilities.catalogue.facade import GrantRef
from liupan.capabilities.exchange.models import Nonce, Usage
from liupan.capabilities.exchange.queries import door_refusals as refusals
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.refusals import CallRefused
from liupan.foundation.crypto.facade import sm3
from liupan.kernel import clock
from liupan.kernel.statements import find, kept_plan

BURST = 2
"""Seconds whose calls may come at once."""

CLAIM = """
    INSERT INTO exchange_nonce (digest, expires_at)
    SELECT %(nonce)s::bytea, %(until)s::timestamptz WHERE %(nonce)s::bytea IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING 1
"""
FULL = """least(%(burst)s::float8, u.bucket
        + %(rate)s::float8 * greatest(0, extract(epoch FROM EXCLUDED.filled_at - u.filled_at)))"""
COUNT = f"""
    INSERT INTO exchange_usage AS u (grant_id, day, calls, bucket, filled_at)
    SELECT %(grant)s::uuid, %(day)s::date, 1, %(burst)s::float8 - 1, clock_timestamp()
    WHERE %(nonce)s::bytea IS NULL OR EXISTS (SELECT FROM claimed)
    ON CONFLICT (grant_id) DO UPDATE SET
        calls = CASE WHEN u.day = EXCLUDED.day THEN u.calls + 1 ELSE 1 END,
        day = EXCLUDED.day,
        bucket = {FULL} - 1,
        filled_at = greatest(u.filled_at, EXCLUDED.filled_at)
    WHERE (u.day <> EXCLUDED.day OR u.calls < %(quota)s) AND {FULL} >= 1
    RETURNING 1
"""  # noqa: S608
# Nobody waits for the disk with a grant's row in hand: what the log writes before the answer
# leaves takes this along.
AT_ONCE = "set_config('synchronous_commit', 'off', true)"
CLAIMED = f"WITH claimed AS ({CLAIM}) SELECT EXISTS (SELECT FROM claimed), {AT_ONCE}"  # noqa: S608
ADMITTED = f"""
WITH claimed AS ({CLAIM}), counted AS ({COUNT})
SELECT EXISTS (SELECT FROM claimed), EXISTS (SELECT FROM counted), {AT_ONCE}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Rate:
    """Calls a second by one grant, and how many may come at once."""

    per_second: float
    burst: float

    @classmethod
    def of_installation(cls) -> "Rate":
        """As the operator has set it (`LIUPAN_CALL_RATE`)."""
        return cls(settings.LIUPAN_CALL_RATE, settings.LIUPAN_CALL_RATE * BURST)


def claim(caller: Caller) -> None:
    """Use the call's nonce up. One statement; none where there is no nonce. Raises `Replayed`."""
    if not caller.nonce:
        return
    is_new, _set = _one(CLAIMED, _nonce(caller))
    if not is_new:
        raise refusals.replayed()


def admit(caller: Caller, grant: GrantRef, *, now: datetime) -> None:
    """Use the nonce up and count the call. One statement; what is refused is not counted.

    `now` is the city's moment: a quota is for its day. The rate is in real time.
    Raises `Replayed`, `QuotaUsed`, `RateExceeded`.
    """
    rate, day = Rate.of_installation(), clock.on(now)
    values = {
        "grant": grant.id, "day": day, "quota": grant.quota,
        "rate": rate.per_second, "burst": rate.burst, **_nonce(caller),
    }  # fmt: skip
    is_new, is_counted, _set = _one(ADMITTED, values)
    if caller.nonce and not is_new:
        raise refusals.replayed()
    if not is_counted:
        raise _why(grant, rate, day, now)


def give_back(grant_id: UUID, *, now: datetime) -> None:
    """Take a call off today's again, because nothing was delivered. One statement."""
    rows = Usage.objects.filter(grant_id=grant_id, day=clock.on(now), calls__gt=0)
    rows.update(calls=F("calls") - 1)


def forget_nonces() -> int:
    """Remove nonces that no clock would take again; how many. The worker calls it."""
    gone, _each = Nonce.objects.filter(expires_at__lt=clock.real_now()).delete()
    return gone


def _nonce(caller: Caller) -> dict[str, object]:
    if not caller.nonce:
        return {"nonce": None, "until": None}
    text = caller.credential_id.bytes + caller.nonce.encode()
    return {"nonce": sm3(text), "until": caller.nonce_until}


def _why(grant: GrantRef, rate: Rate, day: date, now: datetime) -> CallRefused:
    used = find(Usage, grant.id)
    if used is not None and used.day == day and used.calls >= grant.quota:
        tomorrow = clock.start_of(day + timedelta(days=1))
        return refusals.quota_used(grant.quota, ceil((tomorrow - now).total_seconds()))
    lacking = 1 - used.bucket if used is not None else 1
    return refusals.rate_exceeded(max(1, ceil(lacking / rate.per_second)))


def _one(statement: str, values: dict[str, object]) -> tuple[bool, ...]:
    with kept_plan() as cursor:
        cursor.execute(statement, values)
        found: tuple[bool, ...] = cursor.fetchone()
    return found
