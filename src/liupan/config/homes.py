"""LIUPAN_HOME is closed to other accounts, except for the static files that a proxy serves.

They may pass through it and see nothing else: what lies in it are letters with links that reset
passwords, logs, backups, keys.
"""

import os
from contextlib import suppress
from pathlib import Path

PRIVATE_UMASK = 0o077
HOME_MODE = 0o711
CLOSED = ("anchors", "backups", "files", "logs", "mail", "secrets", "sms")
"""Folders nobody else may enter; PostgreSQL's has its own account, `static` is public."""


def make(home: Path) -> None:
    """Make the folder where it is missing, and close what an earlier Liupan has left open."""
    before = os.umask(0o022)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=HOME_MODE)
    finally:
        os.umask(before)
    for folder in open_folders(home):
        with suppress(PermissionError):  # another account's: `doctor` tells
            folder.chmod(0o700)


def open_folders(home: Path) -> list[Path]:
    """Folders that others can enter and should not."""
    return [p for name in CLOSED if (p := home / name).is_dir() and p.stat().st_mode & 0o077]
