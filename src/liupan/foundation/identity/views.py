"""Account pages of our own: overview, sessions, and the demo's one-click sign-in."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from liupan.foundation.design.facade import public, signed_in
from liupan.foundation.identity import demo_sign_in, presence, second_factor
from liupan.foundation.identity.adapters import home_of
from liupan.foundation.identity.operations.sessions import revoke_other_sessions, revoke_session
from liupan.foundation.identity.operations.signing_in import sign_in_as_demo_role
from liupan.foundation.identity.queries import (
    SessionSeen,
    find_details,
    get_user,
    list_sessions,
    oneself,
)
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.errors import Missing


@signed_in
@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What the account holds and how it is protected."""
    account_id = _own_id(request)
    return render(
        request,
        "account/overview.html",
        {
            "account": find_details(account_id, actor=_oneself(request)),
            "sessions": _sessions(request),
            "needs_factor": second_factor.is_needed(account_id),
            "has_factor": second_factor.has_any(account_id),
        },
    )


@signed_in
@never_cache
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where this account is signed in."""
    return render(
        request,
        "account/sessions.html",
        {"sessions": _sessions(request), "idle_minutes": settings.LIUPAN_IDLE_MINUTES},
    )


@signed_in
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one device out."""
    revoke_session(
        account_id=_own_id(request), session_id=session_id, actor=_oneself(request), now=clock.now()
    )
    messages.success(request, _("The device was signed out."))
    return HttpResponseRedirect(reverse("identity_sessions"))


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign all devices out but this one."""
    number = revoke_other_sessions(
        account_id=_own_id(request),
        keep=request.session.session_key,
        actor=_oneself(request),
        now=clock.now(),
    )
    text = ngettext("%(n)d device was signed out.", "%(n)d devices were signed out.", number)
    messages.success(request, text % {"n": number})
    return HttpResponseRedirect(reverse("identity_sessions"))


@public
@never_cache
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo role by one click; there is no such page unless this is a demo."""
    if not demo_sign_in.offered():
        raise Http404
    adapter = get_adapter(request)
    account_id = sign_in_as_demo_role(
        username=request.POST.get("username", ""),
        ip=adapter.get_client_ip(request),
        user_agent=adapter.get_http_user_agent(request),
        actor=ANONYMOUS,
        now=clock.now(),
    )
    account = get_user(account_id)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, account, method="demo")
    presence.begin(request, demo=True)
    presence.show(request)
    wanted = request.POST.get("next", "")
    return HttpResponseRedirect(wanted if adapter.is_safe_url(wanted) else home_of(account))


def _own_id(request: HttpRequest) -> UUID:
    if not request.user.is_authenticated:
        raise Missing(_("There is no such account."))
    return request.user.id


def _oneself(request: HttpRequest) -> Actor:
    return oneself(request.user)  # type: ignore[arg-type]


def _sessions(request: HttpRequest) -> list[SessionSeen]:
    return list_sessions(
        _own_id(request), actor=_oneself(request), current=request.session.session_key
    )
