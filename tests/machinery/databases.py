"""One server per test session, one template database per state of the migrations.

A data folder with the migrated template is kept in the system's temporary folder, named by the
hash of everything that decides its content. A session copies it, starts a server on the copy and
gives each worker a clone. Sessions therefore share no server, and a second session migrates
nothing. With DATABASE_URL set, the template lies in that server instead.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from liupan.config import database
from liupan.config.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(tempfile.gettempdir()) / f"liupan-tests-{os.getuid()}"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "autovacuum=off",  # what tests write is taken back or thrown away before it would pay
)
KEPT = 4  # older templates are thrown away
PRESENT = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type <> 'autovacuum worker'"
)
WRITTEN = "SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = %s"


@dataclass(frozen=True)
class Databases:
    """The databases of one test session; `folder` is the session's own."""

    folder: Path
    operators_url: str = ""
    operators_owner_url: str = ""

    @property
    def server(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.folder, settings=FAST)

    @cached_property
    def template(self) -> str:
        """Name of the migrated database that others are cloned from."""
        return f"liupan_template_{_fingerprint()}"

    def url(self, name: str) -> str:
        """Address of database `name` for the servers' role."""
        return _at(self.operators_url, name) or self.server.url(APP, name)

    def owner_url(self, name: str) -> str:
        """Address of database `name` for the role that owns the tables."""
        operators = self.operators_owner_url or self.operators_url
        return _at(operators, name) or self.server.url(OWNER, name)

    def clone(self, name: str) -> None:
        """Make database `name` anew from the template."""
        database.clone(self._maker_url, self.template, name)

    def writes(self, name: str, *, patience: float = 2.0) -> int | None:
        """Rows that were ever written in database `name`; None while somebody is still in it.

        A back end that has left has told what it wrote, also what it took back. `patience` is the
        time in seconds that those who are leaving are given.
        """
        until = time.monotonic() + patience
        with psycopg.connect(self._maker_url, autocommit=True) as connection:
            while connection.execute(PRESENT, [name]).fetchone():
                if time.monotonic() > until:
                    return None
                time.sleep(0.02)
            found = connection.execute(WRITTEN, [name]).fetchone()
        return int(found[0]) if found else None

    def drop(self, name: str) -> None:
        """Drop database `name`."""
        with psycopg.connect(self._maker_url, autocommit=True) as connection:
            database.drop(connection, name)

    def start(self) -> None:
        """Have a server with the template. Safe to call from several processes."""
        with _locked(self.folder / "start.lock"):
            if self.operators_url:
                self._migrate_once()
            elif not self.server.folder.exists():
                shutil.copytree(_kept_server(self.template).data, self.folder / "fresh")
                self.server.prepare()
                (self.folder / "fresh").rename(self.server.data)
            if not self.operators_url:
                self.server.start()

    def stop(self) -> None:
        """Stop the session's server and remove the session's folder."""
        if not self.operators_url:
            self.server.stop()
        shutil.rmtree(self.folder)

    @property
    def _maker_url(self) -> str:
        operators = self.operators_owner_url or self.operators_url
        return operators or self.server.url(SUPERUSER, "postgres")

    def _migrate_once(self) -> None:
        with psycopg.connect(self._maker_url, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(hashtext('liupan template'))")
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [self.template]).fetchone():
                return
            making = f"{self.template}_making"
            database.drop(connection, making)
            connection.execute(f"CREATE DATABASE {making} TEMPLATE template0 LOCALE 'C.UTF-8'")
            with psycopg.connect(self.owner_url(making), autocommit=True) as inside:
                owner, app = (urlsplit(u(making)).username for u in (self.owner_url, self.url))
                if owner != app:
                    database.grant(inside, owner=owner or "", app=app or "")
            _migrate(self.owner_url(making))
            connection.execute(f"ALTER DATABASE {making} RENAME TO {self.template}")


def new_session() -> Databases:
    """A session of its own, with the operator's server if there is one."""
    CACHE.mkdir(mode=0o700, exist_ok=True)
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=CACHE))
    return Databases(
        folder, os.environ.get("DATABASE_URL", ""), os.environ.get("LIUPAN_OWNER_URL", "")
    )


def _kept_server(template: str) -> EmbeddedPostgres:
    """A stopped server whose data folder holds the migrated template; made when missing."""
    kept = EmbeddedPostgres(CACHE / template, settings=FAST)
    with _locked(CACHE / "template.lock"):
        if not kept.home.exists():
            shutil.rmtree(making := CACHE / "making", ignore_errors=True)
            server = EmbeddedPostgres(making, settings=FAST)
            with server.used():
                database.provision(server, template)
                _migrate(server.url(OWNER, template))
            making.rename(kept.home)
            _forget_old_templates()
    os.utime(kept.home)
    return kept


def _migrate(url: str) -> None:
    """Run all migrations and make the cache table, in a process of their own."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "DATABASE_URL": url, "LIUPAN_OWNER_URL": url, "LIUPAN_HOME": home}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "liupan.config.migrating"],
            env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"the tables could not be made:\n{done.stderr[-4000:]}")


def _fingerprint() -> str:
    files = [
        *ROOT.glob("src/liupan/**/migrations/*.py"),
        *ROOT.glob("src/liupan/**/models.py"),
        *ROOT.glob("src/liupan/**/models/*.py"),
        *ROOT.glob("src/liupan/**/apps.py"),
        *ROOT.glob("src/liupan/config/*.py"),
        *ROOT.glob("src/liupan/config/*.sql"),
        ROOT / "requirements/run.txt",
        Path(__file__),
    ]
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """Take away what killed sessions left: their servers and folders."""
    for folder in CACHE.glob("run-*"):
        if not Path(f"/proc/{folder.name.split('-')[1]}").exists():
            EmbeddedPostgres(folder).stop()
            shutil.rmtree(folder, ignore_errors=True)


def _forget_old_templates() -> None:
    templates = sorted(CACHE.glob("liupan_template_*"), key=lambda p: p.stat().st_mtime)
    for old in templates[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _at(url: str, name: str) -> str:
    return url and urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
