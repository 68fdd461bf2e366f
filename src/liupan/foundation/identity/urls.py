"""Account pages. allauth's views are mounted one by one, each with its entrance and its limit.

Their names carry no namespace, because allauth itself refers to them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from liupan.foundation.design.facade import public, signed_in
from liupan.foundation.identity import limits, views
from liupan.foundation.identity.hooks import settled

View = Callable[..., HttpResponseBase]


def _limited(view: View, action: str) -> View:
    """Count posts to the view, by address or by account, as the action's name ends."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            by_ip = action.endswith(".ip")
            key = get_adapter(request).get_client_ip(request) if by_ip else str(request.user.pk)
            limits.require_free(action, key)
        return view(request, *args, **kwargs)

    return counted


def _open(view: View, action: str = "") -> View:
    return public(never_cache(_limited(view, action) if action else view))


def _own(view: View, action: str = "") -> View:
    return signed_in(never_cache(_limited(view, action) if action else view))


PREFIX = "account/"
urlpatterns = [
    path("", views.overview, name="identity_account"),
    path("sessions/", views.sessions, name="identity_sessions"),
    path("sessions/<int:session_id>/end/", views.end_session, name="identity_end_session"),
    path("sessions/end-others/", views.end_other_sessions, name="identity_end_other_sessions"),
    path("demo/", views.demo, name="identity_demo"),
    path("login/", _open(account.login), name="account_login"),
    path("logout/", _open(account.logout), name="account_logout"),
    path("signup/", _open(account.signup, "sign_up.ip"), name="account_signup"),
    path("reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("email/", _own(account.email, "password.account"), name="account_email"),
    path(
        "confirm-email/",
        _open(account.email_verification_sent, "code.ip"),
        name="account_email_verification_sent",
    ),
    path("phone/verify/", _open(account.verify_phone, "code.ip"), name="account_verify_phone"),
    path("phone/change/", _own(account.change_phone, "code.ip"), name="account_change_phone"),
    path(
        "password/change/",
        _own(account.password_change, "password.account"),
        name="account_change_password",
    ),
    # allauth leads there from the page above whoever has no password.
    path(
        "password/set/",
        _own(RedirectView.as_view(pattern_name="account_reset_password")),
        name="account_set_password",
    ),
    path(
        "password/reset/", _open(account.password_reset, "reset.ip"), name="account_reset_password"
    ),
    path(
        "password/reset/done/",
        _open(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _open(account.password_reset_from_key, "reset.ip"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        _open(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", _own(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", _open(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _own(settled(totp.activate_totp)), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _own(settled(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        _own(settled(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        _own(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/passkeys/", _own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", _own(settled(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        _own(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        _own(settled(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/edit/", _own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "2fa/passkeys/login/",
        _open(webauthn.login_webauthn, "passkey.ip"),
        name="mfa_login_webauthn",
    ),
]
