"""The tables as all migrations leave them, shipped as one file for an empty database.

Applying the migrations one by one takes half a minute of processor time, reading `shipped.sql` a
second. The file is made by `tools/tables.py` and names the migrations it was made from, with the
code they execute; beside any others, or on another PostgreSQL than the one it was made with, it is
left alone and the migrations run. See docs/adr/0119.
"""

import ast
import hashlib
import importlib.util
import logging
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psycopg
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from liupan.capabilities.exchange.migrations import _log as exchange
from liupan.config import loading
from liupan.config.postgres import BINARIES, MAJOR
from liupan.foundation.journal.migrations import _functions as journal

FILE = Path(__file__).with_suffix(".sql")
PACKAGE = "liupan"
MARK = "-- Made by tools/tables.py from the migrations "
BEGINNINGS = (journal.GENESIS, exchange.GENESIS)
"""Each installation draws its own: a shipped one would be everybody's."""
ANEW = ("journal_link", "exchange_root")
"""The tables whose only rows those are."""
FILLED = ("django_content_type", "auth_permission")
"""The tables that migrations leave filled, beside the list of the migrations themselves."""
SETTINGS = """\
SET LOCAL check_function_bodies = false;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = '';
"""
HEADING = r"^--\n-- (?:Name|Data for Name|PostgreSQL)[^\n]*\n--\n\n"
NOISE = re.compile(HEADING + r"|^SET default_[^\n]*;\n\n?|^\\[^\n]*\n", re.M)
SUITS = """
    SELECT current_setting('server_version_num')::int / 10000 = %s
        AND NOT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind IN ('r', 'p', 'v', 'm', 'S'))
"""


def load() -> bool:
    """Give an empty database the shipped tables; whether it got them. Acts as their owner."""
    text = FILE.read_text("utf-8") if FILE.exists() else ""
    if not (is_current(text) and _suits()):
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(text)
            cursor.execute("SET LOCAL search_path = public")
            for statement in (*loading.RIGHTS, *BEGINNINGS):
                cursor.execute(statement)
    except DatabaseError:
        logging.getLogger(__name__).warning("the shipped tables do not fit", exc_info=True)
        return False
    return True


def is_current(text: str) -> bool:
    """Whether the shipped text was made from the migrations that are here."""
    return text.startswith(f"{MARK}{fingerprint()}\n")


def fingerprint() -> str:
    """A digest of all migrations, those of the libraries too, and of what ours execute."""
    digest = hashlib.sha256()
    for name in executed():
        digest.update(f"{name}\0".encode() + _file(name).read_bytes())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label}\0{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def executed() -> list[str]:
    """The modules of ours whose code migrations execute: where what they import is written."""
    folders = (Path(config.path, "migrations") for config in apps.get_app_configs())
    files = [file for folder in folders for file in folder.glob("*.py")]
    trees = [ast.parse(file.read_bytes()) for file in files if PACKAGE in file.parts]
    return sorted({name for tree in trees for node in ast.walk(tree) for name in _imported(node)})


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names if one.name.startswith(f"{PACKAGE}."))
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
        door = importlib.import_module(str(node.module))
        yield from (_home(getattr(door, one.name, None), door) for one in node.names)


def _home(thing: object, door: ModuleType) -> str:
    """Where something is written that was imported through a door."""
    if isinstance(thing, ModuleType):
        return thing.__name__
    home = getattr(thing, "__module__", "") or ""
    return home if home.startswith(f"{PACKAGE}.") else door.__name__


def _file(name: str) -> Path:
    found = importlib.util.find_spec(name)
    assert found, name
    return Path(str(found.origin))


def written(url: str) -> str:
    """The text for the tables of a database in which the migrations have run one by one."""
    shape = _dumped(url, "--schema-only")
    rows = _dumped(url, "--data-only", "--rows-per-insert=50", *(f"-t{t}" for t in FILLED))
    return f"{MARK}{fingerprint()}\n{SETTINGS}{shape}{rows}{_applied(url)}"


def _suits() -> bool:
    """Whether the database is empty, on the PostgreSQL that the file was made with."""
    with connection.cursor() as cursor:
        cursor.execute(SUITS, [int(MAJOR)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _dumped(url: str, *options: str) -> str:
    """What pg_dump writes, without its settings and headings."""
    words = [str(BINARIES / "pg_dump"), "--no-owner", "--no-acl", "--no-comments", *options, url]
    said = subprocess.run(words, capture_output=True, check=True).stdout.decode()
    _settings, _last, text = said.partition("SET row_security = off;\n")
    return NOISE.sub("", text).strip("\n") + "\n"


def _applied(url: str) -> str:
    """The list of the migrations, as of the moment it is read."""
    with psycopg.connect(url) as asked:
        found = asked.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    rows = ",\n".join(f"('{app}', '{name}', now())" for app, name in found)
    return f"INSERT INTO public.django_migrations (app, name, applied) VALUES\n{rows};\n"
