"""Roles, database and rights, before Django comes.

`liupan_owner` owns the tables and migrates; `liupan_app` is what servers and worker are. It gets
row rights on whatever the owner makes; a migration takes back what the servers must not have.
"""

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from liupan.config.postgres import APP, DATABASE, OWNER, SUPERUSER, EmbeddedPostgres
from liupan.kernel.errors import Fault


def provision(server: EmbeddedPostgres, database: str = DATABASE) -> None:
    """Make roles and database where they are missing. The server runs."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        for role in (OWNER, APP):
            _make_role(connection, role)
        _make_database(connection, database, OWNER)
    with psycopg.connect(server.url(SUPERUSER, database), autocommit=True) as connection:
        grant(connection, owner=OWNER, app=APP)
        assert_chinese(connection)


def clone(server_url: str, template: str, name: str) -> None:
    """Make database `name` anew as a copy of `template`, throwing out whoever uses the old one."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        drop(connection, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                *map(sql.Identifier, (name, template, _owner_of(connection, template)))
            )
        )


def drop(connection: psycopg.Connection, name: str) -> None:
    """Drop database `name` if it is there, throwing out whoever uses it."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def grant(connection: psycopg.Connection, *, owner: str, app: str) -> None:
    """Give `app` row rights on everything `owner` has made and will make in this database."""
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def assert_chinese(connection: psycopg.Connection) -> None:
    """Raise Fault unless the database knows what a Chinese letter is (stack.md, section 1)."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    found = connection.execute("SELECT show_trgm('固原市') <> '{}'").fetchone()
    if found != (True,):
        raise Fault(
            _("This database does not recognise Chinese letters: its locale is not UTF-8."),
            next_step=_("Create it anew with: createdb --template=template0 --locale=C.UTF-8"),
        )


def _make_role(connection: psycopg.Connection, role: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def _make_database(connection: psycopg.Connection, name: str, owner: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )


def _owner_of(connection: psycopg.Connection, database: str) -> str:
    query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s"
    found = connection.execute(query, [database]).fetchone()
    assert found
    return str(found[0])
