"""Signing in and out, failed attempts, the lock-out, and the demo's one click."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.foundation.identity import demo_sign_in, limits, rules
from liupan.foundation.identity.digests import keyed_id
from liupan.foundation.identity.events import (
    FirstSignedIn,
    SignedIn,
    SignedOut,
    SignInFailed,
    SignInUnlocked,
)
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.accounts import locked
from liupan.foundation.identity.policies import MANAGE_ACCOUNTS
from liupan.foundation.identity.subjects import PERSON, keys_of, typed_key
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor, ActorKind, anyone, own, require
from liupan.kernel.errors import Missing, Refusal
from liupan.kernel.statements import asked, update


class AccountIsClosed(Refusal):
    """A closed account does not sign in."""

    status = 403


@operation
def sign_in(
    *, account_id: UUID, method: str, ip: str, user_agent: str, actor: Actor, now: datetime
) -> None:
    """A person has signed in with everything their account asks for."""
    own(actor, account_id)
    _begin(locked(account_id), method, ip, user_agent, actor, now)


@operation
def sign_in_as_demo_role(
    *, username: str, ip: str, user_agent: str, actor: Actor, now: datetime
) -> UUID:
    """Sign in as one of the demo's roles without a password. `Missing` unless this is a demo."""
    anyone(actor)
    if username not in demo_sign_in.offered():
        raise Missing(_("There is no such page."))
    account = _named.first(username)
    if account is None:
        raise Missing(_("There is no such page."))
    _begin(account, "demo", ip, user_agent, actor, now)
    return account.id


@operation
def sign_out(*, account_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """A session ended: by its person (own), without activity (idle), or at its end (age)."""
    own(actor, account_id)
    record(SignedOut(thing_id=account_id, reason=reason), actor=actor, now=now)


@operation
def fail_sign_in(
    *,
    name: str,
    account_id: UUID | None,
    step: str,
    failures: int,
    is_locked: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """An attempt failed; leaves a fact whenever the number of failures has doubled.

    Of an unknown name only a keyed hash is kept. `step`: password, or second_factor.
    """
    anyone(actor)
    if not rules.is_worth_a_fact(failures):
        return nothing_changed()
    fact = SignInFailed(
        thing_id=account_id or keyed_id("sign_in.name", typed_key(name)),
        failures=failures,
        is_locked=is_locked,
        step=step,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def unlock_account(*, account_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a person who is locked out try again at once."""
    require(actor, MANAGE_ACCOUNTS)
    account = locked(account_id)
    own_id = str(account.id)
    counters = [*keys_of(account), ("second_factor.account", own_id), ("password.account", own_id)]
    if not sum(limits.forget(action, key) for action, key in counters):
        return nothing_changed()
    record(SignInUnlocked(thing_id=account.id), actor=actor, now=now)
    return None


@asked
def _named(username: str) -> QuerySet[Account]:
    return Account.objects.filter(username=username).select_for_update()


def _begin(
    account: Account, method: str, ip: str, user_agent: str, actor: Actor, now: datetime
) -> None:
    if not account.is_active or account.kind == ActorKind.MACHINE.value:
        raise AccountIsClosed(_("This account cannot sign in."))
    if account.first_signed_in_at is None:
        account.first_signed_in_at = now
        update(account, "first_signed_in_at")
        record(FirstSignedIn(thing_id=account.id, kind=account.kind), actor=actor, now=now)
    fact = SignedIn(
        thing_id=account.id,
        method=method,
        failed_before=limits.forget_taken(PERSON, str(account.id)),
        device=rules.device_of(user_agent),
        ip=ip,
    )
    record(fact, actor=actor, now=now)
