"""Two of three duties lost at once: the operator's way back in, and who learns of it."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connection

from liupan.config import recovering
from liupan.foundation.access import facade
from liupan.foundation.access.operations.recovering import recover_duty
from liupan.foundation.access.tests.factories import (
    AUDIT,
    SECURITY,
    SYSTEM,
    acting,
    administrator,
    founded,
    granted,
)
from liupan.foundation.identity.facade import close_account, find_account_by_username
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, LiupanError, NotAuthorised
from liupan.kernel.guarding import SecondPersonNeeded

REASON = "系统管理员和安全审计员同时离职"


@pytest.fixture
def three(db: None) -> dict[str, Actor]:
    """A city that is set up, on its own day."""
    root = founded()
    made = {role: administrator(role, root) for role in (SYSTEM, SECURITY, AUDIT)}
    facade.close_setup(actor=city.almighty(), now=city.NOW)
    return made


def _recover(**said: str) -> recovering.Link:
    given = {"duty": "system", "username": "new.keeper", "name": "测试新", "reason": REASON, **said}
    with clock.frozen(city.NOW + timedelta(hours=1)):
        return recovering.recover(**given)


def _facts(act: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM journal_entry WHERE act = %s ORDER BY pos", [act])
        return [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]


def _username(actor: Actor) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT username FROM identity_account WHERE id = %s", [actor.id])
        return str(cursor.fetchone()[0])


def _id(username: str) -> UUID:
    found = find_account_by_username(username)
    assert found
    return found.id


def test_a_new_administrator_gets_the_duty_and_a_link(three: dict[str, Actor]) -> None:
    link = _recover()
    assert "/account/password/reset/key/" in link.address
    actor = acting(_id("new.keeper"))
    assert facade.duty_of(actor) is not None
    assert facade.duty_of(actor) is facade.duty_of(three[SYSTEM])
    [fact] = _facts("access.duty.recovered")
    assert (fact["role_code"], fact["reason"]) == (SYSTEM, REASON)
    assert "via cli" in str(fact["by_operator"])


def test_every_administrator_is_told(three: dict[str, Actor]) -> None:
    _recover()
    for actor in (*three.values(), acting(_id("new.keeper"))):
        [notice] = list_notices(actor)
        assert notice.urgent
        assert REASON in notice.body
        assert "测试新" in notice.body


def test_who_holds_the_duty_gets_a_link_and_no_second_grant(three: dict[str, Actor]) -> None:
    before = len(_facts("access.binding.granted"))
    assert _recover(username=_username(three[SYSTEM]), name="").address
    assert len(_facts("access.binding.granted")) == before
    assert len(_facts("access.duty.recovered")) == 1


def test_the_wall_holds_in_an_emergency_too(three: dict[str, Actor]) -> None:
    with pytest.raises(facade.DutiesApart):
        _recover(username=_username(three[AUDIT]))
    assert _facts("access.duty.recovered") == []


@pytest.mark.parametrize("wrong", [{"name": ""}, {"reason": "  "}])
def test_what_lacks_a_name_or_a_reason_is_refused(
    three: dict[str, Actor], wrong: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput):
        _recover(**wrong)
    assert find_account_by_username("new.keeper") is None


def test_nobody_else_recovers_a_duty(three: dict[str, Actor]) -> None:
    who = city.person()
    for actor in three.values():
        with pytest.raises(NotAuthorised):
            recover_duty(role_code=SYSTEM, account_id=who, reason=REASON, actor=actor, now=city.NOW)


def test_afterwards_two_administrators_act_together_again(three: dict[str, Actor]) -> None:
    _recover()
    keeper = acting(_id("new.keeper"))
    with pytest.raises(SecondPersonNeeded):
        close_account(account_id=three[SYSTEM].id, reason="离职", actor=keeper, now=city.NOW)


def test_while_the_city_is_set_up_the_installer_does_it(db: None) -> None:
    root = founded()
    granted(SECURITY, account_id=city.person(), unit_id=root)
    with pytest.raises(LiupanError) as refused:
        _recover()
    assert "liupan found" in refused.value.next_step


def test_the_command_says_who_and_where(three: dict[str, Actor]) -> None:
    done = CliRunner().invoke(
        recovering.cli, ["recover", "audit", "new.keeper", "--name", "测试新", "--reason", REASON]
    )
    assert done.exit_code == 0, done.output
    assert "new.keeper" in done.output
    assert "/account/password/reset/key/" in done.output
