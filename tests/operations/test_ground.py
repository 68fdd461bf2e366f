"""The ground itself: roles, rollback, fresh databases, the closed network."""

import socket
import subprocess
import sys

import psycopg
import pytest
from django.db import ProgrammingError, connection

from tests.machinery.network import NetworkClosed


@pytest.mark.django_db
def test_tests_act_as_the_servers_role_which_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("liupan_app",)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_servers_role_may_not_change_tables() -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_session")


def test_the_database_knows_chinese_letters(owner_url: str, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('固原市')")
        assert cursor.fetchone()[0]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_fresh_db_keeps_commits_within_the_test_only(fresh_db: str, turn: str) -> None:
    insert = "INSERT INTO django_session VALUES ('k', %s, now()) RETURNING session_data"
    with connection.cursor() as cursor:
        cursor.execute(insert, [turn])
    with psycopg.connect(fresh_db) as other:
        assert other.execute("SELECT session_data FROM django_session").fetchall() == [(turn,)]


def test_processes_started_by_a_test_find_its_database(fresh_db: str) -> None:
    code = "import django; django.setup(); from django.db import connection as c; "
    code += "print(c.cursor().execute('SELECT current_database()').fetchone()[0]); c.close()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    with psycopg.connect(fresh_db) as other:
        assert done.stdout.strip() == other.info.dbname, done.stderr


def test_the_network_is_closed_except_loopback() -> None:
    with pytest.raises(NetworkClosed):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkClosed):
        socket.getaddrinfo("example.org", 80)
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
