"""Keys in files: made at first use, and never again beside a database that needs the lost ones.

`master.key` wraps the keys of persons, and a rotation puts others beside it; `digest.key` finds
tokens and numbers again by their digests, so it stays the same for good.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import psycopg

from liupan.config import homes
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _

MASTER, DIGEST = "master.key", "digest.key"
MASTER_SIZE = DIGEST_SIZE = 16
MARKS = ("organisations_installation", "crypto_masterkey")
"""Tables of which a row says that the database holds something that keys belong to."""

Filled = Callable[[], bool | None]


def kept(path: Path, size: int) -> bytes:
    """What stands in the file; `size` random bytes at first."""
    return path.read_bytes() if path.exists() else write(path, secrets.token_bytes(size))


def master(folder: Path, is_filled: Filled) -> bytes:
    """The first master key, or a later one where that was retired. Raises NotReady."""
    found = [folder / MASTER, *sorted(folder.glob("master-*.key"))]
    there = next((path for path in found if path.exists()), None)
    return there.read_bytes() if there else _made(folder / MASTER, MASTER_SIZE, is_filled)


def digest(folder: Path, is_filled: Filled) -> bytes:
    """The key of digests; before it had a file of its own, it was the first master key."""
    path = folder / DIGEST
    if not path.exists() and (folder / MASTER).exists():
        return write(path, (folder / MASTER).read_bytes())
    return path.read_bytes() if path.exists() else _made(path, DIGEST_SIZE, is_filled)


def write(path: Path, content: bytes) -> bytes:
    """Write a secret durably unless another process was first; its content."""
    homes.make(path.parent.parent)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # its secret is the secret
    finally:
        fresh.unlink()
    return path.read_bytes()


def is_filled(url: str) -> bool | None:
    """Whether the database at `url` holds a city or keys; None when it does not answer."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            return any(_has_rows(connection, table) for table in MARKS)
    except psycopg.Error:
        return None


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    there = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    query = psycopg.sql.SQL("SELECT 1 FROM {} LIMIT 1").format(psycopg.sql.Identifier(table))
    return there == (True,) and connection.execute(query).fetchone() is not None


def _made(path: Path, size: int, is_filled: Filled) -> bytes:
    """A new key; one that is not kept while nobody can say whether there is an old one."""
    answer = is_filled()
    if answer is None:
        return secrets.token_bytes(size)
    if answer:
        raise NotReady(
            _("The key %(file)s is missing, and the database needs it.") % {"file": path},
            next_step=_(
                "Restore the folder `secrets` that belongs to it. A new key would leave second "
                "factors, tokens and sealed personal data unreadable for ever."
            ),
        )
    return write(path, secrets.token_bytes(size))
