"""Processes in the console: brought, refused element by element, deployed, watched, mended."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.facade import About, list_definitions, start_process
from liupan.foundation.workflow.tests.factories import APPROVAL, Candidate
from liupan.kernel import clock
from liupan.kernel.ids import uuid7


def bring(system: Client, source: bytes) -> str:
    file = SimpleUploadedFile("a.bpmn", source)
    answer = system.post(reverse("console:process_bring"), {"file": file})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_process_is_brought_deployed_watched_and_mended(system: Client) -> None:
    assert "还没有流程" in system.get(reverse("console:processes")).content.decode()
    refused = system.post(
        reverse("console:process_bring"), {"file": SimpleUploadedFile("a.bpmn", b"<a/>")}
    )
    assert refused.status_code == 422
    assert "不是BPMN 2.0" in refused.content.decode()
    here = bring(system, APPROVAL.read_bytes())
    kept = list_definitions()[0].id
    file = system.get(reverse("console:process_file", args=[kept]))
    assert file.content == APPROVAL.read_bytes()
    deploy = reverse("console:process_deploy", args=[kept])
    assert "版本不变" in system.get(deploy).content.decode()
    assert system.post(deploy).status_code == 302
    assert "已部署" in system.get(here).content.decode()

    unit_id = city.unit("固原市人民政府", category="government")
    thing = About(of_type="a.b", of_id=uuid7(), title="供暖通知", url="/", unit_id=unit_id)
    with transaction.atomic():
        made = start_process(
            code="approval", about_thing=thing, data={}, actor=city.someone(), now=clock.now()
        )
    assert "供暖通知" in system.get(reverse("console:processes_running")).content.decode()
    instance = reverse("console:process_instance", args=[made])
    assert "拟稿" in system.get(instance).content.decode()
    drawing = reverse("workflow:drawing", args=[made])
    assert drawing in system.get(instance).content.decode()
    assert system.get(drawing).content == APPROVAL.read_bytes()
    stranger = Client()
    enter(stranger, city.person())
    assert stranger.get(drawing).status_code == 404
    Candidate.objects.all().delete()
    assert "今天无人可办" in system.get(reverse("console:processes_stuck")).content.decode()
    mend = reverse("console:process_mend", args=[made])
    assert system.get(mend).status_code == 200
    who = city.person("试补")
    assert who
    assert system.post(mend, {"reason": "补办理人", "give_to": "试补"}).status_code == 302
    assert "没有卡住的流程" in system.get(reverse("console:processes_stuck")).content.decode()


def test_what_cannot_be_executed_is_shown_element_by_element(system: Client) -> None:
    source = APPROVAL.read_text("utf-8").replace('id="urgent" name="督办签发"', 'id="urgent"')
    here = bring(system, source.encode())
    page = system.get(here).content.decode()
    assert "urgent" in page
    assert "环节没有名称" in page
    assert reverse("console:process_deploy", args=[list_definitions()[0].id]) not in page
