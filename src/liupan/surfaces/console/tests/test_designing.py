"""The designer's page: files byte for byte, the next version, two who draw at once, refusals."""

from base64 import b64encode
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.foundation.workflow.facade import list_definitions

APPROVAL = Path(__file__).parents[3] / "foundation/workflow/tests/processes/approval.bpmn"
MODELS = Path(__file__).resolve().parents[6] / "shared/data/bpmn-miwg"


def bring(system: Client, source: bytes) -> UUID:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.bpmn", source)
    said = system.post(reverse("console:process_bring"), {"file": file})
    assert said.status_code == 302, said.content.decode()[:2000]
    return UUID(said["Location"].rstrip("/").split("/")[-1])


def save(system: Client, definition_id: UUID, source: bytes, version: int = 1) -> int:
    sent = {"version": version, "source": b64encode(source).decode()}
    answer = system.post(reverse("console:process_draw", args=[definition_id]), sent)
    return answer.status_code


def test_a_drawing_becomes_the_next_version(system: Client) -> None:
    source = APPROVAL.read_bytes()
    first = bring(system, source)
    page = system.get(reverse("console:process_draw", args=[first]))
    assert reverse("console:process_file", args=[first]) in page.content.decode()
    assert "style-src-attr 'unsafe-inline'" in page["Content-Security-Policy"]
    assert save(system, first, source.replace("拟稿".encode(), "起草".encode())) == 302
    assert [one.number for one in list_definitions()] == [2, 1]
    assert save(system, first, source, version=2) == 302  # an earlier wording is a version again
    assert [one.number for one in list_definitions()] == [3, 2, 1]


def test_who_comes_second_compares_and_decides(system: Client) -> None:
    source = APPROVAL.read_bytes()
    first = bring(system, source)
    save(system, first, source.replace("拟稿".encode(), "起草".encode()))
    mine = source.replace("拟稿".encode(), "拟办".encode())
    sent = {"version": 1, "source": b64encode(mine).decode()}
    stale = system.post(reverse("console:process_draw", args=[first]), sent)
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "起草" in text
    assert "拟办" in text
    assert len(list_definitions()) == 2
    assert save(system, first, mine, version=2) == 302


def test_what_cannot_be_executed_is_shown_at_its_element(system: Client) -> None:
    source = APPROVAL.read_bytes().replace(b'<liupan:candidate kind="starter"/>', b"", 1)
    page = system.get(reverse("console:process_draw", args=[bring(system, source)]))
    assert 'data-lp-problem="draft"' in page.content.decode()


@pytest.mark.parametrize("sent", [b"<html/>", b"", b"<a"])
def test_no_process_is_refused(system: Client, sent: bytes) -> None:
    first = bring(system, APPROVAL.read_bytes())
    assert save(system, first, sent) == 422
    other = APPROVAL.read_bytes().replace(b'id="approval"', b'id="another"')
    assert save(system, first, other) == 422
    assert len(list_definitions()) == 1


def test_base64_that_is_none_is_refused(system: Client) -> None:
    first = bring(system, APPROVAL.read_bytes())
    here = reverse("console:process_draw", args=[first])
    assert system.post(here, {"version": 1, "source": "§"}).status_code == 422
    assert system.post(here, {"source": ""}).status_code == 422


def test_the_standards_models_come_back_byte_for_byte(system: Client) -> None:
    models = sorted(MODELS.glob("*.bpmn"))
    if not models:
        pytest.skip(f"The models of the BPMN interchange group are not in {MODELS}.")
    for model in models:
        source = model.read_bytes()
        kept = bring(system, source)
        assert system.get(reverse("console:process_file", args=[kept])).content == source
        assert system.get(reverse("console:process_draw", args=[kept])).status_code == 200


@pytest.mark.usefixtures("db")
def test_nobody_else_draws() -> None:
    here = reverse("console:process_draw", args=[UUID(int=1)])
    assert Client().get(here).status_code == 302
