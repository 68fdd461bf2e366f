"""The commands: thin, on the authority of a named administrator."""

import pytest
from click.testing import CliRunner, Result

from liupan.foundation.identity import acting, token_rights
from liupan.foundation.identity.management import cli, token
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.queries import find_account_by_token
from liupan.foundation.identity.tests.factories import administrator, make_account, stranger
from liupan.kernel.authority import ActorKind
from liupan.kernel.errors import Missing, NotAuthorised

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"admin": administrator(), "clerk": stranger()}
    monkeypatch.setattr(acting, "_named", lambda username: known[username])
    monkeypatch.setattr(token_rights, "_rights", lambda _account: {"identity.account.manage"})


def run(group: object, *arguments: str) -> Result:
    done = CliRunner().invoke(group, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_an_account_is_opened_with_a_link_for_its_password(client: object) -> None:
    done = run(cli, "open-account", "ma", "--name", "马小明", "--as", "admin")
    account_id, link = done.stdout.split()
    assert str(Account.objects.get(username="ma").id) == account_id
    assert client.get(link).status_code == 302


def test_every_command_names_an_administrator_who_may() -> None:
    make_account(username="ma")
    assert run(cli, "unlock", "ma").exit_code == 2
    for arguments in (
        ("open-account", "x1", "--name", "甲"),
        ("close-account", "ma", "--reason", "x"),
        ("reopen-account", "ma", "--reason", "x"),
        ("reset-password", "ma"),
        ("reset-second-factor", "ma", "--reason", "x"),
        ("unlock", "ma"),
    ):
        with pytest.raises(NotAuthorised):
            run(cli, *arguments, "--as", "clerk")
    for arguments in (("issue", "--account", "ma", "--scope", "x"), ("list",), ("revoke", "0")):
        with pytest.raises(NotAuthorised):
            run(token, *arguments, "--as", "clerk")


def test_accounts_are_closed_and_opened_again() -> None:
    make_account(username="ma")
    for command, is_open in (("close-account", False), ("reopen-account", True)):
        run(cli, command, "MA", "--reason", "x", "--as", "admin")
        assert Account.objects.get(username="ma").is_active is is_open


def test_tokens_are_issued_listed_and_revoked() -> None:
    make_account(ActorKind.MACHINE, username="robot")
    scope = "identity.account.manage"
    secret = run(
        token, "issue", "--account", "robot", "--scope", scope, "--days", "3", "--as", "admin"
    ).stdout.strip()
    assert find_account_by_token(secret).scopes == {scope}
    listed = run(token, "list", "--as", "admin").stdout
    prefix = listed.split()[0]
    assert secret.startswith(f"lp_{prefix}_")
    assert secret not in listed
    run(token, "revoke", prefix, "--as", "admin")
    assert find_account_by_token(secret) is None
    with pytest.raises(Missing):
        run(token, "revoke", "00000000", "--as", "admin")
