"""Facts of `identity`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.kernel.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Fact, code="identity.account.opened", label=_("account opened")):
    """An account was opened."""

    kind: str
    username: Annotated[str, Personal()]
    name: Annotated[str, Personal()]


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Fact, code="identity.account.closed", label=_("account closed")):
    """An account was closed; it can no longer sign in."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Fact, code="identity.account.reopened", label=_("account reopened")):
    """A closed account was opened again."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountErased(Fact, code="identity.account.erased", label=_("personal data erased")):
    """A person's data was erased (个人信息保护法第四十七条); the account is closed for ever."""

    basis: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(
    Fact, code="identity.account.contact_changed", label=_("contact data changed")
):
    """An administrator changed e-mail address or phone number; what stayed is absent."""

    email: Annotated[str | None, Personal()] = None
    phone: Annotated[str | None, Personal()] = None


@dataclass(frozen=True, kw_only=True)
class ContactConfirmed(
    Fact, code="identity.account.contact_confirmed", label=_("contact data confirmed")
):
    """The person proved by a code to hold an e-mail address or phone number."""

    email: Annotated[str | None, Personal()] = None
    phone: Annotated[str | None, Personal()] = None


@dataclass(frozen=True, kw_only=True)
class RealNameVerified(
    Fact, code="identity.account.real_name_verified", label=_("real name verified")
):
    """The person's name and number were checked (实名认证)."""

    level: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact, code="identity.account.password_changed", label=_("password changed")):
    """A new password was set; all other sessions ended. `how`: own, or by a reset link."""

    how: str


@dataclass(frozen=True, kw_only=True)
class PasswordChangeRequired(
    Fact, code="identity.account.password_change_required", label=_("password change required")
):
    """The person must choose a new password at the next sign-in."""


@dataclass(frozen=True, kw_only=True)
class ResetLinkIssued(
    Fact, code="identity.account.reset_link_issued", label=_("link for a new password issued")
):
    """An administrator made a link with which the person can set a new password once."""


@dataclass(frozen=True, kw_only=True)
class FirstSignedIn(
    Fact, code="identity.account.first_signed_in", label=_("signed in for the first time")
):
    """The person signed in for the first time. The plan counts units that are online by this."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Fact, code="identity.account.signed_in", label=_("signed in")):
    """A person signed in. `failed_before`: failed attempts on this name since the window began."""

    method: str
    failed_before: int
    device: str
    ip: Annotated[str, Personal()]


@dataclass(frozen=True, kw_only=True)
class SignedOut(Fact, code="identity.account.signed_out", label=_("signed out")):
    """A session ended. `reason`: own, idle, or too long."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Fact, code="identity.sign_in.failed", label=_("sign-in failed")):
    """Attempts to sign in failed. The thing is the account, or a keyed hash of an unknown name."""

    failures: int
    is_locked: bool
    step: str


@dataclass(frozen=True, kw_only=True)
class SignInUnlocked(Fact, code="identity.account.unlocked", label=_("sign-in unlocked")):
    """An administrator let a person try again before the lock-out ended."""


@dataclass(frozen=True, kw_only=True)
class SecondFactorAdded(
    Fact, code="identity.account.second_factor_added", label=_("second factor added")
):
    """The person added a second factor: totp, webauthn or recovery_codes."""

    factor: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(
    Fact, code="identity.account.second_factor_removed", label=_("second factor removed")
):
    """The person removed a second factor."""

    factor: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(
    Fact, code="identity.account.recovery_codes_renewed", label=_("recovery codes renewed")
):
    """The person made new recovery codes; the old ones are void."""


@dataclass(frozen=True, kw_only=True)
class SecondFactorsReset(
    Fact, code="identity.account.second_factors_reset", label=_("second factors reset")
):
    """An administrator removed all second factors of a person who lost them."""

    factors: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class SessionsRevoked(
    Fact, code="identity.account.sessions_revoked", label=_("devices signed out")
):
    """Sessions were ended from elsewhere."""

    number: int


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Fact, code="identity.token.issued", label=_("token issued")):
    """A machine account got a token."""

    account_id: UUID
    prefix: str
    scopes: tuple[str, ...]
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact, code="identity.token.revoked", label=_("token revoked")):
    """A token was revoked."""

    account_id: UUID
    prefix: str
