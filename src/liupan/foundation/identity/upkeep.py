"""What accounts leave behind and nobody needs: ended windows and sessions. The worker sweeps."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

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
    return int(windows + sessions + seen)
