"""What accounts leave behind and nobody needs: ended windows, sessions, marks of used codes.

The worker sweeps.
"""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from liupan.foundation.identity import limits
from liupan.kernel import clock

EVERY = 900.0
"""Seconds."""


def sweep() -> int:
    """Remove windows and sessions that ended; returns how many rows went."""
    windows = limits.sweep()
    sessions, _each = Session.objects.filter(expire_date__lt=clock.real_now()).delete()
    alive = Session.objects.values("session_key")
    seen, _each = UserSession.objects.exclude(session_key__in=alive).delete()
    return int(windows + sessions + seen) + _forget_used_codes()


def _forget_used_codes() -> int:
    """The cache removes what has expired only when it is full; it shall never be."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [clock.real_now()])  # noqa: S608
        return int(cursor.rowcount)
