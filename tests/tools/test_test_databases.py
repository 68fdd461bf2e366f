"""What was committed in one test is not there in the next, and what wrote nothing costs nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.machinery.databases import Databases

PATIENCE = 60.0  # seconds; on a busy machine a back end takes its time to leave
NAME = f"liupan_trial_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture
def databases(django_db_setup: None) -> Iterator[Databases]:
    session = Databases(
        Path(os.environ["LIUPAN_TEST_SESSION"]),
        os.environ["LIUPAN_TEST_OPERATORS_URL"],
        os.environ["LIUPAN_TEST_OPERATORS_OWNER_URL"],
    )
    session.clone(NAME)
    yield session
    session.drop(NAME)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO django_session VALUES ('s', 'x', now())",
        "CREATE TABLE other ()",
        "TRUNCATE django_session",
        "COMMENT ON TABLE django_session IS 'changed'",
        "SELECT lo_from_bytea(0, 'x')",
    ],
)
def test_every_write_is_noticed(databases: Databases, statement: str) -> None:
    before = databases.writes(NAME, patience=PATIENCE)
    assert before is not None
    with psycopg.connect(databases.owner_url(NAME), autocommit=True) as connection:
        connection.execute(statement)
    assert databases.writes(NAME, patience=PATIENCE) not in (None, before)


def test_a_write_just_before_its_process_goes_is_noticed(databases: Databases) -> None:
    before = databases.writes(NAME, patience=PATIENCE)
    with psycopg.connect(databases.url(NAME)) as connection:
        connection.execute("INSERT INTO django_session VALUES ('s', 'x', now())")
        connection.commit()
        os.close(connection.fileno())  # as if killed: no word of goodbye
        assert databases.writes(NAME, patience=PATIENCE) not in (None, before)
        connection.pgconn.finish()


def test_reading_is_no_writing_and_who_is_still_there_may_yet_write(databases: Databases) -> None:
    before = databases.writes(NAME, patience=PATIENCE)
    with psycopg.connect(databases.url(NAME), autocommit=True) as connection:
        connection.execute("SELECT count(*) FROM django_session")
        assert databases.writes(NAME, patience=0.1) is None
    assert databases.writes(NAME, patience=PATIENCE) == before
