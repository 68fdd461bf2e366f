"""A disk that is full is told in a sentence, and nothing of the file stays."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from liupan.kernel.errors import Refusal

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskFull(Refusal):
    """There is no room for the file."""

    status = 507


@contextmanager
def telling_when_full() -> Iterator[None]:
    """Raises `DiskFull` for the system's error."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DiskFull(
            _("The disk of this Liupan is full; nothing of the file was kept."),
            next_step=_("Tell the system administrator, and hand the file in again later."),
        ) from error
