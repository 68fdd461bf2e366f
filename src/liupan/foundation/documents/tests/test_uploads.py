"""Uploads in parts: gone on with after whatever happened, sealed from the first byte, and a disk
that is full at any moment costs nothing that was there."""

import errno
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from liupan.foundation.crypto.facade import SealedWriter
from liupan.foundation.documents.disks import DiskFull
from liupan.foundation.documents.facade import FilesField, HoldsProgram, TooLarge
from liupan.foundation.documents.forms import FilesInput
from liupan.foundation.documents.models import Content, File, Part, Upload
from liupan.foundation.documents.operations import uploading
from liupan.foundation.documents.operations.uploading import (
    PART,
    Incomplete,
    OutOfPlace,
    add_part,
    begin_upload,
    drop_upload,
    finish_upload,
)
from liupan.foundation.documents.queries import UploadRef
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.tasks import sweep
from liupan.foundation.documents.tests.factories import NOW, PDF, docx, kept
from liupan.foundation.documents.uploads import UPLOADS, find_upload
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, TooMany
from liupan.kernel.ids import uuid7

LARGE = PDF + bytes(range(256)) * 9000
"""Three parts."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def _somebody() -> Actor:
    return replace(city.almighty(), id=uuid7())


def _begun(who: Actor, content: bytes = LARGE, name: str = "a.pdf") -> UploadRef:
    return begin_upload(name=name, size=len(content), stamp="7", actor=who, now=NOW)


def _sent(upload: UploadRef, content: bytes, who: Actor, parts: int = 100) -> UploadRef:
    for _part in range(parts):
        if upload.received < upload.size:
            piece = content[upload.received : upload.received + PART]
            upload = add_part(
                upload_id=upload.id, offset=upload.received, content=piece, actor=who, now=NOW
            )
    return upload


def _on_disk() -> list[Path]:
    return [p for p in UPLOADS.path.rglob("*") if p.is_file()]


@pytest.mark.django_db
def test_parts_become_a_file_and_leave_nothing(
    django_capture_on_commit_callbacks: Any,
) -> None:
    who = _somebody()
    upload = _sent(_begun(who), LARGE, who)
    finish_upload(upload_id=upload.id, actor=who, now=NOW)
    found = find_upload(upload.id)
    assert found is not None
    with django_capture_on_commit_callbacks(execute=True):
        file = kept(name=found.name, content=found, actor=who)
    content = File.objects.get(id=file.id).content
    taken = FILES.read(content.id, content.owner_unit_id, content.sealed_key)
    assert b"".join(taken) == LARGE
    assert not Upload.objects.exists()
    assert _on_disk() == []


@pytest.mark.django_db
def test_nothing_of_a_part_can_be_read_on_the_disk() -> None:
    who = _somebody()
    _sent(_begun(who, b"a" * 5000), b"a" * 5000, who)
    [path] = _on_disk()
    assert b"aaaa" not in path.read_bytes()


@pytest.mark.django_db
def test_the_same_file_goes_on_where_it_stands_and_another_does_not() -> None:
    who = _somebody()
    upload = _sent(_begun(who), LARGE, who, parts=1)
    again = _begun(who)
    assert (again.id, again.received) == (upload.id, PART)
    assert _begun(_somebody()).id != upload.id
    assert _begun(who, LARGE + b"x").id != upload.id
    for offset in (0, PART - 1, PART + 1):
        with pytest.raises(OutOfPlace) as refused:
            add_part(upload_id=upload.id, offset=offset, content=b"x", actor=who, now=NOW)
        assert refused.value.received == PART
    with pytest.raises(Incomplete):
        finish_upload(upload_id=upload.id, actor=who, now=NOW)
    assert find_upload(upload.id) is None
    assert _sent(again, LARGE, who).received == len(LARGE)


@pytest.mark.django_db
def test_nobody_touches_or_attaches_what_another_handed_in() -> None:
    who, other = _somebody(), _somebody()
    upload = _sent(_begun(who, PDF), PDF, who)
    for act in (finish_upload, drop_upload):
        with pytest.raises(Missing):
            act(upload_id=upload.id, actor=other, now=NOW)
    with pytest.raises(Missing):
        kept(content=find_upload(upload.id), actor=other)
    assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_what_is_not_announced_is_not_taken(settings: object) -> None:
    who = _somebody()
    upload = _begun(who, b"x" * 10)
    for piece in (b"", b"x" * 11, b"x" * (PART + 1)):
        with pytest.raises(InvalidInput):
            add_part(upload_id=upload.id, offset=0, content=piece, actor=who, now=NOW)
    with pytest.raises(InvalidInput):
        _begun(who, b"")
    settings.LIUPAN_FILE_MB = 1  # type: ignore[attr-defined]
    with pytest.raises(TooLarge):
        _begun(who, LARGE)


@pytest.mark.django_db
def test_a_person_has_room_for_so_many_and_so_much(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = _somebody()
    monkeypatch.setattr(uploading, "OPEN", 2)
    first = _begun(who, name="1.pdf")
    _begun(who, name="2.pdf")
    with pytest.raises(TooMany):
        _begun(who, name="3.pdf")
    drop_upload(upload_id=first.id, actor=who, now=NOW)
    monkeypatch.setattr(uploading, "OPEN_BYTES", len(LARGE) * 2 - 1)
    with pytest.raises(TooMany):
        _begun(who, name="3.pdf")


@pytest.mark.django_db
def test_what_would_not_be_kept_is_refused_when_it_is_whole() -> None:
    who = _somebody()
    upload = _sent(_begun(who, b"MZ\0\0"), b"MZ\0\0", who)
    with pytest.raises(HoldsProgram):
        finish_upload(upload_id=upload.id, actor=who, now=NOW)


@pytest.mark.django_db
def test_a_packed_file_is_read_across_its_parts() -> None:
    who, content = _somebody(), docx(("word/media/x", os.urandom(PART + 5000)))
    upload = _sent(_begun(who, content, "a.docx"), content, who)
    assert upload.received > PART
    finish_upload(upload_id=upload.id, actor=who, now=NOW)


@pytest.mark.django_db
def test_what_nobody_goes_on_with_is_dropped_after_a_day(
    django_capture_on_commit_callbacks: Any,
) -> None:
    who = _somebody()
    _sent(_begun(who), LARGE, who, parts=2)
    with django_capture_on_commit_callbacks(execute=True):
        sweep(actor=who, now=NOW + timedelta(hours=23))
        assert Upload.objects.count() == 1
        sweep(actor=who, now=NOW + timedelta(hours=25))
    assert not Upload.objects.exists()
    assert _on_disk() == []


# --- Bad days ----------------------------------------------------------------------------------


class Filling:
    """A disk that is full from the nth write, flush or sync on."""

    def __init__(self, room: int) -> None:
        self.room = room

    def spend(self) -> None:
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")


class _Out:
    def __init__(self, real: Any, disk: Filling) -> None:
        self._real, self._disk = real, disk

    def write(self, data: bytes) -> int:
        self._disk.spend()
        return int(self._real.write(data))

    def flush(self) -> None:
        self._disk.spend()
        self._real.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Filling:
    filling, begin, sync = Filling(10**6), SealedWriter.__init__, os.fsync

    def began(self: Any, *args: Any) -> None:
        begin(self, *args)
        self._out = _Out(self._out, filling)

    def synced(handle: int) -> None:
        filling.spend()
        sync(handle)

    monkeypatch.setattr(SealedWriter, "__init__", began)
    monkeypatch.setattr(os, "fsync", synced)
    return filling


@pytest.mark.django_db
def test_a_full_disk_at_any_write_of_a_part_costs_that_part_only(disk: Filling) -> None:
    who = _somebody()
    upload = _sent(_begun(who), LARGE, who, parts=1)
    for room in range(100):
        disk.room = room
        try:
            with transaction.atomic():
                after = _sent(upload, LARGE, who, parts=1)
            break
        except DiskFull as refused:
            sentence = refused.next_step
        assert sentence
        assert len(_on_disk()) == Part.objects.count() == 1
        assert Upload.objects.get().received == PART
    assert room > 15
    disk.room = 10**6
    assert _sent(after, LARGE, who).received == len(LARGE)
    finish_upload(upload_id=upload.id, actor=who, now=NOW)


@pytest.mark.django_db
def test_a_full_disk_at_any_write_of_keeping_leaves_the_upload_to_try_again(
    disk: Filling,
) -> None:
    who, unit = _somebody(), city.unit()
    content = PDF + b"\n" * 150_000
    upload = _sent(_begun(who, content), content, who)
    for room in range(100):
        disk.room = room
        try:
            kept(content=find_upload(upload.id), actor=who, owner_unit_id=unit)
            break
        except DiskFull:
            assert not File.objects.exists()
            assert not Content.objects.exists()
            assert not [p for p in FILES.path.rglob("*") if p.is_file()]
            assert find_upload(upload.id) is not None
    assert room > 4
    assert File.objects.count() == 1


KILLED = """
import os, signal, sys, time, django
django.setup()
from uuid import UUID
from pathlib import Path
from dataclasses import replace
from django.conf import settings
settings.MEDIA_ROOT = Path(sys.argv[1])
from liupan.foundation.crypto import folders
from liupan.foundation.documents.operations.uploading import add_part
from liupan.foundation.documents.tests.factories import NOW
from liupan.foundation.organisations.tests import factories as city
who = replace(city.almighty(), id=UUID(sys.argv[3]))
die = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[4] == "half": folders._to_disk = die
if sys.argv[4] == "whole":
    from liupan.foundation.documents.operations import uploading
    uploading.upload_ref = die
add_part(upload_id=UUID(sys.argv[2]), offset=0, content=b"x" * 100_000, actor=who, now=NOW)
die()
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["half", "whole", "committed"])
def test_a_kill_costs_one_part_at_most(fresh_db: str, tmp_path: Path, moment: str) -> None:
    who = _somebody()
    upload = _begun(who, b"x" * 200_000, "a.txt")
    arguments = [str(tmp_path), str(upload.id), str(who.id), moment]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert done.returncode == -9
    again = _begun(who, b"x" * 200_000, "a.txt")
    assert again.received == (100_000 if moment == "committed" else 0)
    _sent(again, b"x" * 200_000, who)
    finish_upload(upload_id=upload.id, actor=who, now=NOW)
    old = 1
    for path in _on_disk():
        os.utime(path, (old, old))
    sweep(actor=who, now=NOW)
    assert len(_on_disk()) == Part.objects.count()


# --- Entrances ---------------------------------------------------------------------------------


@pytest.fixture
def account(client: Client) -> Any:
    city.found()
    city.unit("固原市人民政府", category="government")
    account_id = city.person()
    enter(client, account_id)
    return account_id


@pytest.mark.django_db
def test_the_protocol_goes_on_after_a_lost_answer(client: Client, account: Any) -> None:
    said = {"name": "a.pdf", "size": str(len(LARGE)), "stamp": "7"}
    begun = client.post(reverse("documents:uploads"), said)
    assert begun.status_code == 201
    place = reverse("documents:upload", args=[begun.json()["id"]])

    def part(offset: int) -> Any:
        piece = LARGE[offset : offset + PART]
        kind = "application/octet-stream"
        return client.patch(place, piece, content_type=kind, headers={"Upload-Offset": str(offset)})

    assert part(0).json()["received"] == PART
    lost = part(0)
    assert (lost.status_code, lost.json()["received"]) == (409, PART)
    assert client.post(place).status_code == 409
    assert client.post(reverse("documents:uploads"), said).json()["received"] == PART
    assert [one["received"] for one in client.get(reverse("documents:uploads")).json()["uploads"]]
    assert part(PART).json()["received"] == 2 * PART
    assert part(2 * PART).json()["received"] == len(LARGE)
    assert client.post(place).status_code == 200
    assert client.get(place).json()["received"] == len(LARGE)
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


@pytest.mark.django_db
def test_what_is_refused_is_said_in_a_sentence(client: Client, account: Any) -> None:
    for wrong in ({}, {"name": "a", "size": "-1"}, {"name": "a", "size": "x"}):
        answer = client.post(reverse("documents:uploads"), wrong)
        assert answer.status_code == 422
    answer = client.post(reverse("documents:uploads"), {"name": "a", "size": str(10**10)})
    assert "MB" in answer.json()["title"]
    assert Client().post(reverse("documents:uploads")).status_code == 302


@pytest.mark.django_db
def test_a_form_takes_files_and_keys_alike() -> None:
    who = _somebody()
    upload = _sent(_begun(who, PDF), PDF, who)
    field, data = FilesField(label="x"), QueryDict(mutable=True)
    data.setlist("files.uploads", [str(upload.id)])
    widget = field.widget
    assert isinstance(widget, FilesInput)
    [one] = field.clean(widget.value_from_datadict(data, MultiValueDict(), "files"))
    assert (one.name, one.content.read()) == ("a.pdf", PDF)
    for wrong in ("x", str(uuid7()), str(_begun(who, LARGE).id)):
        data.setlist("files.uploads", [wrong])
        with pytest.raises(forms.ValidationError):
            field.clean(widget.value_from_datadict(data, MultiValueDict(), "files"))
