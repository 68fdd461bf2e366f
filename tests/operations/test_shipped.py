"""The shipped tables are what the migrations make, or nobody uses them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from liupan.config import database, shipped
from liupan.config.migrating import ONE_BY_ONE
from liupan.config.postgres import BINARIES, OWNER, EmbeddedPostgres
from tests.machinery.databases import FAST

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'hosted') ORDER BY 1"

RETOLD = re.compile(r"[()]|::(?:text|character varying)(?:\[\])?")
"""How PostgreSQL tells a condition changes when it reads what it told: `x IN ('a', 'b')` with a
cast of the list becomes one of each member, `a OR b OR c` loses brackets."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A database in which all migrations ran, and one that began with the shipped tables."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("tables"), FAST)
    with server.used():
        yield made(server, "migrated", ONE_BY_ONE), made(server, "loaded")


def made(server: EmbeddedPostgres, name: str, *how: str) -> str:
    """The owner's address of a new database, with its tables."""
    database.provision(server, name)
    url = server.url(OWNER, name)
    environ = {"DATABASE_URL": url, "LIUPAN_OWNER_URL": url, "LIUPAN_LOG": "debug"}
    words = [sys.executable, "-m", "liupan.config.migrating", *how]
    done = subprocess.run(
        words, env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "do not fit" not in done.stderr, done.stderr
    return url


def shape(url: str) -> str:
    """All but the rows: also who owns what, and who may do what."""
    words = [BINARIES / "pg_dump", "--schema-only", url]
    said = subprocess.run(words, capture_output=True, check=True, text=True).stdout
    lines = [line for line in said.splitlines() if not line.startswith("\\")]
    return "\n".join(RETOLD.sub("", line) if is_told(line) else line for line in lines)


def is_told(line: str) -> bool:
    is_one_of_many = " CHECK (" in line and " OR " in line and " AND " not in line
    return "= ANY (" in line or line.startswith("CREATE TRIGGER ") or is_one_of_many


def rows(url: str) -> dict[str, list[tuple]]:
    """All rows of all tables that have any."""
    with psycopg.connect(url) as asked:
        names = [name for (name,) in asked.execute(TABLES) if name != "django_migrations"]
        found = {
            name: asked.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names
        }
        applied = asked.execute("SELECT id, app, name FROM django_migrations ORDER BY 1").fetchall()
    return {name: kept for name, kept in found.items() if kept} | {"django_migrations": applied}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_both_ways_end_in_the_same(both: tuple[str, str]) -> None:
    migrated, loaded = both
    text = shipped.FILE.read_text("utf-8")
    assert text == shipped.written(migrated), "it is behind: python tools/tables.py"
    assert shape(loaded) == shape(migrated)
    one, other = rows(migrated), rows(loaded)
    for name in shipped.ANEW:  # drawn for each installation
        mine, others = one.pop(name), other.pop(name)
        assert len(mine) == len(others) == 1
        assert mine != others
    assert one == other


def sequences(url: str) -> list[tuple]:
    """Where each sequence stands."""
    with psycopg.connect(url) as asked:
        query = "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2"
        return asked.execute(query).fetchall()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_numbers_go_on_alike(both: tuple[str, str]) -> None:
    migrated, loaded = both
    assert sequences(loaded) == sequences(migrated)


def test_a_database_with_tables_gets_none(db: None) -> None:
    assert not shipped.load()


@pytest.mark.parametrize("text", ["", "-- by hand\n", f"{shipped.MARK}{'0' * 64}\nSELECT 1;\n"])
def test_other_migrations_than_ours_are_left_alone(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "shipped.sql"
    file.write_text(text)
    monkeypatch.setattr(shipped, "FILE", file)
    monkeypatch.setattr(shipped, "_suits", lambda: True)
    assert not shipped.load()
    file.unlink()
    assert not shipped.load()


def test_what_breaks_leaves_nothing_behind(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "shipped.sql"
    mark = f"{shipped.MARK}{shipped.fingerprint()}\n"
    file.write_text(f"{mark}CREATE TEMPORARY TABLE half (id int);\nSELECT broken;\n")
    monkeypatch.setattr(shipped, "FILE", file)
    monkeypatch.setattr(shipped, "_suits", lambda: True)
    assert not shipped.load()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('half')")
        assert cursor.fetchone() == (None,)


def test_code_that_migrations_execute_is_part_of_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    watching, before = "liupan.foundation.changes.watching", shipped.fingerprint()
    assert {watching, "liupan.kernel.secrecy", "liupan.kernel.ids"} <= set(shipped.executed())
    other, real = tmp_path / "watching.py", shipped._file
    other.write_bytes(real(watching).read_bytes() + b"# other triggers")
    monkeypatch.setattr(shipped, "_file", lambda one: other if one == watching else real(one))
    assert shipped.fingerprint() != before
