"""Acts that are seldom needed, each the whole way through its page."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.issuing import dispatch_document
from liupan.capabilities.correspondence.rules.numbers import SERIES
from liupan.capabilities.correspondence.tests.town import (
    NOW,
    TITLE,
    Town,
    decide,
    handed,
    rendered,
    seal,
    signed,
    step,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.numbering.facade import describe_number, ensure_prefix, reserve_numbers
from liupan.foundation.organisations.tests.factories import almighty
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
ROOT = "/correspondence/outgoing/"


def browser(place: Town, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.people[name].id)
    return client


def seen(place: Town, name: str, path: str, status: int = 200) -> str:
    answer = browser(place, name).get(path)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def send(place: Town, name: str, path: str, **data: object) -> int:
    return browser(place, name).post(path, data).status_code


def dispatched(place: Town) -> UUID:
    document = rendered(place)
    seal(place, document, step(document)[1])
    dispatch_document(
        document_id=document, item_id=step(document)[1], actor=place.registrar, now=NOW
    )
    return document


def row(document: UUID) -> Outgoing:
    return Outgoing.objects.get(id=document)


def test_withdrawn_before_it_has_a_number(place: Town) -> None:
    document = handed(place)
    path = f"{ROOT}{document}/withdraw/"
    assert "Withdraw it" in seen(place, "drafter", f"{ROOT}{document}/")
    assert "Its process ends" in seen(place, "drafter", path)
    seen(place, "reviewer", path, status=409)  # neither drafter nor registry
    assert send(place, "drafter", path, reason=" ") == 422
    assert [send(place, "drafter", path, reason="情况有变") for _again in range(2)] == [302, 302]
    assert row(document).state == "withdrawn"
    over = seen(place, "drafter", f"{ROOT}{document}/")
    assert "It is over" in over
    assert "情况有变" in over
    seen(place, "registrar", f"{ROOT}{document}/void/", status=409)
    assert "Nothing waits for you" in seen(place, "reviewer", "/correspondence/")


def test_void_after_dispatch_is_told_to_who_received_it(place: Town) -> None:
    document = dispatched(place)
    path, number = f"{ROOT}{document}/void/", row(document).number
    asked = seen(place, "registrar", path)
    assert number in asked
    assert "Every unit that received it is told" in asked
    seen(place, "drafter", path, status=409)
    assert [send(place, "registrar", path, reason="数据有误") for _again in range(2)] == [302, 302]
    assert row(document).state == "void"
    found = describe_number(SERIES, number)
    assert found
    assert found.state == "void"
    theirs = Incoming.objects.get(outgoing=document, unit_id=place.units["bureau"])
    told = seen(place, "bureau_keeper", f"/correspondence/incoming/{theirs.id}/")
    assert "made this document void: 数据有误" in told
    notices = seen(place, "bureau_keeper", "/work/notices/")
    assert f"Void: {TITLE}" in notices or number in notices


def test_units_that_have_not_signed_are_urged(place: Town) -> None:
    document = dispatched(place)
    path = f"{ROOT}{document}/receipts/"
    listed = seen(place, "registrar", path)
    assert "Urge to sign" in listed
    assert "Urge to sign" not in seen(place, "drafter", path)
    assert send(place, "drafter", f"{path}urge/") == 403
    client = browser(place, "registrar")
    one = Incoming.objects.filter(outgoing=document).first()
    assert one
    asked = client.post(f"{path}urge/", {"pick": [str(one.id)]}, follow=True).content.decode()
    assert "1 unit was asked." in asked
    asked = client.post(f"{path}urge/", follow=True).content.decode()
    assert "1 unit was asked. 1 unit was urged a short while ago and was left out." in asked
    assert row(document).entries.filter(act="outgoing.urged").count() == 2
    asked = client.post(f"{path}urge/", follow=True).content.decode()
    assert "registrar urged it already" in asked
    assert "It can be urged again from " in asked
    assert row(document).entries.filter(act="outgoing.urged").count() == 2
    with clock.frozen(NOW + timedelta(hours=4)):
        asked = client.post(f"{path}urge/", follow=True).content.decode()
    assert "2 units were asked." in asked
    Incoming.objects.filter(outgoing=document).update(state="signed_for")
    late = client.post(f"{path}urge/", follow=True).content.decode()
    assert "Everybody asked for has signed already." in late


def test_a_number_that_was_kept_free_is_used(place: Town) -> None:
    common = {"actor": almighty(), "now": NOW}
    ensure_prefix(series=SERIES, scope="固政办发", prefix="固政办发", **common)
    [kept] = reserve_numbers(series=SERIES, scope="固政办发", count=1, purpose="年度要点", **common)
    document = signed(place)
    decide(document, place.registrar)
    asked = seen(place, "registrar", f"{ROOT}{document}/")
    assert "固政办发〔2017〕2号" in asked  # the next one
    assert "固政办发〔2017〕1号" in asked  # the one kept free
    said = {"item_id": step(document)[1], "code_id": place.code, "reserved_id": kept}
    assert send(place, "registrar", f"{ROOT}{document}/number/", **said) == 302
    assert row(document).number == "固政办发〔2017〕1号"
    assert "固政办发〔2017〕1号" in seen(place, "registrar", f"{ROOT}{document}/")


def test_two_units_seal_what_they_issue_jointly(place: Town) -> None:
    document = rendered(place, issuers=(place.units["bureau"],))
    path, item = f"{ROOT}{document}/", step(document)[1]
    first = seen(place, "bureau_keeper", path)
    assert "Still to seal: 固原市人民政府办公室" in first
    said = {"item_id": item, "seal_id": place.seals["bureau"]}
    wrong = {"item_id": item, "seal_id": place.seals["office"]}
    assert send(place, "bureau_keeper", f"{path}seal/", **wrong) == 422
    sent = [send(place, "bureau_keeper", f"{path}seal/", **said) for _again in range(2)]
    assert sent == [302, 302]
    assert "Set the seal" not in seen(place, "bureau_keeper", path)
    assert row(document).state == "sealing"
    last = seen(place, "keeper", path)
    assert "sealed " in last
    assert "to be sealed" in last
    assert send(place, "keeper", f"{path}seal/", item_id=item, seal_id=place.seals["office"]) == 302
    assert row(document).state == "dispatching"
    assert row(document).renditions.filter(kind="ofd").order_by("-n")[0].seals == 2
