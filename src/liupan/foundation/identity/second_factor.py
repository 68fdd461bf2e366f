"""Whose second factor is required. `access` knows (by role) and installs the policy at start-up."""

from collections.abc import Callable, Iterable
from uuid import UUID

from allauth.mfa.models import Authenticator

Policy = Callable[[UUID], bool]

_policy: Policy | None = None


def install(policy: Policy) -> None:
    """Called once, by `access`: whether this account's roles need a second factor today."""
    global _policy
    _policy = policy


def is_needed(account_id: UUID) -> bool:
    """Whether the person must have a second factor."""
    return _policy is not None and _policy(account_id)


def has_any(account_id: UUID) -> bool:
    """Whether the person has an authenticator app or a passkey; recovery codes alone are none."""
    return account_id in who_has([account_id])


def who_has(account_ids: Iterable[UUID]) -> set[UUID]:
    """Those among the accounts that have a second factor. One query."""
    rows = Authenticator.objects.filter(user_id__in=set(account_ids)).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return set(rows.values_list("user_id", flat=True))
