"""What allauth tells us by its signals, turned into operations. Connected once, in `apps`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa import signals
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from liupan.foundation.identity import limits, presence
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.accounts import confirm_contact
from liupan.foundation.identity.operations.second_factors import settle_second_factors
from liupan.foundation.identity.operations.signing_in import fail_sign_in
from liupan.foundation.identity.queries import oneself
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS

View = Callable[..., HttpResponseBase]


def connect() -> None:
    """Listen to allauth."""
    email_confirmed.connect(_email_confirmed, dispatch_uid="liupan.identity")
    signals.authenticator_removed.connect(_factor_removed, dispatch_uid="liupan.identity")
    signals.authentication_failed.connect(_factor_failed, dispatch_uid="liupan.identity")


def _email_confirmed(email_address: EmailAddress, **_kwargs: Any) -> None:
    account = Account.objects.get(id=email_address.user_id)
    confirm_contact(
        account_id=account.id, email=email_address.email, actor=oneself(account), now=clock.now()
    )


def settled(view: View) -> View:
    """A view of allauth that changes factors: its write and our fact are one transaction."""

    @wraps(view)
    def one_transaction(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            _settle(request.user)
        return response

    return one_transaction


def _settle(user: Any) -> None:
    settle_second_factors(account_id=user.id, actor=oneself(user), now=clock.now())


def _factor_removed(request: HttpRequest, **_kwargs: Any) -> None:
    request.session.pop(presence.FACTOR, None)


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
