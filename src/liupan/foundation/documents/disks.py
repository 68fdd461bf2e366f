"""A disk that is full, and object storage that fails, are told in a sentence; nothing of the file
stays."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from liupan.kernel.errors import Fault, Refusal

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskFull(Refusal):
    """There is no room for the file."""

    status = 507


class StorageFull(DiskFull):
    """The object storage has no room for the file."""


class StorageSilent(Fault):
    """The object storage cannot be reached, or breaks off."""


class StorageRefuses(Fault):
    """The object storage does not let this Liupan work: no such bucket, a wrong key, no right."""


@contextmanager
def telling_when_full() -> Iterator[None]:
    """Raises `DiskFull` for the system's error."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DiskFull(
            _("The disk of this Liupan is full; nothing of this was kept."),
            next_step=_("Tell the system administrator, and do it again later: nothing was lost."),
        ) from error
