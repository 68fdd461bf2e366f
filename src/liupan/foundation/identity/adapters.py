"""Where allauth's sign-in meets ours: limits, facts, redirects, codes, sealed secrets."""

from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.design.facade import frames
from liupan.foundation.identity import factor_secrets, limits, presence, second_factor, sms
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.accounts import (
    change_password,
    confirm_contact,
    register_citizen,
)
from liupan.foundation.identity.operations.signing_in import fail_sign_in, sign_in, sign_out
from liupan.foundation.identity.queries import find_by_phone, find_for_sign_in, oneself
from liupan.foundation.identity.subjects import PERSON, TYPED, keys_of, person_key, typed_key
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, ActorKind

WORKBENCH = "/work/"
STAGES = "allauth.account.stages.EmailVerificationStage"
SELF_REGISTERED = (ActorKind.CITIZEN.value, ActorKind.LEGAL_PERSON.value)


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, out and up, passwords and contact data, as operations of this room."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "The name or the password is not right. After five attempts, wait five minutes."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts. Wait five minutes, or sign in with a passkey."
        ),
    }

    # --- signing in ------------------------------------------------------------------------
    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Check name and password within the limits; a failure leaves a fact.

        A person who is locked answers like a wrong password, after one hash as well.
        """
        login = str(credentials.get("username") or "")
        known = find_for_sign_in(login)
        ip = self.get_client_ip(request)
        is_free = limits.is_free("sign_in.ip", ip) and limits.is_free(TYPED, typed_key(login))
        tries = limits.count(PERSON, person_key(login, known))
        is_locked = tries > limits.LIMITS[PERSON].amount
        account: Account | None = None
        if is_free:
            password = credentials.get("password")
            account = authenticate(request, username=login, password=password)
        if account and not is_locked:
            limits.give_back("sign_in.ip", ip)
            limits.give_back(TYPED, typed_key(login))
            limits.give_back(PERSON, str(account.id))
            return account
        fail_sign_in(
            name=login,
            account_id=known.id if known else None,
            step="password",
            failures=tries,
            is_locked=is_locked,
            actor=ANONYMOUS,
            now=clock.now(),
        )
        if not is_free:
            raise self.validation_error("too_many_login_attempts")
        return None

    def get_login_stages(self) -> list[str]:
        ours = f"{ContactStage.__module__}.{ContactStage.__name__}"
        return [ours if path == STAGES else path for path in super().get_login_stages()]

    def login(self, request: HttpRequest, user: Account) -> None:
        records = get_authentication_records(request, user)
        with transaction.atomic():
            sign_in(
                account_id=user.id,
                method="+".join(r.get("type") or r["method"] for r in records) or "unknown",
                ip=self.get_client_ip(request),
                user_agent=self.get_http_user_agent(request),
                actor=oneself(user),
                now=clock.now(),
            )
            super().login(request, user)
        presence.begin(request)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Account):
            sign_out(
                account_id=request.user.id,
                reason="own",
                actor=oneself(request.user),
                now=clock.now(),
            )
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def is_safe_url(self, url: str) -> bool:
        host = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts=host, require_https=self.request.is_secure()
        )

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """A closed account meets the same page as a wrong password."""
        return HttpResponseRedirect(reverse("account_login"))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Address of the client; "::" over a socket of the same machine."""
        return "::" if not request.META.get("REMOTE_ADDR") else super().get_client_ip(request)

    # --- passwords -------------------------------------------------------------------------
    def set_password(self, user: Account, password: str) -> None:
        request = self.request
        is_own = request.user.is_authenticated and request.user.pk == user.pk
        user.password = change_password(
            account_id=user.id,
            password=password,
            how="own" if is_own else "reset",
            keep_session=request.session.session_key if is_own else None,
            actor=oneself(user),
            now=clock.now(),
        )
        for action, key in keys_of(user):
            limits.forget(action, key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("identity_account")

    # --- signing up ------------------------------------------------------------------------
    def save_user(
        self, request: HttpRequest, user: Account, form: BaseForm, commit: bool = True
    ) -> Account:
        data = form.cleaned_data
        account_id = register_citizen(
            name=data["name"],
            email=data.get("email") or "",
            phone=data.get("phone") or "",
            password=data["password1"],
            actor=ANONYMOUS,
            now=clock.now(),
        )
        return Account.objects.get(id=account_id)

    # --- phone numbers -----------------------------------------------------------------------
    def phone_form_field(self, **kwargs: Any) -> Any:
        from liupan.foundation.identity.forms import MobileField

        return MobileField(**kwargs)

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        """The number, and whether it needs no code before signing in."""
        if not user.phone:
            return None
        return user.phone, user.kind not in SELF_REGISTERED or _has_confirmed(user)

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        if verified:
            self.set_phone_verified(user, phone)

    def set_phone_verified(self, user: Account, phone: str) -> None:
        confirm_contact(account_id=user.id, phone=phone, actor=oneself(user), now=clock.now())

    def get_user_by_phone(self, phone: str) -> Account | None:
        return find_by_phone(phone, confirmed=True)

    def send_verification_code_sms(
        self, user: Account, phone: str, code: str, **kwargs: Any
    ) -> None:
        self._text(phone, _("Your code is %(code)s. It holds for 15 minutes.") % {"code": code})

    def send_account_already_exists_sms(self, phone: str) -> None:
        self._text(phone, _("You have an account with this number already. Sign in with it."))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        self._text(phone, _("There is no account with this number. You can open one."))

    def _text(self, phone: str, text: str) -> None:
        limits.require_free("code.name", phone)
        sms.send(phone, f"【{frames.installation().site}】{text}")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        limits.require_free("code.name", email)
        site = frames.installation().site
        super().send_mail(template_prefix, email, {**_at_origin(context), "site": site})

    def format_email_subject(self, subject: str) -> str:
        return f"{frames.installation().site}：{subject}"


class ContactStage(EmailVerificationStage):
    """Whoever opened their own account proves one address or number before the first sign-in."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user and (user.kind not in SELF_REGISTERED or not user.email or _has_confirmed(user)):
            return None, True
        response: tuple[Any, bool] = super().handle()
        return response


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets sealed, QR code as plain markup, the last one kept where needed."""

    def encrypt(self, text: str) -> str:
        return factor_secrets.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factor_secrets.opened(encrypted_text)

    def get_totp_label(self, user: Account) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return str(frames.installation().site)

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name, "name": user.username}

    def build_totp_svg(self, url: str) -> SafeString:
        code = qrcode.QRCode(border=2)
        code.add_data(url)
        code.make()
        rows = code.get_matrix()
        dots = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg class="lp-qr" role="img" aria-label="{}" width="220" height="220" '
            'viewBox="0 0 {} {}"><rect width="100%" height="100%" fill="#fff"/>'
            '<path d="{}" fill="#000"/></svg>',
            _("QR code for the authenticator app"),
            len(rows),
            len(rows),
            dots,
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether something would still stand in for it, where a second factor is required."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return others.exclude(pk=authenticator.pk).exists() or not second_factor.is_needed(
            authenticator.user_id
        )


def home_of(user: Any) -> str:
    """Where a person goes after signing in: staff to their workbench, everybody else home."""
    if getattr(user, "kind", "") != ActorKind.STAFF.value:
        return "/"
    try:
        resolve(WORKBENCH)
    except Resolver404:
        return reverse("identity_account")
    return WORKBENCH


def _at_origin(context: dict[str, Any]) -> dict[str, Any]:
    """Links of a letter at the configured address, whatever the request called itself."""
    return {
        name: f"{settings.LIUPAN_ORIGIN}{urlsplit(value).path}" if name.endswith("_url") else value
        for name, value in context.items()
    }


def _has_confirmed(user: Account) -> bool:
    return (
        user.phone_confirmed_at is not None
        or EmailAddress.objects.filter(user_id=user.id, verified=True).exists()
    )
