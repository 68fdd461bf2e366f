"""How long a session lives, and when it was last used. Real time, in seconds since 1970.

A session ends after `LIUPAN_IDLE_MINUTES` without activity and at the latest after
`SESSION_COOKIE_AGE`. Requests that a page sends by itself carry `X-Liupan-Poll` and are no
activity. The time of use is kept to the minute, so that most requests write nothing.
"""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from liupan.kernel import clock

BEGAN, SEEN, FACTOR, DEMO = "liupan_began", "liupan_seen", "liupan_factor", "liupan_demo"
MINUTE = 60.0


def begin(request: HttpRequest, *, demo: bool = False) -> None:
    """A session begins now. A demo's one click counts as strong sign-in, and only there."""
    now = clock.real_now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session.pop(FACTOR, None)
    if demo:
        request.session[DEMO] = True


def ended_by(request: HttpRequest) -> str:
    """Why the session is over: "idle", "age", or "" while it lives."""
    now = clock.real_now().timestamp()
    if BEGAN not in request.session:  # made by the program, not at the sign-in page
        begin(request)
    began, seen = request.session[BEGAN], request.session[SEEN]
    if now - began > settings.SESSION_COOKIE_AGE:
        return "age"
    return "idle" if now - seen > settings.LIUPAN_IDLE_MINUTES * MINUTE else ""


def touch(request: HttpRequest) -> None:
    """Note that the person is active; writes once a minute."""
    now = clock.real_now().timestamp()
    if "X-Liupan-Poll" in request.headers or now - request.session[SEEN] < MINUTE:
        return
    request.session[SEEN] = now
    request.session.pop(FACTOR, None)
    UserSession.objects.create_from_request(request)


def show(request: HttpRequest) -> None:
    """Put the session on the person's list; allauth does so itself at its own sign-in."""
    UserSession.objects.create_from_request(request)
