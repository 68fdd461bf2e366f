"""Whose second factor is required. `access` knows (by role) and installs the policy at start-up."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Greatest

from liupan.foundation.identity.models import FactorPeriod
from liupan.kernel.statements import asked

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
    return set(_having(list(account_ids)))


@asked
def _having(account_ids: list[UUID]) -> QuerySet[Authenticator, UUID]:
    rows = Authenticator.objects.filter(user_id__any_of=account_ids)
    found: QuerySet[Authenticator, UUID] = rows.exclude(
        type=Authenticator.Type.RECOVERY_CODES
    ).values_list("user_id", flat=True)
    return found


def end_periods(account_id: UUID, now: datetime, *, but: Iterable[int] = ()) -> None:
    """End the periods of factors that are gone: all, but those of these authenticators."""
    open_ones = FactorPeriod.objects.filter(account_id=account_id, ended_at=None)
    moment = Greatest(Value(now, output_field=DateTimeField()), F("begun_at"))
    open_ones.exclude(authenticator_id__in=list(but)).update(ended_at=moment)
