"""Contents in object storage: as safe as on the disk. Against moto's server, not a real S3."""

import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _
from tests.machinery.object_storage import (
    AWAY,
    KEY_ID,
    SECRET,
    TrialBucket,
    answering,
    refusing,
    set_up,
)

from liupan.foundation.crypto.facade import FileLost, Undecipherable
from liupan.foundation.documents.buckets import RANGE
from liupan.foundation.documents.disks import (
    DiskFull,
    StorageFull,
    StorageRefuses,
    StorageSilent,
)
from liupan.foundation.documents.facade import FileRef, list_altered, list_lost, open_file
from liupan.foundation.documents.management import cli
from liupan.foundation.documents.models import Content, File, Upload
from liupan.foundation.documents.moving import NoBucket, move_contents
from liupan.foundation.documents.queries import known
from liupan.foundation.documents.stores import FILES, OUTGOING, bucket, bucket_place
from liupan.foundation.documents.tasks import sweep
from liupan.foundation.documents.tests.factories import NOW, PDF, kept
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.ids import uuid7

LARGE = b"%PDF-1.7\n" + os.urandom(3 * RANGE + 12345) + b"\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def in_bucket(trial_bucket: TrialBucket, settings: Any) -> Iterator[TrialBucket]:
    """Contents go into a fresh bucket."""
    with set_up(trial_bucket.endpoint, trial_bucket.name, settings):
        yield trial_bucket


def _taken(file: FileRef) -> bytes:
    return b"".join(open_file(file_id=file.id, actor=city.almighty(), now=NOW).content)


def _on_disk() -> list[Path]:
    return [p for folder in (FILES, OUTGOING) for p in folder.path.rglob("*") if p.is_file()]


def _object(file_id: UUID) -> bytes:
    key = f"liupan/documents/{file_id.hex}"
    answer = bucket().client.get_object(Bucket=bucket().bucket_name, Key=key)
    return bytes(answer["Body"].read())


def _content_id(file: FileRef) -> UUID:
    return File.objects.get(id=file.id).content_id


def _age() -> None:
    old = time.time() - 2 * 86400
    for path in _on_disk():
        os.utime(path, (old, old))


# --- As on the disk ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_was_kept_comes_back_and_nothing_of_it_can_be_read_there(
    in_bucket: TrialBucket, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = kept(content="此件内部使用，不得外传。".encode() * 9000, name="说明.txt")
    assert _taken(file) == "此件内部使用，不得外传。".encode() * 9000
    assert _on_disk() == []
    lying = _object(_content_id(file))
    assert len(lying) > 324_000
    assert "内部".encode() not in lying
    assert list(bucket().names()) == [_content_id(file).hex]


@pytest.mark.django_db
def test_the_same_content_goes_there_once(in_bucket: TrialBucket) -> None:
    unit = city.unit()
    kept(owner_unit_id=unit)
    kept(owner_unit_id=unit, name="副本.pdf")
    assert len(list(bucket().names())) == Content.objects.count() == 1


@pytest.mark.django_db
def test_a_large_file_is_read_in_ranges_flat_in_memory(
    in_bucket: TrialBucket, tmp_path: Path
) -> None:
    unit, large = city.unit(), tmp_path / "large.pdf"
    large.write_bytes(LARGE)
    kept(owner_unit_id=unit)  # whatever is imported and made at first use
    tracemalloc.start()
    with large.open("rb") as source:
        file = kept(content=source, owner_unit_id=unit)
    opened = open_file(file_id=file.id, actor=city.almighty(), now=NOW)
    same = all(
        piece == LARGE[i * 65536 : i * 65536 + len(piece)] for i, piece in enumerate(opened.content)
    )
    _held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert same
    assert peak < 3 * RANGE
    assert _taken(file) == LARGE


@pytest.mark.django_db
def test_what_was_altered_cut_or_lost_there_is_found(in_bucket: TrialBucket) -> None:
    files = [kept(content=PDF + bytes([n])) for n in range(4)]
    altered, cut, empty, lost = [_content_id(file) for file in files]
    place, say = bucket().bucket_name, bucket().client
    for content_id, lying in (
        (altered, _object(altered)[:-1] + b"x"), (cut, _object(cut)[:-9]), (empty, b""),
    ):  # fmt: skip
        say.put_object(Bucket=place, Key=f"liupan/documents/{content_id.hex}", Body=lying)
    bucket().take_away(lost)
    assert list_lost() == [lost]
    assert set(list_altered()) == {altered, cut, empty, lost}
    for file in files[:3]:
        with pytest.raises(Undecipherable):
            _taken(file)
    with pytest.raises(FileLost):
        _taken(files[3])


@pytest.mark.django_db
def test_what_is_lost_is_found_among_many(in_bucket: TrialBucket) -> None:
    ids = sorted(_content_id(kept(content=PDF + bytes([n]))) for n in range(6))
    for content_id in (ids[0], ids[3], ids[5]):
        bucket().take_away(content_id)
    assert list_lost() == [ids[0], ids[3], ids[5]]


# --- Bad days ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (403, "AccessDenied", StorageRefuses),
        (403, "InvalidAccessKeyId", StorageRefuses),
        (404, "NoSuchBucket", StorageRefuses),
        (507, "XMinioStorageFull", StorageFull),
        (403, "QuotaExceeded", StorageFull),
        (503, "SlowDown", StorageSilent),
    ],
)
def test_what_it_refuses_is_said_in_a_sentence_and_nothing_is_kept(
    settings: Any, status: int, code: str, error: type[Exception]
) -> None:
    with answering(refusing(status, code)) as endpoint, set_up(endpoint, "none", settings):
        with pytest.raises(error) as told:
            kept()
        for said in (endpoint, KEY_ID, SECRET):
            assert said not in f"{told.value} {told.value.next_step}"  # type: ignore[attr-defined]
    assert Content.objects.count() == File.objects.count() == 0
    assert [path.stat().st_size for path in _on_disk()] == [0]


@pytest.mark.django_db
def test_a_service_that_is_away_keeps_the_upload(settings: Any, trial_bucket: TrialBucket) -> None:
    from liupan.foundation.documents.operations.uploading import add_part, begin_upload
    from liupan.foundation.documents.uploads import find_upload

    who = city.almighty()
    upload = begin_upload(name="a.pdf", size=len(PDF), stamp="", actor=who, now=NOW)
    add_part(upload_id=upload.id, offset=0, content=PDF, actor=who, now=NOW)
    with set_up(AWAY, "none", settings), pytest.raises(StorageSilent):
        kept(content=find_upload(upload.id), name="a.pdf", actor=who)
    assert Upload.objects.count() == 1
    with set_up(trial_bucket.endpoint, trial_bucket.name, settings):
        assert _taken(kept(content=find_upload(upload.id), name="a.pdf", actor=who)) == PDF
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_bucket_that_is_gone_is_not_taken_for_lost_files(
    in_bucket: TrialBucket, settings: Any
) -> None:
    file = kept()
    with set_up(in_bucket.endpoint, "trial-never-made", settings):
        with pytest.raises(StorageRefuses):
            _taken(file)
        with pytest.raises(StorageRefuses):
            list_lost()


def test_a_line_that_breaks_within_an_answer_is_taken_up_again(settings: Any) -> None:
    answers: list[Callable[[], tuple[int, dict[str, str], bytes]]] = []
    total = {"Content-Range": "bytes 0-9/10"}
    answers += [lambda: (206, {**total, "Content-Length": "10"}, b"01234")] * 2
    answers += [lambda: (206, total, b"0123456789")]
    with (
        answering(lambda _method: answers.pop(0)()) as endpoint,
        set_up(endpoint, "b", settings),
    ):
        assert bucket().reader(uuid7()).read(10) == b"0123456789"
    assert not answers


@pytest.mark.django_db
def test_a_disk_that_is_full_sends_nothing(
    in_bucket: TrialBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        kept()
    assert list(bucket().names()) == []
    assert _on_disk() == []


# --- Never lost, and swept ---------------------------------------------------------------------


@pytest.mark.django_db
def test_an_object_without_a_row_is_swept_a_day_later_and_no_other(in_bucket: TrialBucket) -> None:
    of_others = uuid7()  # another installation, or one that was restored, has the same bucket
    (FILES.path.parent / "x").write_bytes(b"x")
    bucket().put(of_others, FILES.path.parent / "x")
    stays = kept()
    with transaction.atomic():
        undone = _content_id(kept(content=PDF + b"2"))
        transaction.set_rollback(True)
    sweep(actor=city.almighty(), now=NOW)
    assert len(list(bucket().names())) == 3
    _age()
    sweep(actor=city.almighty(), now=NOW)
    assert set(bucket().names()) == {of_others.hex, _content_id(stays).hex}
    assert undone.hex not in set(bucket().names())
    assert not list(OUTGOING.path.rglob("*/*"))
    assert _taken(stays) == PDF


HEAD = """
import os, sys, time, django
django.setup()
from uuid import UUID
from pathlib import Path
from django.conf import settings
settings.MEDIA_ROOT = Path(sys.argv[1])
from django.db import transaction
from liupan.foundation.crypto.facade import SealedFolder
from liupan.foundation.documents import moving
from liupan.foundation.documents.buckets import Bucket
from liupan.foundation.documents.tests.factories import kept
put = Bucket.put
def wait(*_args, **_more):
    print("here", flush=True)
    time.sleep(60)
def put_and_wait(*args):
    put(*args)
    wait()
"""
KEEPING = {
    "it is sent": "Bucket.put = put_and_wait\nkept(owner_unit_id=UUID(sys.argv[2]))",
    "it is committed": "SealedFolder.remove = wait\nkept(owner_unit_id=UUID(sys.argv[2]))",
}


def _killed(program: str, trial: TrialBucket, *arguments: str) -> None:
    environ = {**os.environ, **trial.environ}
    with subprocess.Popen(
        [sys.executable, "-c", HEAD + program, *arguments],
        env=environ, text=True, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            assert process.stdout.readline() == "here\n"
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.timeout(600)  # whole programs start here; on a busy machine that takes minutes
def test_a_kill_leaves_no_row_without_its_object(
    fresh_db: str, in_bucket: TrialBucket, tmp_path: Path
) -> None:
    unit = city.unit()
    for moment, program in KEEPING.items():
        _killed(program, in_bucket, str(tmp_path), str(unit))
        is_kept = moment == "it is committed"
        assert Content.objects.count() == is_kept
        assert len(list(bucket().names())) == 1
        assert list_lost() == []
        _age()
        assert FILES.sweep(known) == 1
        assert FILES.sweep(known) == 0
        assert len(list(bucket().names())) == is_kept
    assert list(list_altered()) == []


# --- Moved -------------------------------------------------------------------------------------

MOVING = {
    "it is compared": "Path.unlink = wait\nlist(moving.move_contents())",
    "one is moved": "for _one in moving.move_contents(): wait()",
}


@pytest.mark.slow
@pytest.mark.timeout(600)  # whole programs start here; on a busy machine that takes minutes
def test_moving_goes_on_after_kills(
    fresh_db: str, trial_bucket: TrialBucket, settings: Any, tmp_path: Path
) -> None:
    unit = city.unit()
    files = [kept(owner_unit_id=unit, content=PDF + bytes([n])) for n in range(3)]
    with set_up(trial_bucket.endpoint, trial_bucket.name, settings):
        for moment, program in MOVING.items():
            _killed(program, trial_bucket, str(tmp_path))
            assert len(_on_disk()) == (3 if moment == "it is compared" else 2)
            assert [_taken(file) for file in files] == [PDF + bytes([n]) for n in range(3)]
            assert list_lost() == []
        assert len(list(move_contents())) == 2
        assert list(move_contents()) == []
        assert _on_disk() == []
        assert list(list_altered()) == []


@pytest.mark.django_db
def test_what_was_altered_on_the_disk_stays_there_and_is_named(
    trial_bucket: TrialBucket, settings: Any
) -> None:
    whole, broken = kept(), kept(content=PDF + b"2")
    path = FILES.path_of(_content_id(broken))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with set_up(trial_bucket.endpoint, trial_bucket.name, settings):
        done = CliRunner().invoke(cli, ["move"])
        assert done.exit_code == 1
        said = _("%(n)d moved to %(place)s, %(altered)d lost or altered")
        assert said % {"n": 1, "place": bucket_place(), "altered": 1} in done.output
        assert _content_id(broken).hex in done.output
        assert SECRET not in done.output
        assert _on_disk() == [path]
        assert _taken(whole) == PDF


@pytest.mark.django_db
def test_without_a_bucket_nothing_is_moved() -> None:
    with pytest.raises(NoBucket):
        list(move_contents())
    assert bucket_place() == ""


# --- For operators -----------------------------------------------------------------------------


def test_keys_are_in_no_log_and_no_text(settings: Any) -> None:
    loggers = settings.LOGGING["loggers"]
    assert all(loggers[name]["level"] == "WARNING" for name in ("botocore", "boto3", "urllib3"))
    with set_up(AWAY, "b", settings):
        assert SECRET not in repr(storages["documents"]) + bucket_place()
