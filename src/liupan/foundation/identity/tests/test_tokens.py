"""Tokens of machine accounts: who gets one, what it allows, when it ends."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import override_settings

from liupan.foundation.identity import token_rights
from liupan.foundation.identity.facade import (
    IssuedToken,
    close_account,
    find_account_by_token,
    issue_token,
    limited,
    list_tokens,
    reopen_account,
    revoke_token,
)
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.tests.factories import NOW, administrator, make_account, stranger
from liupan.foundation.identity.tests.test_signing_in import real_time
from liupan.foundation.journal.tests.factories import Entry
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.secrecy import Zone

pytestmark = pytest.mark.django_db
READ, WRITE = "identity.account.manage", "identity.token.manage"


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Account]:
    """A machine account that holds READ alone."""
    account = make_account(ActorKind.MACHINE, username="robot")
    held = {account.id: {READ}}
    monkeypatch.setattr(token_rights, "_rights", lambda account_id: held.get(account_id, set()))
    return account


def issue(
    account_id: UUID, *scopes: str, days: int = 30, actor: Actor | None = None
) -> IssuedToken:
    return issue_token(
        account_id=account_id,
        scopes=scopes,
        days=days,
        label="综合平台",
        actor=actor or administrator(),
        now=NOW,
    )


def test_the_secret_is_shown_once_and_kept_nowhere(robot: Account) -> None:
    token = issue(robot.id, READ)
    assert token.secret.startswith(f"lp_{token.prefix}_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM identity_apitoken t")
        assert token.secret not in cursor.fetchone()[0]
    entry = Entry.objects.get(act="identity.token.issued")
    assert token.secret.rpartition("_")[2] not in str(entry.changes)
    assert entry.changes["scopes"] == [READ]
    assert robot.id in entry.concerned


def test_a_token_stands_for_its_account_with_its_scopes_only(robot: Account) -> None:
    holder = find_account_by_token(issue(robot.id, READ).secret)
    assert (holder.account.id, holder.scopes) == (robot.id, {READ})
    unit = frozenset({uuid4()})
    actor = Actor(id=robot.id, kind=ActorKind.MACHINE, rights={READ: unit, WRITE: unit})
    assert limited(actor, holder).rights == {READ: unit}
    assert limited(Actor(id=robot.id, kind=ActorKind.MACHINE), holder).rights == {}


@pytest.mark.parametrize("wrong", ["", "lp_", "lp_00000000_x", "nonsense"])
def test_a_wrong_token_stands_for_nobody(robot: Account, wrong: str) -> None:
    issue(robot.id, READ)
    assert find_account_by_token(wrong) is None


def test_a_token_ends_by_time_revocation_closing_or_zone(robot: Account) -> None:
    token = issue(robot.id, READ, days=2)
    assert find_account_by_token(token.secret)
    with real_time(timedelta(days=2, seconds=1)):
        assert find_account_by_token(token.secret) is None
    with override_settings(LIUPAN_ZONE=Zone.INTERNET):
        assert find_account_by_token(token.secret) is None
    other = issue(robot.id, READ)
    for _turn in range(2):
        revoke_token(token_id=other.id, actor=administrator(), now=NOW)
    assert find_account_by_token(other.secret) is None
    assert Entry.objects.filter(act="identity.token.revoked").count() == 1
    close_account(account_id=robot.id, reason="x", actor=administrator(), now=NOW)
    assert find_account_by_token(token.secret) is None
    reopen_account(account_id=robot.id, reason="x", actor=administrator(), now=NOW)
    assert find_account_by_token(token.secret) is None


def test_use_is_noted_to_the_hour(robot: Account) -> None:
    token = issue(robot.id, READ)
    assert list_tokens(robot.id, actor=administrator())[0].last_used_at is None
    find_account_by_token(token.secret)
    used = list_tokens(robot.id, actor=administrator())[0].last_used_at
    assert (used.minute, used.second) == (0, 0)


@pytest.mark.parametrize(
    ("scopes", "days"),
    [((WRITE,), 30), ((), 30), (("no.such.thing",), 30), ((READ,), 0), ((READ,), 367)],
)
def test_nobody_gets_more_than_the_account_holds(
    robot: Account, scopes: tuple[str, ...], days: int
) -> None:
    with pytest.raises(InvalidInput):
        issue(robot.id, *scopes, days=days)


def test_tokens_are_for_machines_and_issued_by_who_may(robot: Account) -> None:
    with pytest.raises(InvalidInput):
        issue(make_account().id, READ)
    with pytest.raises(NotAuthorised):
        issue(robot.id, READ, actor=stranger())
