"""Files on disk: nothing readable, nothing alterable, nothing forgotten."""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import pytest

from liupan.foundation.crypto.facade import FileLost, SealedFolder, Undecipherable, new_file_key
from liupan.foundation.crypto.folders import CHUNK
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
FILES = SealedFolder("trial")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def _write(content: bytes) -> tuple[UUID, UUID, str]:
    owner, file_id = uuid7(), uuid7()
    key, sealed = new_file_key(owner)
    writer = FILES.write(file_id, key)
    for start in range(0, len(content), 10_007):
        writer.write(content[start : start + 10_007])
    writer.close()
    return file_id, owner, sealed


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_001])
def test_what_was_written_is_read(size: int) -> None:
    content = os.urandom(size)
    file_id, owner, sealed = _write(content)
    assert b"".join(FILES.read(file_id, owner, sealed)) == content
    assert size < 100 or content[:100] not in FILES.path_of(file_id).read_bytes()
    assert FILES.path_of(file_id).stat().st_mode & 0o077 == 0


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
    path = FILES.path_of(file_id)
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
        list(FILES.read(file_id, owner, sealed))


def test_another_files_content_is_not_taken_for_this_one() -> None:
    one, owner, sealed = _write(b"one")
    other, _owner, _sealed = _write(b"two")
    FILES.path_of(one).write_bytes(FILES.path_of(other).read_bytes())
    with pytest.raises(Undecipherable):
        list(FILES.read(one, owner, sealed))


def test_a_lost_file_is_a_fault_with_a_sentence() -> None:
    file_id, owner, sealed = _write(b"one")
    FILES.remove(file_id)
    with pytest.raises(FileLost):
        FILES.read(file_id, owner, sealed)  # before anything was promised to anybody


def test_a_file_that_broke_off_leaves_nothing(tmp_path: Path) -> None:
    writer = FILES.write(uuid7(), os.urandom(16))
    writer.write(b"x" * CHUNK * 2)
    writer.abandon()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def _aged(path: Path, days: float = 2) -> Path:
    old = time.time() - days * 86400
    os.utime(path, (old, old))
    return path


def _nobody(_ids: Iterable[UUID]) -> set[UUID]:
    return set()


def test_orphans_are_swept_after_a_day_and_not_before() -> None:
    orphan, young, kept = (_write(b"one")[0] for _ in range(3))
    for file_id in (orphan, kept):
        _aged(FILES.path_of(file_id))
    assert FILES.sweep(lambda ids: ids & {kept}) == 1
    assert [FILES.has(one) for one in (orphan, young, kept)] == [False, True, True]
    assert FILES.sweep(lambda ids: ids & {kept}) == 0


def test_half_a_file_of_a_killed_process_is_swept_too() -> None:
    half = FILES.path_of(uuid7()).with_suffix(".123.part")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    assert FILES.sweep(_nobody) == 0
    _aged(half)
    assert FILES.sweep(_nobody) == 1


def test_a_folder_that_nothing_was_written_to_is_empty() -> None:
    assert SealedFolder("other").sweep(_nobody) == 0


def test_many_files_are_asked_for_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liupan.foundation.crypto.folders.BATCH", 2)
    for _turn in range(5):
        _aged(FILES.path_of(_write(b"x")[0]))
    asked: list[int] = []
    assert FILES.sweep(lambda ids: asked.append(len(ids)) or set()) == 5
    assert asked == [2, 2, 1]
