"""Dumping a database and loading it again, with our own programs, from PostgreSQL 15 on.

`pg_restore` writes statements and `psql` runs them in one transaction which we end ourselves: what
breaks on the way leaves the database as it was.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final
from urllib.parse import unquote, urlsplit

from liupan.capabilities.exchange.migrations._log import GRANTS as LOG_GRANTS
from liupan.config import database
from liupan.config.archives import closed_file
from liupan.config.environment import environment
from liupan.config.postgres import BINARIES
from liupan.config.sentences import NotReady, disk_full
from liupan.config.terminal import gettext as _
from liupan.foundation.journal.migrations import _checks
from liupan.foundation.journal.migrations._functions import GRANTS
from liupan.foundation.tables.migrations._functions import GRANTS as TABLES_GRANTS

UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;"
"""What our pg_restore sets, and PostgreSQL before 17 does not know."""

PREAMBLE = 100  # lines in which settings stand
LOADED = "liupan-loaded"
RIGHTS: Final = (GRANTS, _checks.GRANTS, TABLES_GRANTS, LOG_GRANTS)
"""What the servers' role may do with some tables, where the owner's defaults give it more."""
EMPTIED: Final = (
    b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\nDROP SCHEMA IF EXISTS hosted CASCADE;\n"
)


def dump(target: Path, *options: str) -> None:
    """Write all of the database into `target`, for `load`. Raises NotReady."""
    fresh = target.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    closed_file(fresh).close()
    words = ["--format=custom", "--no-comments", *options, f"--file={fresh}"]
    done = subprocess.run(
        [BINARIES / "pg_dump", *words, environment().tables_url],
        capture_output=True, check=False, stdin=subprocess.DEVNULL, env=_environ(),
    )  # fmt: skip
    if done.returncode:
        raise _failed("pg_dump", done.stderr)
    fresh.replace(target)


def load(source: Path, url: str) -> None:
    """Load a dump as the owner into an empty database, all or nothing.

    Rights come from the owner's defaults and the journal's own.
    """
    _run(source, url, before="", then=lambda: None)


def empty(url: str) -> None:
    """Throw away all tables of a database that is not ours to drop."""
    with database.connect(url) as owner, owner.transaction():
        owner.execute(EMPTIED)
    database.make_ready()


def replace(source: Path, url: str, *, app_url: str, then: Callable[[], None]) -> None:
    """Load a dump in the place of all tables, in one transaction. Raises NotReady.

    `then` is called when all was read, before anybody sees it.
    """
    owner, app = (unquote(urlsplit(each).username or "") for each in (url, app_url))
    with database.connect(url) as connection:
        owner, app = owner or connection.info.user, app or connection.info.user
        rights = database.rights(connection, owner=owner, app=app) if owner != app else ""
    try:
        _run(source, url, before=EMPTIED.decode() + rights, then=then)
    except NotReady as error:
        raise NotReady(
            error.message, next_step=_("Nothing was changed: the database is as it was.")
        ) from error


def _run(source: Path, url: str, *, before: str, then: Callable[[], None]) -> None:
    """Feed psql; only when all has gone well is the transaction ended, and not by psql."""
    with tempfile.TemporaryFile() as said:
        psql = subprocess.Popen(
            [BINARIES / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=_environ(),
        )  # fmt: skip
        assert psql.stdin
        assert psql.stdout
        try:
            with suppress(BrokenPipeError):  # it ended early, and `said` says why
                psql.stdin.write(f"BEGIN;\n{before}".encode())
                psql.stdin.writelines(_statements(source))
                rights = "\n;\n".join(("SET search_path = public", *RIGHTS, ""))
                psql.stdin.write(f"{rights}\\echo {LOADED}\n".encode())
                psql.stdin.flush()
            if any(line.strip() == LOADED.encode() for line in psql.stdout):
                then()
                psql.stdin.write(b"COMMIT;\n")
        finally:
            with suppress(BrokenPipeError):
                psql.stdin.close()
            code = psql.wait()
            psql.stdout.close()
        said.seek(0)
        if code:
            raise _failed("psql", said.read())


def _statements(source: Path) -> Iterator[bytes]:
    """What pg_restore writes, without what an older PostgreSQL does not know."""
    words = [str(BINARIES / "pg_restore"), "--no-owner", "--no-acl", "--file=-", str(source)]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said, env=_environ()) as restoring,
    ):
        assert restoring.stdout
        yield from _known(restoring.stdout)
        if restoring.wait():
            said.seek(0)
            raise _failed("pg_restore", said.read())


def _known(lines: IO[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        if number > PREAMBLE or line.strip() != UNKNOWN_TO_OLDER:
            yield line


def _environ() -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return {**inherited, "LC_ALL": "C.UTF-8", "PGCLIENTENCODING": "UTF8"}


def _failed(program: str, said: bytes) -> NotReady:
    text = said.decode(errors="replace").strip()
    if "No space left" in text:
        return disk_full(environment().home)
    return NotReady(_("%(program)s failed: %(said)s") % {"program": program, "said": text[-600:]})
