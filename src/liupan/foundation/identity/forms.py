"""What people type to sign in, sign up and get back in."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import password_reset, signup
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.base import forms as mfa
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.design.facade import frames
from liupan.foundation.identity import limits, rules, sms
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.queries import find_for_sign_in
from liupan.kernel.authority import ActorKind


class MobileField(forms.CharField):
    """A mobile number of mainland China."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        phone = rules.tidy_phone(super().clean(value) or "")
        if phone and not rules.is_mobile(phone):
            raise ValidationError(_("This is not a mobile number."))
        return phone


class SignInForm(account.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username, mobile number or e-mail address")
        self.fields["password"].help_text = ""


class _NewPassword(forms.Form):
    """Says once, in one sentence, what a password must be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "At least 10 characters, not digits alone, nothing often used, nothing of your own "
            "name, number or address. Several words make a good one."
        )


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    """A new password, beside the old one."""


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):
    """A new password, by the link that was sent."""


class ChangePhoneForm(account.ChangePhoneForm):
    """Another mobile number; it counts once its code has come back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("New mobile number")


class AddEmailForm(account.AddEmailForm):
    """Another e-mail address; it counts once its code has come back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class SignUpForm(_NewPassword, account.SignupForm):
    """A citizen's own registration: a name, one way to reach them, a password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "phone", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].required = self.fields["email"].widget.is_required = False
        self.fields["phone"].label = _("Mobile number")
        if not sms.is_available():
            del self.fields["phone"]
            self.fields["email"].required = True
        else:
            self.fields["phone"].help_text = _("A mobile number or an e-mail address is enough.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("email") and not data.get("phone") and not self.errors:
            self.add_error(None, _("Give a mobile number or an e-mail address."))
        return data

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Nothing beyond `register_citizen`."""


class ResetForm(forms.Form):
    """Ask for a link to set a new password; the answer is the same for everybody."""

    email = forms.CharField(
        label=gettext_lazy("Username, mobile number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        typed = rules.tidy_username(self.cleaned_data["email"])
        limits.require_free("reset.name", typed)
        found = find_for_sign_in(typed)
        if found and found.is_active and found.kind != ActorKind.MACHINE.value:
            _send_link(request, found)
        elif "@" in typed:
            signup.send_unknown_account_mail(request, typed)
        elif rules.is_mobile(rules.tidy_phone(typed)) and sms.is_available():
            get_adapter(request).send_unknown_account_sms(rules.tidy_phone(typed))
        return typed


class _LimitedCode(forms.Form):
    """Codes of a second factor may be tried a few times only."""

    user: Account

    def clean_code(self) -> str:
        key = str(self.user.pk)
        if not limits.is_free("second_factor.account", key):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        limits.forget("second_factor.account", key)
        return code


class SecondFactorForm(_LimitedCode, mfa.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(_LimitedCode, mfa.ReauthenticateForm):
    """Prove once more who one is, by second factor."""


def _send_link(request: HttpRequest, found: Account) -> None:
    maker = account.default_token_generator
    if found.email:
        password_reset.request_password_reset(request, found.email, [found], maker)
    elif found.phone and sms.is_available():
        key = f"{user_pk_to_url_str(found)}-{maker.make_token(found)}"
        url = password_reset.get_reset_password_from_key_url(request, key)
        text = _("Set a new password here: %(url)s") % {"url": url}
        sms.send(found.phone, f"【{frames.installation().site}】{text}")


__all__ = [
    "ChangePasswordForm",
    "MobileField",
    "ReauthenticateForm",
    "ResetForm",
    "ResetPasswordKeyForm",
    "SecondFactorForm",
    "SignInForm",
    "SignUpForm",
]
