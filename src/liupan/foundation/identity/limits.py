"""Rate limits: one row per action and key, counted by one statement, so that processes agree.

allauth's own limiter keeps lists in the cache: its lock can be taken twice when an expired row is
replaced, and the cache forgets entries when it is full, so that trying many names lifts the limit.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from liupan.foundation.identity.digests import keyed
from liupan.foundation.identity.models import Window
from liupan.kernel import clock
from liupan.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` within `seconds` from the first on."""

    amount: int
    seconds: int


LIMITS = {
    "sign_in.name": Limit(5, 300),
    "sign_in.typed": Limit(5, 300),
    "sign_in.ip": Limit(60, 300),
    "second_factor.account": Limit(5, 300),
    "passkey.ip": Limit(60, 300),
    "sign_up.ip": Limit(20, 3600),
    "reset.name": Limit(3, 900),
    "reset.ip": Limit(20, 900),
    "code.name": Limit(5, 900),
    "code.ip": Limit(30, 900),
    "password.account": Limit(10, 900),
    "verify.ip": Limit(30, 300),
    "unproven.ip": Limit(60, 60),
    "unproven.all": Limit(600, 60),
    "picture.account": Limit(20, 86_400),
}

_COUNT = """
INSERT INTO identity_window AS w (action, key, started_at, hits) VALUES (%(a)s, %(k)s, %(now)s, 1)
ON CONFLICT (action, key) DO UPDATE SET
    hits = CASE WHEN w.started_at <= %(old)s THEN 1 ELSE w.hits + 1 END,
    started_at = CASE WHEN w.started_at <= %(old)s THEN %(now)s ELSE w.started_at END
RETURNING hits
"""

_FORGET = """
DELETE FROM identity_window WHERE action = %(a)s AND key = %(k)s
RETURNING CASE WHEN started_at > %(old)s THEN hits ELSE 0 END
"""


def count(action: str, key: str) -> int:
    """Count one more try and return how many there were in this window."""
    now = clock.real_now()
    old = now - timedelta(seconds=LIMITS[action].seconds)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"a": action, "k": _digest(action, key), "now": now, "old": old})
        hits: int = cursor.fetchone()[0]
    return hits


def is_free(action: str, key: str) -> bool:
    """Count one more try; whether it is within the limit."""
    return count(action, key) <= LIMITS[action].amount


def require_free(action: str, key: str) -> None:
    """Count one more try. Raises `TooMany` beyond the limit."""
    if not is_free(action, key):
        raise TooMany(
            _("There were too many attempts."),
            next_step=_("Wait a few minutes, then try again."),
        )


def give_back(action: str, key: str) -> int:
    """Take one try back, because it succeeded; returns how many remain in the window."""
    with transaction.atomic():
        window = (
            Window.objects.select_for_update()
            .filter(action=action, key=_digest(action, key))
            .first()
        )
        if window is None:
            return 0
        left = max(window.hits - 1, 0)
        Window.objects.filter(action=action, key=window.key).update(hits=left)
    return left


def taken(action: str, key: str) -> int:
    """How many tries stand in the present window."""
    old = clock.real_now() - timedelta(seconds=LIMITS[action].seconds)
    row = Window.objects.filter(action=action, key=_digest(action, key), started_at__gt=old)
    return row.values_list("hits", flat=True).first() or 0


def forget(action: str, key: str) -> bool:
    """Begin anew; whether anything was counted."""
    gone, _each = Window.objects.filter(action=action, key=_digest(action, key)).delete()
    return gone > 0


def forget_taken(action: str, key: str) -> int:
    """Begin anew; how many tries stood in the present window."""
    old = clock.real_now() - timedelta(seconds=LIMITS[action].seconds)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"a": action, "k": _digest(action, key), "old": old})
        gone = cursor.fetchone()
    return int(gone[0]) if gone else 0


def sweep() -> int:
    """Remove windows that ended; returns how many."""
    longest = timedelta(seconds=max(limit.seconds for limit in LIMITS.values()))
    gone, _each = Window.objects.filter(started_at__lt=clock.real_now() - longest).delete()
    return gone


def _digest(action: str, key: str) -> str:
    return keyed(f"limit.{action}", key).hex()
