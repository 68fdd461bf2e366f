"""A job's files and their rows. The file is written and on disk before its row commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from liupan.foundation.jobs import files
from liupan.foundation.jobs.models import JobFile
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

LONGEST_NAME = 120


@contextmanager
def new_file(
    job_id: UUID,
    owner_id: UUID,
    role: JobFile.Role,
    *,
    name: str,
    media_type: str,
    fence: Callable[[], None] = lambda: None,
) -> Iterator[files.SealedWriter]:
    """Write a file of a job; one a rerun made takes the place of the one before.

    Args:
        fence: called in the transaction that makes the file known; raises when it must not be.
    """
    file_id = uuid7()
    key, sealed_key = files.new_key(owner_id)
    writer = files.SealedWriter(file_id, key)
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
        transaction.on_commit(lambda: files.remove(*gone))


def safe_name(name: str) -> str:
    """A name that no file system and no header stumbles over; the ending is kept.

    Paths, control and direction characters and what Windows forbids are taken out.
    """
    bare = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in bare if c.isprintable() and c not in '<>:"|?*' and c != "\ufeff")
    kept = kept.strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        return kept[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
