"""What went wrong, in one sentence an operator can act on.

The terminal speaks English, like the manuals of the programs it starts.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liupan.kernel.errors import Fault

FULL = ("No space left on device", "Disk quota exceeded", "could not extend file")
MEGABYTE = 1 << 20
NEEDED = 300 * MEGABYTE


class NotReady(Fault):
    """Something outside keeps Liupan from running; the message says what, the next step how on."""


@contextmanager
def explained(home: Path) -> Iterator[None]:
    """Turn the errors of a full disk or a forbidden folder into sentences."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(home) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and _concerns(error, home):
            raise NotReady(
                f"Liupan may not write {error.filename}.",
                next_step="Give this account the folder, or set LIUPAN_HOME to one it may write.",
            ) from error
        raise
    except Exception as error:
        if any(words in str(error) for words in FULL):
            raise disk_full(home) from error
        raise


def _concerns(error: OSError, home: Path) -> bool:
    named = Path(os.fsdecode(error.filename)) if error.filename else Path()
    return named.is_relative_to(home) or home.is_relative_to(named.absolute())


def disk_full(home: Path) -> NotReady:
    """The sentence for a full disk."""
    return NotReady(
        f"The disk that holds {home} is full ({free(home) // MEGABYTE} MB are free).",
        next_step="Free some space and start again; nothing is damaged.",
    )


def require_space(home: Path) -> None:
    """Refuse to start on a disk that would fill up at once. Raises NotReady."""
    if free(home) < NEEDED:
        raise NotReady(
            f"The disk that holds {home} is nearly full: {free(home) // MEGABYTE} MB are free, "
            f"{NEEDED // MEGABYTE} MB are needed.",
            next_step="Free some space and start again; nothing was changed.",
        )


def free(path: Path) -> int:
    """Bytes free on the disk that holds `path`, which need not exist yet."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free
