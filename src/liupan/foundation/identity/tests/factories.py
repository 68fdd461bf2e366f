"""Accounts for tests, made by the operations."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.test import Client

from liupan.foundation.identity import demo_sign_in, second_factor
from liupan.foundation.identity.management import cli
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.operations.accounts import open_account
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, permissions

__all__ = ["Account", "cli"]  # the rows and the commands, for tests of rooms above

NOW = datetime(2017, 11, 15, 1, 0, tzinfo=UTC)
PASSWORD = "six-turns-up-the-hill"

_numbers = count(1)


def administrator() -> Actor:
    """Somebody with every right, as during setup."""
    rights = {code: frozenset({ANYWHERE}) for code in permissions()}
    return Actor(id=uuid4(), kind=ActorKind.STAFF, name="管理员", rights=rights)


def stranger() -> Actor:
    """Somebody signed in without any right."""
    return Actor(id=uuid4(), kind=ActorKind.STAFF, name="路人")


def make_account(
    kind: ActorKind = ActorKind.STAFF,
    *,
    username: str = "",
    name: str = "马小明",
    email: str = "",
    phone: str = "",
    must_change_password: bool = False,
) -> Account:
    """An open account with `PASSWORD`."""
    account_id = open_account(
        kind=kind,
        username=username or f"person{next(_numbers)}",
        name=name,
        password=PASSWORD,
        email=email,
        phone=phone,
        must_change_password=must_change_password,
        actor=administrator(),
        now=NOW,
    )
    return Account.objects.get(id=account_id)


def enter(client: Client, account_id: UUID) -> None:
    """Sign the client in as strongly as any role may ask: the account has a second factor."""
    account = Account.objects.get(id=account_id)
    Authenticator.objects.get_or_create(
        user=account, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}}
    )
    client.force_login(account)


@contextmanager
def second_factor_needed_by(*account_ids: UUID) -> Iterator[None]:
    """As if these accounts held a role that needs a second factor."""
    before = second_factor._policy
    second_factor.install(lambda account_id: account_id in account_ids)
    try:
        yield
    finally:
        second_factor._policy = before


@contextmanager
def demo(is_demo: bool = True, *, roles: tuple[str, ...] = ()) -> Iterator[None]:
    """As if this installation were a demo that offers these usernames."""
    before, offered = demo_sign_in._is_demo, dict(demo_sign_in._roles)
    demo_sign_in.install(lambda: is_demo)
    demo_sign_in._roles.clear()
    for username in roles:
        demo_sign_in.offer(username, f"Role {username}", "Something to see")
    try:
        yield
    finally:
        demo_sign_in._is_demo = before
        demo_sign_in._roles.clear()
        demo_sign_in._roles.update(offered)


def signed_in_at(account_id: UUID, moment: datetime) -> None:
    """Let the person have signed in for the first time at `moment`."""
    Account.objects.filter(id=account_id).update(first_signed_in_at=moment)
