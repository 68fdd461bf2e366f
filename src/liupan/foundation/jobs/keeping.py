"""A job's files and their rows. The file is written and on disk before its row commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from liupan.foundation.crypto.facade import SealedWriter, new_file_key
from liupan.foundation.jobs.files import FILES
from liupan.foundation.jobs.models import JobFile
from liupan.kernel import clock
from liupan.kernel.filenames import safe_name
from liupan.kernel.ids import uuid7


@contextmanager
def new_file(
    job_id: UUID,
    owner_id: UUID,
    role: JobFile.Role,
    *,
    name: str,
    media_type: str,
    fence: Callable[[], None] = lambda: None,
) -> Iterator[SealedWriter]:
    """Write a file of a job; one a rerun made takes the place of the one before.

    Args:
        fence: called in the transaction that makes the file known; raises when it must not be.
    """
    file_id = uuid7()
    key, sealed_key = new_file_key(owner_id)
    writer = FILES.write(file_id, key)
    try:
        yield writer
        writer.close()
    finally:
        writer.abandon()
    with transaction.atomic():
        fence()
        old = JobFile.objects.filter(job_id=job_id, role=role)
        gone = list(old.values_list("id", flat=True))
        old.delete()
        JobFile.objects.create(
            id=file_id,
            job_id=job_id,
            role=role,
            name=safe_name(name),
            media_type=media_type,
            size=writer.size,
            sealed_key=sealed_key,
            made_at=clock.now(),
        )
        transaction.on_commit(lambda: FILES.remove(*gone))
