"""Master keys: files in `LIUPAN_HOME/secrets`, known by fingerprint, never in the database.

`master.key` is the first; a rotation adds `master-FINGERPRINT.key`. The database says by
fingerprint which one wraps new keys, so a kill between file and database leaves nothing unreadable.
Older files stay until the operator has no backup left that needs them.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from liupan.foundation.crypto.primitives import sm3
from liupan.kernel.errors import Fault

KEY_SIZE = 16

_known: dict[str, bytes] = {}


class MasterKeyMissing(Fault):
    """No file in `LIUPAN_HOME/secrets` has the master key that the database asks for."""


def fingerprint(key: bytes) -> str:
    """What names a master key without giving it away: 16 hexadecimal digits."""
    return sm3(b"liupan master key\n" + key).hex()[:16]


def master(name: str) -> bytes:
    """The master key with this fingerprint. Raises `MasterKeyMissing`."""
    if name not in _known:
        _known.update(_read())
    if name not in _known:
        raise MasterKeyMissing(
            f"The master key {name} is not in {_folder()}.",
            next_step="Restore the folder `secrets` from the backup that belongs to the database.",
        )
    return _known[name]


def current(*, lock: bool = False) -> str:
    """Fingerprint of the master key that wraps new keys.

    With `lock` no rotation passes until the transaction ends; others may hold the lock too.
    """
    with connection.cursor() as cursor:
        while True:
            sharing = "FOR SHARE" if lock else ""
            cursor.execute(f"SELECT fingerprint FROM crypto_masterkey WHERE id = 1 {sharing}")  # noqa: S608
            if row := cursor.fetchone():
                return str(row[0])
            cursor.execute(
                "INSERT INTO crypto_masterkey (id, fingerprint) VALUES (1, %s)"
                " ON CONFLICT DO NOTHING",
                [fingerprint(settings.LIUPAN_MASTER_KEY)],
            )


def make_master() -> str:
    """Write a new master key into its file, durably; its fingerprint."""
    key = os.urandom(KEY_SIZE)
    name = fingerprint(key)
    path = _folder() / f"master-{name}.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name


def _folder() -> Path:
    return Path(settings.LIUPAN_HOME) / "secrets"


def _read() -> dict[str, bytes]:
    files = [path.read_bytes() for path in sorted(_folder().glob("master*.key"))]
    return {fingerprint(key): key for key in (settings.LIUPAN_MASTER_KEY, *files)}
