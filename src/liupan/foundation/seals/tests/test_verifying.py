"""Verifying by command and on the public page."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from liupan.foundation.seals import verifying
from liupan.foundation.seals.management import cli
from liupan.foundation.seals.tests.formats import papers
from liupan.foundation.seals.tests.formats.city import office, root, signed, trust, unsigned

FOREIGN = Path(__file__).resolve().parents[6] / "shared/data/ofd/v4signed.ofd"
"""A sealed file of another maker; it lies beside the project where it is developed."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def believed(monkeypatch) -> None:
    """The authority of the tests is trusted, at the moment of the tests."""
    monkeypatch.setattr(verifying, "_believed", lambda _now: trust(root().revokes()))


def sent(client: Client, data: bytes):
    file = SimpleUploadedFile("通知.ofd", data)
    return client.post(reverse("seals:verify"), {"file": file}, headers={"accept-language": "en"})


def test_anybody_reads_what_holds(client: Client, believed) -> None:
    page = sent(client, signed(unsigned(), office()).to_bytes()).content.decode()
    assert page.count('class="lp-state is-done"') == 26
    assert page.count('class="lp-state is-late"') == 0
    assert "固原市人民政府办公室（演示）" in page


def test_a_tampered_file_says_which_check_fails(client: Client, believed) -> None:
    package = signed(unsigned(), office())
    name = "Doc_0/Pages/Page_0/Content.xml"
    changed = package.having({name: package.files[name] + b" "})
    page = sent(client, changed.to_bytes()).content.decode()
    assert page.count('class="lp-state is-late"') == 2  # the whole, and the covered files
    assert name in page


def test_without_trust_nothing_is_proven(client: Client) -> None:
    page = sent(client, signed(unsigned(), office()).to_bytes()).content.decode()
    assert 'class="lp-state is-late"' not in page
    assert page.count('class="lp-state is-risk"') == 6


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"x"])
def test_another_file_is_a_verdict(client: Client, data: bytes) -> None:
    response = sent(client, data)
    assert response.status_code == 200
    assert 'class="lp-state is-late"' in response.content.decode()


def test_what_is_empty_or_too_large_is_said_at_the_field(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("liupan.foundation.seals.verifying.LARGEST", 3)
    for data in (b"", b"1234"):
        response = sent(client, data)
        assert response.status_code == 200
        assert response.context["form"].errors["file"]


def test_the_page_is_limited(client: Client) -> None:
    said = [sent(client, b"x").status_code for _each in range(31)]
    assert said == [200] * 30 + [429]


def test_the_command_says_it_for_machines(believed, tmp_path: Path) -> None:
    file = tmp_path / "x.ofd"
    file.write_bytes(signed(unsigned(), office()).to_bytes())
    done = CliRunner().invoke(cli, ["verify", str(file), "--json"])
    said = json.loads(done.output)
    assert (done.exit_code, said["outcome"], said["kind"]) == (0, "valid", "ofd")
    assert [one["code"] for one in said["signatures"][0]["findings"]][:2] == [
        "description", "structure",
    ]  # fmt: skip
    file.write_bytes(b"x")
    assert CliRunner().invoke(cli, ["verify", str(file)]).exit_code == 1


@pytest.fixture
def pdf_believed(monkeypatch) -> None:
    """The authority for PDF is trusted too."""
    monkeypatch.setattr(verifying, "_believed", lambda _now: papers.trust())


def test_a_pdf_and_the_file_beside_it_are_dropped_together(client: Client, pdf_believed) -> None:
    pdf = papers.sealed()
    both = [
        SimpleUploadedFile("通知.pdf", pdf),
        SimpleUploadedFile("通知.pdf.sm2", papers.beside(pdf)),
    ]
    english = {"accept-language": "en"}
    answer = client.post(reverse("seals:verify"), {"file": both}, headers=english)
    page = answer.content.decode()
    assert page.count('class="lp-state is-late"') == 0
    assert page.count("<h2") >= 4
    assert answer.context["verdict"].outcome == "valid"
    answer = client.post(reverse("seals:verify"), {"file": both[1]}, headers=english)
    assert answer.context["form"].errors["file"]
    ofd = SimpleUploadedFile("通知.ofd", signed(unsigned(), office()).to_bytes())
    answer = client.post(reverse("seals:verify"), {"file": [ofd, both[1]]}, headers=english)
    assert answer.context["form"].errors
    assert "verdict" not in answer.context


def test_the_command_finds_the_file_beside(pdf_believed, tmp_path: Path) -> None:
    pdf, file = papers.sealed(), tmp_path / "x.pdf"
    file.write_bytes(pdf)
    run = ["verify", str(file), "--json"]
    assert len(json.loads(CliRunner().invoke(cli, run).output)["signatures"]) == 1
    (tmp_path / "x.pdf.sm2").write_bytes(papers.beside(pdf))
    done = CliRunner().invoke(cli, run)
    said = json.loads(done.output)
    assert (done.exit_code, said["outcome"], said["kind"]) == (0, "valid", "pdf")
    assert [one["form"] for one in said["signatures"]] == ["pades", "sm2"]
    (tmp_path / "x.pdf.sm2").write_bytes(papers.beside(pdf + b" "))
    done = CliRunner().invoke(cli, ["verify", str(file)])
    assert done.exit_code == 1
    assert "x  7" in done.output


def asked(client: Client, *signatures: bytes, file: bytes | None = None, **more):
    given = {
        "file": SimpleUploadedFile("x.pdf", file if file is not None else papers.sealed()),
        "signature": [SimpleUploadedFile("x.pdf.sm2", one) for one in signatures],
    }
    return client.post("/api/v1/seals/verify", given, **more)


def test_programs_read_the_same(pdf_believed) -> None:
    client, pdf = Client(enforce_csrf_checks=True), papers.sealed()
    said = asked(client, papers.beside(pdf), file=pdf, headers={"accept-language": "en"}).json()
    assert (said["outcome"], said["kind"], said["word"]) == ("valid", "pdf", "Valid")
    assert [(s["form"], s["outcome"]) for s in said["signatures"]] == [
        ("pades", "valid"), ("sm2", "valid"),
    ]  # fmt: skip
    first = said["signatures"][0]["findings"][0]
    assert (first["number"], first["code"], first["result"]) == (4, "structure", "holds")
    assert asked(client, file=b"x").json()["outcome"] == "unreadable"


def test_programs_are_refused_in_words(client: Client, monkeypatch) -> None:
    answer = asked(client, b"x", file=b"PK")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["signature"])
    assert client.post("/api/v1/seals/verify", {}).status_code == 422
    monkeypatch.setattr("liupan.foundation.seals.verifying.LARGEST", 3)
    answer = asked(client, file=b"1234")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"])
    assert [asked(client, file=b"x").status_code for _each in range(30)][-1] == 429
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/seals/verify"]["post"]
    assert "multipart/form-data" in described["requestBody"]["content"]
    assert set(described["responses"]) >= {"200", "422", "429"}


@pytest.mark.skipif(not FOREIGN.exists(), reason="the file of another maker is not here")
def test_a_real_file_of_others_is_read() -> None:
    """Everything holds that the file can prove; its issuer is not believed here."""
    done = CliRunner().invoke(cli, ["verify", str(FOREIGN), "--json"])
    said = json.loads(done.output)
    assert (done.exit_code, said["outcome"]) == (2, "unproven")
    every = [*said["findings"], *said["signatures"][0]["findings"]]
    assert {one["code"] for one in every if one["result"] == "unknown"} == {
        "canonical", "time_stamp", "signer_chain", "signer_revocation", "maker_chain",
        "maker_revocation",
    }  # fmt: skip
    assert not [one for one in every if one["result"] == "fails"]
