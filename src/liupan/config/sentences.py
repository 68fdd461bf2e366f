"""What went wrong, in one sentence an operator can act on.

In the terminal's language (see `terminal`); what other programs said is quoted as they said it.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liupan.config.terminal import gettext as _
from liupan.kernel.errors import Fault

FULL = ("No space left on device", "Disk quota exceeded", "could not extend file")
NO_FOLDER = (errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP)
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
        if error.errno in NO_FOLDER and _concerns(error, home):
            raise NotReady(
                _("LIUPAN_HOME=%(home)s cannot be used as a folder (%(why)s).")
                % {"home": home, "why": error.strerror},
                next_step=_("Set LIUPAN_HOME to a folder, or to a name that is still free."),
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and _concerns(error, home):
            raise NotReady(
                _("Liupan may not write %(path)s.") % {"path": error.filename},
                next_step=_(
                    "Give this account the folder, or set LIUPAN_HOME to one it may write."
                ),
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
        _("The disk that holds %(home)s is full (%(free)d MB are free).")
        % {"home": home, "free": free(home) // MEGABYTE},
        next_step=_("Free some space and start again; nothing is damaged."),
    )


def require_space(home: Path) -> None:
    """Refuse to start on a disk that would fill up at once. Raises NotReady."""
    if free(home) < NEEDED:
        raise NotReady(
            _(
                "The disk that holds %(home)s is nearly full: %(free)d MB are free, "
                "%(needed)d MB are needed."
            )
            % {"home": home, "free": free(home) // MEGABYTE, "needed": NEEDED // MEGABYTE},
            next_step=_("Free some space and start again; nothing was changed."),
        )


def free(path: Path) -> int:
    """Bytes free on the disk that holds `path`, which need not exist yet."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free
