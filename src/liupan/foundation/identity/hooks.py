"""What allauth tells us by its signals, turned into operations. Connected once, in `apps`."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from liupan.foundation.identity import limits, presence
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.accounts import confirm_contact
from liupan.foundation.identity.operations.second_factors import (
    note_recovery_codes_renewed,
    note_second_factor_added,
    note_second_factor_removed,
)
from liupan.foundation.identity.operations.signing_in import fail_sign_in
from liupan.foundation.identity.queries import oneself
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS


def connect() -> None:
    """Listen to allauth."""
    email_confirmed.connect(_email_confirmed, dispatch_uid="liupan.identity")
    signals.authenticator_added.connect(_factor_added, dispatch_uid="liupan.identity")
    signals.authenticator_removed.connect(_factor_removed, dispatch_uid="liupan.identity")
    signals.authenticator_reset.connect(_codes_renewed, dispatch_uid="liupan.identity")
    signals.authentication_failed.connect(_factor_failed, dispatch_uid="liupan.identity")


def _email_confirmed(email_address: EmailAddress, **_kwargs: Any) -> None:
    account = Account.objects.get(id=email_address.user_id)
    confirm_contact(
        account_id=account.id, email=email_address.email, actor=oneself(account), now=clock.now()
    )


def _factor_added(user: Account, authenticator: Authenticator, **_kwargs: Any) -> None:
    note_second_factor_added(
        account_id=user.id, factor=authenticator.type, actor=oneself(user), now=clock.now()
    )


def _factor_removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_kwargs: Any
) -> None:
    request.session.pop(presence.FACTOR, None)
    note_second_factor_removed(
        account_id=user.id, factor=authenticator.type, actor=oneself(user), now=clock.now()
    )


def _codes_renewed(user: Account, **_kwargs: Any) -> None:
    note_recovery_codes_renewed(account_id=user.id, actor=oneself(user), now=clock.now())


def _factor_failed(user: Account, **_kwargs: Any) -> None:
    failures = limits.taken("second_factor.account", str(user.id))
    fail_sign_in(
        name=user.username,
        account_id=user.id,
        step="second_factor",
        failures=failures,
        is_locked=failures >= limits.LIMITS["second_factor.account"].amount,
        actor=ANONYMOUS,
        now=clock.now(),
    )
