"""Checking a password: exactly one hash for every attempt, whoever is meant."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from liupan.foundation.identity.models import Account
from liupan.foundation.identity.queries import find_for_sign_in
from liupan.kernel.authority import ActorKind
from liupan.kernel.statements import find


class PasswordBackend(AuthenticationBackend):
    """Knows a person by username, e-mail address or phone number.

    The base class hashes the password once when nobody was found, so that the time tells nothing.
    A closed account is refused like a wrong password.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        account = find_for_sign_in(credentials.get("username") or "")
        if account is None:
            return None
        self._did_check_password = True
        is_right = account.check_password(credentials["password"])
        return account if is_right and self.user_can_authenticate(account) else None

    def get_user(self, user_id: Any) -> Account | None:
        """Whose session it is; read for every page of theirs."""
        account = find(Account, user_id)
        return account if account and self.user_can_authenticate(account) else None

    def user_can_authenticate(self, user: Account) -> bool:
        return user.is_active and user.kind != ActorKind.MACHINE.value
