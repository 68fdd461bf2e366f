"""Killed between writing and committing: no row without its file, and what is left is swept."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from liupan.foundation.documents.facade import keep_file, list_altered, list_lost, withdraw_file
from liupan.foundation.documents.models import Content, File
from liupan.foundation.documents.queries import known
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.tests.factories import NOW, PDF, TRIAL, kept
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.errors import Fault
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

HEAD = """
import os, sys, time, django
django.setup()
from uuid import UUID
from django.conf import settings
from pathlib import Path
settings.MEDIA_ROOT = Path(sys.argv[1])
from django.db import transaction
from liupan.foundation.crypto import folders
from liupan.foundation.documents.tests.factories import kept
def wait():
    print("here", flush=True)
    time.sleep(60)
"""
MOMENTS = {
    "half of it is written": """
folders.SealedWriter.close = lambda self: wait()
kept(owner_unit_id=UUID(sys.argv[2]))
""",
    "it is written": """
with transaction.atomic():
    kept(owner_unit_id=UUID(sys.argv[2]))
    wait()
""",
    "it is committed": """
kept(owner_unit_id=UUID(sys.argv[2]))
wait()
""",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@contextmanager
def _running(moment: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HEAD + MOMENTS[moment], *arguments],
        text=True,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "here\n"
            yield process
        finally:
            process.kill()


def _age() -> None:
    old = time.time() - 2 * 86400
    for path in FILES.path.glob("*/*"):
        os.utime(path, (old, old))


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_no_row_without_its_file(fresh_db: str, tmp_path: Path, moment: str) -> None:
    unit = city.unit()
    with _running(moment, str(tmp_path), str(unit)):
        pass
    is_kept = moment == "it is committed"
    for model in (File, Content):
        assert model.objects.count() == is_kept
    assert len(list(FILES.path.glob("*/*"))) == 1
    assert list_lost() == []
    _age()
    assert FILES.sweep(known) == (not is_kept)
    assert FILES.sweep(known) == 0
    assert len(list(FILES.path.glob("*/*"))) == is_kept
    assert list(list_altered()) == []
    assert kept(owner_unit_id=unit, content=PDF).size == len(PDF)


def test_outside_an_operation_nothing_is_kept(fresh_db: str) -> None:
    said = {"actor": city.almighty(), "now": NOW}
    with pytest.raises(Fault, match="operation"):
        keep_file(
            name="a.pdf", content=PDF, owner_unit_id=uuid7(), of_type=TRIAL, of_id=uuid7(),
            secrecy=Secrecy.PUBLIC, **said,
        )  # fmt: skip
    with pytest.raises(Fault, match="operation"):
        withdraw_file(file_id=uuid7(), reason="x", **said)
    assert not FILES.path.exists()
