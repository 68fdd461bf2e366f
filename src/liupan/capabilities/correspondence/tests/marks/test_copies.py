"""A state secret leaves as a counted copy; every copy says who made it; the original stays."""

import io
import zipfile
from typing import Any

import pypdfium2
import pytest

from liupan.capabilities.correspondence.models import PrintedCopy, Rendition
from liupan.capabilities.correspondence.operations.copies import print_document
from liupan.capabilities.correspondence.queries.outgoing_files import OnlyCounted, draft_file
from liupan.capabilities.correspondence.tests import town as sending
from liupan.capabilities.correspondence.tests.marks.secrets import (
    NOW,
    SecretTown,
    changed,
    entered,
    low,
    sent,
)
from liupan.capabilities.correspondence.tests.test_outgoing_pages import browser
from liupan.foundation.documents.facade import open_file
from liupan.foundation.seals.facade import verify_file
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised

pytestmark = pytest.mark.django_db


def _words(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def _print(secrets: SecretTown, who: str = "registrar", **said: Any) -> Any:
    asked = {"purpose": "常务会议", "outgoing_id": secrets.sent, **said}
    return print_document(actor=secrets.town.people[who], now=NOW, **asked)


def test_each_copy_of_a_secret_is_counted_and_says_who_when_and_which(secrets: SecretTown) -> None:
    first = _print(secrets)
    second = _print(secrets, "bureau_keeper", outgoing_id=None, incoming_id=secrets.received)
    assert (first.number, second.number) == (3, 4)
    for page in _words(second.content):
        assert "bureau_keeper 固原市信息化建设办公室 2017-" in page
        assert "000004" in page
        assert "秘密★1年" in page
    rows = PrintedCopy.objects.order_by("copy_number")
    assert [(one.purpose, one.printed_by) for one in rows] == [
        ("常务会议", secrets.registrar.id), ("常务会议", secrets.bureau_keeper.id),
    ]  # fmt: skip


def test_the_sealed_original_is_not_touched_and_a_copy_bears_no_seal(secrets: SecretTown) -> None:
    last = Rendition.objects.filter(document_id=secrets.sent, kind="pdf").order_by("-n")[0]
    opened = open_file(file_id=last.file_id, actor=secrets.registrar, now=NOW)
    before = b"".join(opened.content)
    copy = _print(secrets)
    again = open_file(file_id=last.file_id, actor=secrets.registrar, now=NOW)
    assert b"".join(again.content) == before
    assert verify_file(before, now=NOW).signatures
    assert b"/ByteRange" not in copy.content
    assert "第3号" in copy.name or "No. 3" in copy.name


def test_what_is_refused(secrets: SecretTown) -> None:
    with pytest.raises(NotAuthorised):
        _print(secrets, "reviewer")
    with pytest.raises(InvalidInput):
        _print(secrets, purpose=" ")
    with pytest.raises(Missing):
        print_document(purpose="x", outgoing_id=secrets.sent, actor=low(secrets.registrar), now=NOW)
    file_id = Rendition.objects.filter(document_id=secrets.sent)[0].file_id
    for name, status in (("reviewer", 403), ("registrar", 200)):
        client = browser(secrets.town, name)
        for path in ("", "/copy.pdf"):
            assert client.get(f"/files/{file_id}{path}").status_code == status
        assert client.get(f"/files/of/{secrets.sent}.zip").status_code == status
    with pytest.raises(OnlyCounted):
        draft_file(secrets.registrar, secrets.sent, "pdf", now=NOW)
    assert not PrintedCopy.objects.exists()


def test_a_lowered_one_is_copied_without_a_number(secrets: SecretTown) -> None:
    changed(secrets, "内部")
    copy = _print(secrets, "reviewer", purpose="")
    assert copy.number == 0
    assert "reviewer" in _words(copy.content)[0]


def test_a_draft_bears_its_reader_in_both_formats(secrets: SecretTown) -> None:
    place = secrets.town
    draft = sending.handed(place)
    pdf = draft_file(place.reviewer, draft, "pdf", now=NOW)
    assert all("reviewer 固原市人民政府办公室" in page for page in _words(pdf.content))
    ofd = draft_file(place.reviewer, draft, "ofd", now=NOW)
    with zipfile.ZipFile(io.BytesIO(ofd.content)) as package:
        page = package.read("Doc_0/Pages/Page_0/Content.xml").decode()
    assert "reviewer" in page


def test_what_is_no_picture_is_not_copied(secrets: SecretTown) -> None:
    letter = entered(secrets)
    with pytest.raises(Exception, match=r"printed|打印"):
        _print(secrets, outgoing_id=None, incoming_id=letter)


def test_pages_print_a_watermark_or_only_a_refusal(secrets: SecretTown) -> None:
    client = browser(secrets.town, "registrar")
    base = "/correspondence/outgoing"
    secret = client.get(f"{base}/{secrets.sent}/").content.decode()
    assert 'class=" lp-unprinted"' in secret
    assert "lp-printguard__no" in secret
    assert client.get(f"{base}/{secrets.sent}/print/").status_code == 200
    answer = client.post(f"{base}/{secrets.sent}/print/", {"purpose": "阅览"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert client.post(f"{base}/{secrets.sent}/print/", {}).status_code == 422
    received = client.get(f"{base}/{secrets.sent}/mark/").content.decode()
    assert "秘密★1年" in received
    assert client.get("/correspondence/secrets/?standing=runs").status_code == 200
    changed(secrets, "内部")
    plain = client.get(f"{base}/{secrets.sent}/").content.decode()
    assert "lp-unprinted" not in plain
    assert "lp-printguard" in plain
    assert sent(secrets).mark == ""
