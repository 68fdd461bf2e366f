"""Files on disk: nothing readable, nothing alterable, no name that does harm."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.crypto.facade import Undecipherable
from liupan.foundation.jobs import files
from liupan.foundation.jobs.files import CHUNK, FileLost, SealedWriter
from liupan.foundation.jobs.keeping import safe_name
from liupan.foundation.jobs.upkeep import sweep_orphans
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def _write(content: bytes) -> tuple[object, object, str]:
    owner, file_id = uuid7(), uuid7()
    key, sealed = files.new_key(owner)
    writer = SealedWriter(file_id, key)
    for start in range(0, len(content), 10_007):
        writer.write(content[start : start + 10_007])
    writer.close()
    return file_id, owner, sealed


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_001])
def test_what_was_written_is_read(size: int) -> None:
    content = os.urandom(size)
    file_id, owner, sealed = _write(content)
    assert b"".join(files.read(file_id, owner, sealed)) == content
    assert size < 100 or content[:100] not in files.path_of(file_id).read_bytes()
    assert files.path_of(file_id).stat().st_mode & 0o077 == 0


def _chunks(data: bytes) -> list[bytes]:
    found = []
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        found.append(data[:end])
        data = data[end:]
    return found


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "drop", "append", "empty", "half"])
def test_an_altered_file_is_not_given_out_whole(harm: str) -> None:
    file_id, owner, sealed = _write(os.urandom(3 * CHUNK + 5))
    path = files.path_of(file_id)
    chunks = _chunks(path.read_bytes())
    assert len(chunks) == 4
    altered = {
        "flip": lambda: [chunks[0][:-1] + bytes([chunks[0][-1] ^ 1]), *chunks[1:]],
        "cut": lambda: chunks[:-1],
        "swap": lambda: [chunks[1], chunks[0], *chunks[2:]],
        "drop": lambda: [chunks[0], *chunks[2:]],
        "append": lambda: [*chunks, chunks[-1]],
        "empty": list,
        "half": lambda: [*chunks[:-1], chunks[-1][:7]],
    }[harm]()
    path.write_bytes(b"".join(altered))
    with pytest.raises(Undecipherable):
        list(files.read(file_id, owner, sealed))


def test_another_files_content_is_not_taken_for_this_one() -> None:
    one, owner, sealed = _write(b"one")
    other, _owner, _sealed = _write(b"two")
    files.path_of(one).write_bytes(files.path_of(other).read_bytes())
    with pytest.raises(Undecipherable):
        list(files.read(one, owner, sealed))


def test_a_lost_file_is_a_fault_with_a_sentence() -> None:
    file_id, owner, sealed = _write(b"one")
    files.remove(file_id)
    with pytest.raises(FileLost):
        files.read(file_id, owner, sealed)  # before anything was promised to anybody


def test_a_file_that_broke_off_leaves_nothing(tmp_path: Path) -> None:
    writer = SealedWriter(uuid7(), os.urandom(16))
    writer.write(b"x" * CHUNK * 2)
    writer.abandon()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_orphans_are_swept_after_a_day_and_not_before() -> None:
    file_id, _owner, _sealed = _write(b"one")
    young, _owner, _sealed = _write(b"two")
    old = time.time() - 2 * 86400
    os.utime(files.path_of(file_id), (old, old))
    assert sweep_orphans() == 1
    assert not files.path_of(file_id).exists()
    assert files.path_of(young).exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\名册.xlsx", "名册.xlsx"),
        ('a"b\r\nSet-Cookie: x.csv', "abSet-Cookie x.csv"),
        ("\u202excod.exe", "xcod.exe"),
        ("...", "file"),
        ("", "file"),
        ("固" * 300 + ".csv", "固" * 116 + ".csv"),
    ],
)
def test_names_are_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text())
def test_no_name_leads_anywhere_or_breaks_a_header(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe) <= 120
    assert not set(safe) & set('/\\\r\n\0"<>|:*?')
    assert safe not in (".", "..")
