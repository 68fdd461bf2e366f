"""Decision tables in the console: begun, edited, tried, deployed; what is drawn is kept."""

from base64 import b64encode
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from liupan.foundation.workflow.facade import find_table, list_tables
from liupan.foundation.workflow.tests.test_tables import dmn
from liupan.surfaces.console.tests.test_designing import APPROVAL
from liupan.surfaces.console.tests.test_designing import bring as bring_process


def bring(system: Client, source: bytes) -> UUID:
    file = SimpleUploadedFile("a.dmn", source)
    answer = system.post(reverse("console:decision_bring"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return UUID(answer["Location"].rstrip("/").split("/")[-1])


def sent(source: bytes, **more: object) -> dict[str, object]:
    return {"source": b64encode(source).decode(), "version": 1, **more}


def test_a_table_is_begun_edited_tried_and_deployed(system: Client) -> None:
    assert "还没有决策表" in system.get(reverse("console:decisions")).content.decode()
    begun = system.post(reverse("console:decision_new"), {"name": "审批级别"})
    here = begun["Location"]
    page = system.get(here)
    assert "data-lp-keep=" in page.content.decode()
    assert "style-src-attr 'unsafe-inline'" in page["Content-Security-Policy"]
    again = system.post(reverse("console:decision_new"), {"name": "审批级别"})
    assert again.status_code == 422
    assert system.post(here, sent(dmn())).status_code == 302
    second = next(one for one in list_tables() if one.number == 2)
    asked = reverse("console:decision_try", args=[second.id])
    answer = system.post(asked, {"value_0": "6000"}).content.decode()
    assert "局长" in answer
    assert ">2<" in answer.replace("\n", "")
    assert system.post(asked, {"value_0": "many"}).status_code == 422
    deploy = reverse("console:decision_deploy", args=[second.id])
    assert system.get(deploy).status_code == 200
    assert system.post(deploy).status_code == 302
    assert find_table(second.id).is_deployed
    assert system.post(deploy).status_code == 409
    assert "已部署" in system.get(reverse("console:decisions")).content.decode()
    file = system.get(reverse("console:decision_file", args=[second.id]))
    assert file.content == dmn()


def test_what_keeps_a_table_from_being_asked_is_said(system: Client) -> None:
    one = bring(system, dmn(("-", '"a"'), ("-", '"b"')))
    page = system.get(reverse("console:decision", args=[one])).content.decode()
    assert "不能使用的原因" in page
    refused = system.post(reverse("console:decision_deploy", args=[one]))
    assert refused.status_code == 422
    assert not find_table(one).is_deployed
    file = SimpleUploadedFile("a.dmn", b"<a/>")
    assert system.post(reverse("console:decision_bring"), {"file": file}).status_code == 422


def test_who_edits_second_compares(system: Client) -> None:
    one = bring(system, dmn())
    here = reverse("console:decision_draw", args=[one])
    assert system.post(here, sent(dmn(("-", '"x"')))).status_code == 302
    stale = system.post(here, sent(dmn(("-", '"y"'))))
    assert stale.status_code == 409
    assert "&quot;y&quot;" in stale.content.decode()
    assert len(list_tables()) == 2


@pytest.mark.parametrize("kind", ["process", "decision"])
def test_what_is_drawn_is_kept_and_saved_once(system: Client, kind: str) -> None:
    is_table = kind == "decision"
    one = bring(system, dmn()) if is_table else bring_process(system, APPROVAL.read_bytes())
    drawn = dmn(("-", '"z"')) if is_table else APPROVAL.read_bytes().replace(b"m1", b"m2")
    keep = reverse(f"console:{kind}_sketch", args=[one])
    here = reverse(f"console:{kind}_draw", args=[one])
    assert system.get(keep).status_code == 404
    assert system.post(keep, sent(drawn, revision=0)).json()["revision"] == 1
    assert system.post(keep, sent(b"<half", revision=1)).json()["revision"] == 2
    elsewhere = system.post(keep, sent(drawn, revision=1))
    assert elsewhere.status_code == 409
    assert system.post(keep, sent(drawn, revision=2)).status_code == 200
    assert system.get(keep).content == drawn
    page = system.get(here).content.decode()
    assert f'data-lp-source="{keep}"' in page
    assert 'data-lp-revision="3"' in page
    assert system.post(here, sent(drawn)).status_code == 302
    assert system.get(keep).status_code == 404
    system.post(keep, sent(drawn, revision=0))
    assert system.post(keep, {"act": "drop"}).status_code == 302
    assert system.get(keep).status_code == 404


def test_what_is_sent_to_be_kept_is_bounded(system: Client) -> None:
    one = bring(system, dmn())
    keep = reverse("console:decision_sketch", args=[one])
    assert system.post(keep, sent(b"", revision=0)).status_code == 422
    assert system.post(keep, {"source": "§", "version": 1, "revision": 0}).status_code == 422
    assert system.post(keep, sent(b"a", revision="1e9")).status_code == 200
    missing = reverse("console:decision_sketch", args=[UUID(int=1)])
    assert system.post(missing, sent(b"a", revision=0)).status_code == 404
