"""What this installation is, while the database cannot say."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from psycopg.errors import UndefinedTable

from liupan.foundation.organisations import installation
from liupan.foundation.organisations.facade import find_installation
from liupan.foundation.organisations.tests.factories import NOW, almighty, found_installation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(installation, "KEEP", -1.0)
    installation.forget()
    yield
    installation.forget()


def _fail(error: Exception) -> object:
    def fail(*args: object) -> object:
        raise error

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError()])
def test_a_founded_city_keeps_its_clock_while_the_database_is_away(error: Exception) -> None:
    found_installation(
        city_code="640400",
        city_name="固原市",
        is_demo=True,
        clock_offset=timedelta(days=-3000),
        actor=almighty(),
        now=NOW,
    )
    known = find_installation()
    with _fail(error):  # type: ignore[attr-defined]
        assert find_installation() == known
        assert installation.clock_offset() == timedelta(days=-3000)


def test_what_was_never_known_is_not_guessed() -> None:
    with _fail(OperationalError()), pytest.raises(OperationalError):  # type: ignore[attr-defined]
        installation.clock_offset()


def test_before_the_first_migration_nothing_is_founded() -> None:
    error = ProgrammingError()
    error.__cause__ = UndefinedTable()
    with _fail(error):  # type: ignore[attr-defined]
        assert find_installation() is None
