"""Every bad file at every door where somebody hands one in: a sentence, never an error, and nothing
of it stays."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.tests.incoming_town import Town
from liupan.foundation.documents.ofd.zipping import zip_stored
from liupan.foundation.documents.tests.factories import docx, kept_ids
from liupan.foundation.documents.tests.ofd.test_package import HOSTILE, MARKUP, zipped
from liupan.foundation.documents.tests.ofd.test_reading import BROKEN, document
from liupan.foundation.documents.tests.test_previews import (
    LAUGHS,
    XXE,
    _holding,
    _locked_pdf,
    _pdf_bomb,
    _pdf_of,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.seals import api
from liupan.foundation.seals.views import verifying
from liupan.kernel.ids import uuid7

FAR = b"<</Type/Catalog/Pages 2 0 R>>"
BOMB = b"\0" * (30 * 1024 * 1024)


@cache
def bad_files() -> dict[str, bytes]:
    """By the name that says what is bad; the ending is what it claims to be."""
    return dict(_bad_files())


def _bad_files() -> Iterator[tuple[str, bytes]]:
    for name, (make, _refusal) in HOSTILE.items():
        yield f"package {name}.ofd", make()
    for name, (markup, _refusal) in MARKUP.items():
        yield f"markup {name}.ofd", zip_stored([("OFD.xml", markup)])
    for name, (change, _refusal) in BROKEN.items():
        yield f"document {name}.ofd", change(document("")).to_bytes()
    yield "bomb.ofd", zipped(("OFD.xml", b"<OFD/>"), ("a", BOMB))
    yield "bomb.docx", docx(("word/media/x", BOMB))
    yield "entity.docx", _holding(XXE)
    yield "laughs.docx", _holding(LAUGHS)
    yield "cut.docx", docx()[:-30]
    yield "locked.pdf", _locked_pdf()
    yield "bomb.pdf", _pdf_bomb()
    yield "ring.pdf", _pdf_of(FAR, b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
    yield "nested.pdf", b"%PDF-1.7\n" + b"[" * 500_000
    yield "nothing.pdf", b"%PDF-1.7\nnothing of the kind"
    yield "an OFD.pdf", document("").to_bytes()
    yield "a PDF.ofd", _pdf_of(FAR)
    yield "program.ofd", b"MZ" + bytes(200)
    yield "..\\..\\etc\\passwd\u202efdp.exe", b"\x7fELF" + bytes(200)
    yield "empty.ofd", b""


@pytest.fixture
def registrar(receiving: Town, monkeypatch: pytest.MonkeyPatch) -> Client:
    for door in (api, verifying):  # how often is not asked here
        monkeypatch.setattr(door, "require_free", lambda *_asked: None)
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, receiving.people["registrar"].id)
    return client


def entered(client: Client, place: Town, file: SimpleUploadedFile) -> str:
    """As a scan or an OFD that came from outside. What can be read may be kept, and opened."""
    data = {"once": uuid7(), "unit_id": place.units["office"], "secrecy": "1", "attached": file}
    before = kept_ids()
    answer = client.post("/correspondence/incoming/enter/", data)
    if answer.status_code == 422 and 'role="alert"' in answer.content.decode():
        return "" if kept_ids() == before else "refused, and kept"
    if answer.status_code != 302:
        return f"{answer.status_code}"
    pages = [answer["Location"]]
    pages += [f"/files/{one}/view" for one in kept_ids()[:1]]
    seen = [client.get(page).status_code for page in pages]
    return "" if seen == [200, 200] else f"kept, and then {seen}"


def verified(client: Client, place: Town, file: SimpleUploadedFile) -> str:
    """On the public page."""
    answer = client.post(reverse("seals:verify"), {"file": file})
    if answer.status_code != 200:
        return f"{answer.status_code}"
    verdict = answer.context.get("verdict")
    if verdict is None:
        return "" if answer.context["form"].errors else "nothing said"
    return "" if verdict.outcome in ("unreadable", "unsigned", "broken") else verdict.outcome


def verified_for_a_program(client: Client, place: Town, file: SimpleUploadedFile) -> str:
    """By the API."""
    answer = client.post("/api/v1/seals/verify", {"file": file})
    if answer.status_code == 422:
        return "" if answer.json()["title"] else "nothing said"
    if answer.status_code != 200:
        return f"{answer.status_code}"
    outcome = answer.json()["outcome"]
    return "" if outcome in ("unreadable", "unsigned", "broken") else outcome


def uploaded(client: Client, place: Town, file: SimpleUploadedFile) -> str:
    """In parts, for whatever form it is meant."""
    content = file.read()
    said = {"name": file.name, "size": str(len(content)), "stamp": "1"}
    begun = client.post(reverse("documents:uploads"), said)
    if begun.status_code != 201:
        return "" if begun.status_code == 422 and begun.json()["title"] else f"{begun.status_code}"
    url = reverse("documents:upload", args=[begun.json()["id"]])
    kind = "application/octet-stream"
    for offset in range(0, len(content), 1 << 20):
        piece = content[offset : offset + (1 << 20)]
        sent = client.patch(url, piece, content_type=kind, headers={"Upload-Offset": str(offset)})
        if sent.status_code != 200:
            return f"a part: {sent.status_code}"
    done = client.post(url)
    client.delete(url)
    if done.status_code in (409, 422):
        return "" if done.json()["title"] else "nothing said"
    return "" if done.status_code == 200 else f"{done.status_code}"


DOORS = (entered, verified, verified_for_a_program, uploaded)


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_bad_file_is_answered_with_a_sentence(
    receiving: Town, registrar: Client, door: Callable[[Client, Town, SimpleUploadedFile], str]
) -> None:
    found = {
        name: fault
        for name, content in bad_files().items()
        if (fault := door(registrar, receiving, SimpleUploadedFile(name, content)))
    }
    assert not found
    assert not Incoming.objects.filter(state="registered").exists()
