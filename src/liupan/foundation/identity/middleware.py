"""What every request of a signed-in person passes: time-outs, password change, second factor; and
what every answer to somebody says: no cache keeps it."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.foundation.design.facade import is_for_programs, problem
from liupan.foundation.identity import demo_sign_in, presence, second_factor
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.signing_in import sign_out
from liupan.foundation.identity.queries import oneself
from liupan.kernel import clock


class PresenceMiddleware:
    """Ends sessions in time and leads people first to what their account still lacks.

    htmx gets 401 with `HX-Redirect`, programs a problem document, everybody else a redirect. What
    is shown to somebody who is known, by session or by token, is for them alone: unless its view
    says otherwise, neither a proxy nor the browser of a shared machine keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer, is_known = None, "Authorization" in request.headers
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            answer, is_known = _gate(request, request.user), True
        answer = _for_htmx(request, answer or self.get_response(request))
        if is_known:
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer


def _gate(request: HttpRequest, account: Account) -> HttpResponse | None:
    reason = presence.ended_by(request)
    if reason:
        return _end(request, account, reason)
    presence.touch(request)
    if request.path.startswith(reverse("identity_account")) or request.path == "/preferences/":
        return None
    if account.must_change_password:
        said = _say(request, _("Choose a new password first."))
        return _lead(request, reverse("account_change_password"), "password_change", said)
    if _lacks_second_factor(request, account):
        said = _say(request, _("Your role needs a second factor. Add one first."))
        return _lead(request, reverse("mfa_index"), "second_factor", said)
    return None


def _end(request: HttpRequest, account: Account, reason: str) -> HttpResponse:
    sign_out(account_id=account.id, reason=reason, actor=oneself(account), now=clock.now())
    logout(request)
    said = (
        _("You were signed out because nothing was done for a while.")
        if reason == "idle"
        else _("You were signed out because you signed in long ago.")
    )
    if not is_for_programs(request):
        messages.info(request, said)
    way_back = urlencode({"next": _page_of(request)})
    return _lead(request, f"{reverse('account_login')}?{way_back}", "signed_out", said, 401)


def _lacks_second_factor(request: HttpRequest, account: Account) -> bool:
    known = request.session.get(presence.FACTOR)
    if known is None:
        known = (
            bool(request.session.get(presence.DEMO) and demo_sign_in.offered())
            or not second_factor.is_needed(account.id)
            or second_factor.has_any(account.id)
        )
        if known:  # a lack is looked at anew each time, so that adding one helps at once
            request.session[presence.FACTOR] = True
    return not known


def _say(request: HttpRequest, text: str) -> str:
    """Once on the page a person opens, not for every part that a page fetches by itself."""
    if request.headers.get("HX-Request") != "true" and not is_for_programs(request):
        messages.info(request, text)
    return text


def _lead(request: HttpRequest, url: str, code: str, said: str, status: int = 403) -> HttpResponse:
    if is_for_programs(request):
        return problem(status, code, said)
    return HttpResponseRedirect(url)


def _for_htmx(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page must not be replaced by the sign-in page: the whole page goes there."""
    target = response.headers.get("Location", "")
    if request.headers.get("HX-Request") != "true" or not target.startswith(_gates()):
        return response
    if request.path.startswith(reverse("identity_account")):
        return response
    parts = urlsplit(target)
    if parts.path == reverse("account_login"):
        target = f"{parts.path}?{urlencode({'next': _page_of(request)})}"
    answer = HttpResponse(status=401, headers={"HX-Redirect": target})
    answer.cookies = response.cookies
    return answer


def _gates() -> tuple[str, ...]:
    return reverse("account_login"), reverse("account_change_password"), reverse("mfa_index")


def _page_of(request: HttpRequest) -> str:
    """The page a person looks at: for a form or a part of a page, the one it stands on."""
    if request.method == "GET" and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or not page.path.startswith("/"):
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path
