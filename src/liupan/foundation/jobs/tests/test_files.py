"""A job's files that no row names go; the others stay."""

import os
import time
from pathlib import Path

import pytest

from liupan.foundation.jobs import keeping
from liupan.foundation.jobs.files import FILES
from liupan.foundation.jobs.models import Job, JobFile
from liupan.foundation.jobs.upkeep import sweep_orphans
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def test_orphans_are_swept_and_files_of_jobs_are_not() -> None:
    job = Job.objects.create(name="test.trial", title="x", owner_id=uuid7(), created_at=clock.now())
    role = JobFile.Role.RESULT
    with keeping.new_file(job.id, job.owner_id, role, name="a.csv", media_type="text/csv") as file:
        file.write(b"kept")
    orphan = FILES.write(uuid7(), os.urandom(16))
    orphan.close()
    old = time.time() - 2 * 86400
    for path in FILES.path.glob("*/*"):
        os.utime(path, (old, old))
    assert sweep_orphans() == 1
    assert [FILES.has(row.id) for row in JobFile.objects.all()] == [True]
