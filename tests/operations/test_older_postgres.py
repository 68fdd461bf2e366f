"""Restoring onto a PostgreSQL 15 of one's own: all of it or nothing."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liupan.config import postgres
from liupan.config.postgres import SUPERUSER, EmbeddedPostgres
from tests.machinery.installations import Installation, free_port

OLDER = Path("/usr/lib/postgresql/15/bin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not OLDER.exists(), reason="PostgreSQL 15 is not here"),
]


@pytest.fixture
def foreign(tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> Iterator[str]:
    """The address of a database on it, but for the role."""
    monkeypatch.setattr(postgres, "BINARIES", OLDER)
    monkeypatch.setattr(postgres, "MAJOR", "15")
    home, port = tmp_path_factory.mktemp("older"), free_port()
    server = EmbeddedPostgres(home, ("listen_addresses=127.0.0.1", f"port={port}", "fsync=off"))
    with server.used():
        url = f"{server.url(SUPERUSER, 'postgres')}&port={port}"
        with psycopg.connect(url, autocommit=True) as superuser:
            for role in ("city_owner", "city_app"):
                superuser.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'right'")
            superuser.execute(
                "CREATE DATABASE city OWNER city_owner TEMPLATE template0"
                " LOCALE 'C.UTF-8' ENCODING 'UTF8'"
            )
        yield f"127.0.0.1:{port}/city"


@pytest.fixture
def older(make, foreign: str) -> Installation:
    """An installation with a city on it."""
    environ = {
        "DATABASE_URL": f"postgresql://city_app:right@{foreign}",
        "LIUPAN_OWNER_URL": f"postgresql://city_owner:right@{foreign}",
    }
    liupan: Installation = make("older", is_empty=True, environ=environ)
    done = liupan.call(
        "found", "--city", "试验市", "--code", "990100",
        *("--system", "xitong", "--system-name", "甲", "--security", "anquan"),
        *("--security-name", "乙", "--audit", "shenji", "--audit-name", "丙"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return liupan


def names(liupan: Installation, role: str = "city_owner") -> list[str]:
    url = liupan.environ["LIUPAN_OWNER_URL"].replace("city_owner", role)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT username FROM identity_account ORDER BY 1")
        return [name for (name,) in rows]


def execute(liupan: Installation, statement: str, role: str = "city_owner") -> None:
    url = liupan.environ["LIUPAN_OWNER_URL"].replace("city_owner", role)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def test_saving_and_restoring(older: Installation) -> None:
    """One city for both: founding it takes longer than they do."""
    what_was_saved_comes_back(older)
    what_breaks_on_the_way_leaves_all_as_it_was(older)


def what_was_saved_comes_back(older: Installation) -> None:
    archive = older.home.parent / "saved.tar"
    assert older.call("backup", "--output", str(archive), "--with-secrets").returncode == 0
    execute(older, "UPDATE identity_account SET username = 'gone-' || username")
    for _ in range(2):  # and what was restored can be saved and restored again
        done = older.call("restore", "--replace", str(archive))
        assert done.returncode == 0, done.stderr
        assert names(older, "city_app") == ["anquan", "shenji", "xitong"]
        assert older.call("backup", "--output", str(archive)).returncode == 0
    verified = older.call("journal", "verify")
    assert verified.returncode == 0, verified.stdout
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(older, "DELETE FROM journal_entry", "city_app")
    assert (older.home / "secrets").stat().st_mode & 0o077 == 0


def what_breaks_on_the_way_leaves_all_as_it_was(older: Installation) -> None:
    """A schema beside ours is saved too, and is in the way when all of ours has been dropped."""
    archive = older.home.parent / "broken.tar"
    execute(older, "CREATE SCHEMA other")
    assert older.call("backup", "--output", str(archive), "--with-secrets").returncode == 0
    execute(older, "UPDATE identity_account SET username = 'now-' || username")
    (older.home / "secrets" / "later.key").write_text("stays")
    before = names(older)
    done = older.call("restore", "--replace", str(archive))
    assert done.returncode == 1
    assert "Nothing was changed: the database is as it was." in done.stderr
    assert "Traceback" not in done.stderr
    assert names(older) == before == names(older, "city_app")
    assert (older.home / "secrets" / "later.key").read_text() == "stays"
