"""Roles, database and rights, before Django comes.

`liupan_owner` owns the tables and migrates; `liupan_app` is what servers and worker are. It gets
row rights on whatever the owner makes; a migration takes back what the servers must not have.
"""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from liupan.config.environment import environment
from liupan.config.postgres import APP, DATABASE, OWNER, SUPERUSER, EmbeddedPostgres
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _

SWAP_TRIES = 10
OLDEST = 15
"""The oldest PostgreSQL that migrations are kept clean for."""


def make_ready() -> str:
    """Have roles, rights and a database that knows Chinese; what kind it is. Raises NotReady."""
    ours = environment()
    if ours.is_embedded:
        provision(ours.server)
    with connect(ours.tables_url) as owner, connect(ours.app_url) as app:
        _require_version(app)
        names = owner.info.user, app.info.user
        if names[0] != names[1]:
            grant(owner, owner=names[0], app=names[1])
        assert_chinese(owner)
        major = app.info.server_version // 10000
    where = _("embedded") if ours.is_embedded else "DATABASE_URL"
    return f"PostgreSQL {major}, {where}"


def connect(url: str) -> psycopg.Connection:
    """A connection that commits each statement. Raises NotReady with what to do."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        raise _explained(url, str(error)) from error


def _explained(url: str, said: str) -> NotReady:
    parts = urlsplit(url)
    where = f"{parts.hostname or _('the local socket')}:{parts.port or 5432}"
    name, role = unquote(parts.path.lstrip("/")), unquote(parts.username or "")
    unfit = _("Correct DATABASE_URL (and LIUPAN_OWNER_URL), or unset it to use the embedded one.")
    named = {"where": where, "name": repr(name), "role": repr(role)}
    if "password" in said or ("authentication" in said and "expected" not in said):
        return NotReady(
            _("PostgreSQL at %(where)s does not accept role %(role)s.") % named, next_step=unfit
        )
    if f'database "{name}" does not exist' in said:
        return NotReady(
            _("PostgreSQL at %(where)s has no database %(name)s.") % named,
            next_step=_("Make it: %(command)s")
            % {"command": f"createdb --template=template0 --locale=C.UTF-8 {name}"},
        )
    if f'role "{role}" does not exist' in said:
        return NotReady(_("PostgreSQL at %(where)s has no role %(role)s.") % named, next_step=unfit)
    return NotReady(
        _("No PostgreSQL answers at %(where)s (%(why)s).")
        % {"where": where, "why": said.strip().splitlines()[-1].strip()},
        next_step=_("Start it, or look at the address.") + f" {unfit}",
    )


def _require_version(connection: psycopg.Connection) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        raise NotReady(
            _("The database is PostgreSQL %(version)d.") % {"version": major},
            next_step=_("Use %(version)d or a newer one.") % {"version": OLDEST},
        )


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


def swap(connection: psycopg.Connection, name: str, fresh: str, old: str) -> None:
    """Put database `fresh` in the place of `name`, throwing out whoever uses either."""
    drop(connection, old)
    for attempt in range(SWAP_TRIES):  # servers that were thrown out come back at once
        try:
            with connection.transaction():
                _throw_out(connection, name, fresh)
                _rename(connection, name, old)
                _rename(connection, fresh, name)
        except psycopg.errors.ObjectInUse:
            if attempt == SWAP_TRIES - 1:
                raise
        else:
            break
    drop(connection, old)


def _throw_out(connection: psycopg.Connection, *names: str) -> None:
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s)"
    connection.execute(query, [list(names)])


def _rename(connection: psycopg.Connection, old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))


def drop(connection: psycopg.Connection, name: str) -> None:
    """Drop database `name` if it is there, throwing out whoever uses it."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def grant(connection: psycopg.Connection, *, owner: str, app: str) -> None:
    """Give `app` row rights on everything `owner` has made and will make in this database."""
    connection.execute(rights(connection, owner=owner, app=app).encode())


def rights(connection: psycopg.Connection, *, owner: str, app: str) -> str:
    """The statements that `grant` executes."""
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    statements = (
        "GRANT USAGE ON SCHEMA public TO {app};\n",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};\n",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {app};\n",
    )
    return "".join(sql.SQL(each).format(**names).as_string(connection) for each in statements)


def assert_chinese(connection: psycopg.Connection) -> None:
    """Raise NotReady unless the database knows what a Chinese letter is (stack.md, section 1)."""
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except psycopg.Error as error:
        raise NotReady(
            _("The database lacks the extension pg_trgm (%(why)s).")
            % {"why": str(error).splitlines()[0]},
            next_step=_(
                "Install PostgreSQL's contrib package, and give the role that owns the "
                "tables the right CREATE on the database."
            ),
        ) from error
    assert_chinese_known(connection)


def assert_chinese_known(connection: psycopg.Connection) -> None:
    """The same, where the extension is there; needs no right to make it."""
    found = connection.execute("SELECT show_trgm('固原市') <> '{}'").fetchone()
    if found != (True,):
        raise NotReady(
            _("The database does not recognise Chinese letters: its locale is not a UTF-8 one."),
            next_step=_("Create it anew: %(command)s")
            % {"command": "createdb --template=template0 --locale=C.UTF-8 NAME"},
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
