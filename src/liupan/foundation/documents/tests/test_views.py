"""Files on their way out: attachments, never pages."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from liupan.foundation.access.facade import actor_for
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import all_url, list_files, shown
from liupan.foundation.documents.models import File
from liupan.foundation.documents.stores import FILES
from liupan.foundation.documents.tests.factories import NOW, PDF, SHELF, docx, kept
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def somebody(client: Client):
    city.found()
    city.unit("固原市人民政府", category="government")
    account_id = city.person()
    enter(client, account_id)
    return actor_for(account_id)


def _body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_file_is_an_attachment_that_can_do_nothing(client: Client, somebody) -> None:
    file = kept(name="割接 记录.pdf", secrecy=Secrecy.PUBLIC)
    SHELF.opens(file.of_id, somebody)
    answer = client.get(reverse("documents:file", args=[file.id]))
    assert _body(answer) == PDF
    said = answer.headers
    assert said["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert said["Content-Type"] == "application/pdf"
    assert said["Content-Length"] == str(len(PDF))
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert said["Cache-Control"] == "private, no-store"


def test_a_page_in_a_text_stays_a_text(client: Client, somebody) -> None:
    file = kept(name="a.txt", content=b"<script>alert(1)</script>", secrecy=Secrecy.PUBLIC)
    SHELF.opens(file.of_id, somebody)
    answer = client.get(reverse("documents:file", args=[file.id]))
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_all_files_come_as_one_with_their_digests(client: Client, somebody) -> None:
    of_id, unit = uuid7(), city.unit()
    for n, (name, content) in enumerate(
        [("记录.pdf", PDF), ("记录.pdf", PDF + b"\n"), ("SM3.txt", b"a"), ("报告.docx", docx())]
    ):
        kept(
            of_id=of_id, name=name, content=content, owner_unit_id=unit, secrecy=Secrecy.PUBLIC,
            now=NOW + timedelta(seconds=n),
        )  # fmt: skip
    later = NOW + timedelta(seconds=9)
    kept(of_id=of_id, name="内部.pdf", owner_unit_id=unit, now=later)
    SHELF.opens(of_id, somebody)
    answer = client.get(all_url(of_id))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(_body(answer))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        digests = archive.read("SM3.txt").decode()
        assert names == [
            "记录.pdf",
            "记录 (2).pdf",
            "SM3 (2).txt",
            "报告.docx",
            "内部.pdf",
            "SM3.txt",
        ]
        for name in names[:-1]:
            assert f"{sm3(archive.read(name)).hex()}  {name}\n" in digests


def test_what_is_not_for_somebody_is_not_there(client: Client, somebody) -> None:
    file = kept()
    for address in (
        reverse("documents:file", args=[file.id]),
        all_url(file.of_id),
        all_url(uuid7()),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 405
        assert Client().get(address).status_code == 302


def test_a_lost_file_is_said_before_anything_is_promised(client: Client, somebody) -> None:
    file = kept(secrecy=Secrecy.PUBLIC)
    SHELF.opens(file.of_id, somebody)
    FILES.remove(File.objects.get(id=file.id).content_id)
    for address in (reverse("documents:file", args=[file.id]), all_url(file.of_id)):
        answer = client.get(address)
        assert answer.status_code == 503
        assert not answer.streaming


def test_a_list_shows_name_size_and_digest(somebody) -> None:
    file = kept(secrecy=Secrecy.PUBLIC)
    SHELF.opens(file.of_id, somebody)
    [one] = shown(list_files([file.of_id], somebody)[file.of_id])
    assert (one.name, one.kind, one.sm3) == ("割接记录.pdf", "doc", file.sm3)
    assert one.short_sm3 == f"{file.sm3[:4]}…{file.sm3[-4:]}"
    assert one.url == f"/files/{file.id}"
