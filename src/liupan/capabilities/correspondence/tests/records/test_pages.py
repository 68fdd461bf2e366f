"""Pages of the archive: what each person finds there, and what a sent form does."""

from datetime import date

import pytest
from django.test import Client

from liupan.capabilities.correspondence.models import FilingClass, Outgoing, Record, Resolution
from liupan.capabilities.correspondence.operations.filing import install_plan
from liupan.capabilities.correspondence.operations.records import file_documents
from liupan.capabilities.correspondence.tests.factories import (
    NOW,
    Town,
    incoming,
    outgoing,
    rendered,
)
from liupan.foundation.identity.tests.factories import enter


def browser(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def page(place: Town, name: str, path: str, status: int = 200) -> str:
    answer = browser(place, name).get(f"/correspondence/{path}")
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def sent(place: Town) -> Outgoing:
    install_plan(actor=place.keeper, now=NOW)
    return rendered(place, outgoing(place, "dispatched"))


def test_chosen_documents_are_filed_by_a_form(place: Town, sent: Outgoing) -> None:
    bare = outgoing(place, "dispatched")
    shown = page(place, "archivist", "records/file/")
    assert sent.number in shown
    assert "YW 业务通知" in shown
    person = browser(place, "archivist")
    assert person.post("/correspondence/records/file/", {}).status_code == 422
    picked = {"pick": [f"out:{sent.id}", f"out:{bare.id}", "out:nothing"]}
    answer = person.post("/correspondence/records/file/", picked, follow=True)
    told = [str(one) for one in answer.context["messages"]]
    assert told[0] == "1 document filed."
    assert "no finished file" in told[1]
    record = Record.objects.get()
    assert record.item_number in page(place, "archivist", "records/")
    whole = page(place, "archivist", f"records/{record.id}/")
    assert record.sm3 in whole
    assert f"{record.item_number}.zip" in whole
    assert page(place, "police", f"records/{record.id}/", 404)
    assert page(place, "stranger", "records/", 403)
    assert page(place, "registrar", "records/file/", 403)


def test_the_list_is_chosen_from_and_exported(place: Town, sent: Outgoing) -> None:
    received = incoming(place, "police", "done", of=sent)
    file_documents(
        outgoing_ids=[sent.id], incoming_ids=[received.id], actor=place.archivist, now=NOW
    )
    ours, theirs = Record.objects.order_by("incoming_id", "id").values_list(
        "item_number", flat=True
    )
    if "police" in ours:
        ours, theirs = theirs, ours
    Record.objects.filter(item_number=ours).update(due_for_appraisal_on=date(2017, 5, 1))
    for query, number, other in [
        ("direction=in", theirs, ours), ("direction=out", ours, theirs),
        ("due=now", ours, theirs), (f"q={theirs}", theirs, ours),
        ("unit=固原市公安局", theirs, ours),
    ]:  # fmt: skip
        shown = page(place, "archivist", f"records/?{query}")
        assert number in shown
        assert other not in shown.replace(f'value="{other}"', "")
    table = browser(place, "archivist").get("/correspondence/records/?year=2017&export=csv")
    assert theirs in b"".join(table).decode("utf-8-sig")


def test_the_plan_is_changed_by_a_form(place: Town, sent: Outgoing) -> None:
    found = FilingClass.objects.get(code="HJ")
    assert "函件" in page(place, "keeper", "filing/")
    said = {"code": "HJ", "name": "函", "retention": "30", "is_active": "on", "version": 1}
    keeper = browser(place, "keeper")
    assert keeper.post(f"/correspondence/filing/{found.id}/", said).status_code == 302
    assert keeper.post(f"/correspondence/filing/{found.id}/", said).status_code == 302
    stale = keeper.post(f"/correspondence/filing/{found.id}/", {**said, "name": "x"})
    assert stale.status_code == 409
    new = {"code": "HJ", "name": "函", "retention": "10", "unit_id": "固原市公安局"}
    assert keeper.post("/correspondence/filing/new/", {**new, "unit_id": ""}).status_code == 422
    assert keeper.post("/correspondence/filing/new/", new).status_code == 302
    assert page(place, "archivist", "filing/", 403)


def test_a_resolution_is_handed_over_by_a_form(place: Town, sent: Outgoing) -> None:
    listed = page(place, "registrar", f"outgoing/{sent.id}/resolutions/")
    assert "建设互联网统一出口" in listed
    assert "Hand over to supervision" in listed
    assert "Hand over to supervision" not in page(
        place, "drafter", f"outgoing/{sent.id}/resolutions/"
    )
    path = f"/correspondence/outgoing/{sent.id}/resolutions/2/"
    person = browser(place, "registrar")
    assert "2017-06-30" in person.get(path).content.decode()
    said = {"text": "完成测评。", "lead_unit_id": "固原市公安局", "due_on": "2017-06-30"}
    assert person.post(path, {**said, "lead_unit_id": "无此单位"}).status_code == 422
    assert person.post(path, said).status_code == 302
    assert person.post(path, said).status_code == 422
    assert Resolution.objects.get().lead_unit_id == place.units["police"]
    assert browser(place, "drafter").get(path).status_code == 403
    assert browser(place, "police").get(path).status_code == 404
    received = incoming(place, "police", "registered", of=sent)
    theirs = f"/correspondence/incoming/{received.id}/resolutions/1/"
    assert browser(place, "police").post(theirs, said).status_code == 302
