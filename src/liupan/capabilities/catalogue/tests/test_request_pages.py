"""What people see of requests and grants, and what they can do there."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.models import Grant, Request
from liupan.capabilities.catalogue.operations.asking import dispute_answer
from liupan.capabilities.catalogue.queries.request_rules import checklist
from liupan.capabilities.catalogue.rules.permits import Mask
from liupan.capabilities.catalogue.rules.requesting import Gate, State
from liupan.capabilities.catalogue.tests.asking import (
    answered,
    begun,
    checked,
    decided,
    granted,
    handed_in,
    items,
    resource,
    reviewed,
)
from liupan.capabilities.catalogue.tests.factories import DAY, NOW, Town
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def at(place: Town, person: str) -> Client:
    client = Client()
    enter(client, place.people[person].id)
    return client


def page(name: str, of: UUID) -> str:
    return reverse(f"catalogue:{name}", args=[of])


def form_of(of: UUID, **more: str) -> dict[str, Any]:
    known = items(of)
    return {
        "item_ids": [str(known["登记日期"])], "purpose_kind": "checking", "business": "户口登记",
        "purpose": "核对婚姻状况。", "legal_basis": "《户口登记条例》第九条", "modes": ["query"],
        "quota": "100", "valid_from": "2017-06-01", "valid_until": "2018-05-31",
        "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-0-item": "登记日期",
        "rows-0-operator": "ge", "rows-0-values": "2016-01-01", "rows-1-item": "", **more,
    }  # fmt: skip


def test_asking_by_the_form(place: Town) -> None:
    of = resource(place)
    client = at(place, "asker")
    assert page("ask-access", of) in client.get(page("resource", of)).content.decode()
    assert client.get(page("ask-access", of)).status_code == 200
    sent = form_of(of, consumer_id=str(place.units["police"]))
    answer = client.post(page("ask-access", of), sent)
    request = Request.objects.get()
    assert answer.headers["Location"] == page("request", request.id)
    assert request.rows == [{"item": "登记日期", "op": "ge", "values": ["2016-01-01"]}]
    shown = client.get(page("request", request.id)).content.decode()
    assert "2016-01-01" in shown
    changed = client.post(page("request-change", request.id), {**sent, "version": "1"})
    assert changed.status_code == 302
    stale = client.post(page("request-change", request.id), {**sent, "version": "1"})
    assert stale.status_code == 409


def test_a_form_sent_twice_makes_one_request(place: Town) -> None:
    of = resource(place)
    client = at(place, "asker")
    sent = form_of(of, consumer_id=str(place.units["police"]), once=str(of))
    assert client.post(page("ask-access", of), sent).status_code == 302
    assert client.post(page("ask-access", of), sent).status_code == 302
    assert Request.objects.count() == 1


def test_a_wrong_condition_is_named(place: Town) -> None:
    of = resource(place)
    sent = form_of(of, consumer_id=str(place.units["police"])) | {"rows-0-values": "昨天"}
    answer = at(place, "asker").post(page("ask-access", of), sent)
    assert answer.status_code == 422
    assert "昨天" in answer.content.decode()
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("person", "begin", "name", "verdict", "after"),
    [
        ("asker", begun, "hand-in", "hand_in", State.CHECKING),
        ("checker", handed_in, "check", "pass_check", State.DECIDING),
        ("checker", handed_in, "check", "return_check", State.RETURNED),
        ("checker", handed_in, "check", "reject_check", State.REJECTED),
        ("decider", checked, "answer", "agree", State.REVIEWING),
        ("decider", checked, "answer", "refuse", State.ANSWERED),
        ("asker", answered, "reply", "accept", State.REFUSED),
        ("asker", answered, "reply", "object", State.NEGOTIATING),
        ("asker", decided, "withdraw", "withdraw", State.WITHDRAWN),
    ],
)
def test_every_step_by_its_page(
    place: Town, person: str, begin: Any, name: str, verdict: str, after: State
) -> None:
    of = begin(place)
    client = at(place, person)
    where = page(f"request-{name}", of)
    assert client.get(where).status_code == 200
    version = str(Request.objects.get(id=of).version)
    sent = {"verdict": verdict, "words": "意见。", "version": version}
    assert client.post(where, sent).status_code == 302
    assert Request.objects.get(id=of).standing is after
    assert client.post(where, sent).status_code == 302  # sent twice, done once
    assert client.get(page("request", of)).status_code == 200


def test_a_part_by_the_form_then_both_reviews(place: Town) -> None:
    of = checked(place)
    row = Request.objects.get(id=of)
    client = at(place, "decider")
    known = items(row.resource_id)
    sent = {
        "verdict": "agree_in_part", "words": "姓名不提供。", "version": str(row.version),
        "valid_from": "2017-06-01", "valid_until": "2017-12-31", "quota": "50", "modes": "query",
        "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-item": "",
    }  # fmt: skip
    for name, item in known.items():
        sent[f"mask_{item}"] = "keep" if name == "男方姓名" else "none"
        sent[f"first_{item}"] = "1"
        if name != "女方姓名":
            sent[f"give_{item}"] = "on"
    assert client.post(page("request-answer", of), sent).status_code == 302
    assert Request.objects.get(id=of).standing is State.ANSWERED
    version = str(Request.objects.get(id=of).version)
    reply = {"verdict": "accept", "words": "", "version": version}
    assert at(place, "asker").post(page("request-reply", of), reply).status_code == 302
    for gate in Gate:
        reviewer = at(place, gate.value)
        where = page(f"request-{gate.value}", of)
        shown = reviewer.get(where).content.decode()
        assert all(text in shown for _key, text in checklist(gate, DAY))
        form = {"verdict": f"pass_{gate.value}", "words": "同意。", "version": "1"}
        assert reviewer.post(where, form).status_code == 422  # nothing of the list is checked
        points = [key for key, _text in checklist(gate, DAY)]
        assert reviewer.post(where, {**form, "checked": points}).status_code == 302
    grant = Grant.objects.get()
    assert str(grant.valid_until) == "2017-12-31"
    masks = {one.item.name: one.policy for one in grant.versions.get().items.all()}
    assert set(masks) == {"男方姓名", "登记日期"}
    assert masks["男方姓名"].mask is Mask.KEEP
    assert masks["男方姓名"].first == 1
    assert client.get(page("grant", grant.id)).status_code == 200


def test_ruling_by_the_form(place: Town) -> None:
    of = answered(place)
    dispute_answer(request_id=of, reason="确需使用。", actor=place.asker, now=NOW)
    ruler = at(place, "ruler")
    version = str(Request.objects.get(id=of).version)
    sent = {"verdict": "rule_for", "words": "应当共享。", "version": version}
    assert ruler.post(page("request-rule", of), sent).status_code == 409  # one side is not heard
    said = {"verdict": "say", "words": "原由不变。", "version": version}
    assert at(place, "decider").post(page("request-say", of), said).status_code == 302
    sent["version"] = str(Request.objects.get(id=of).version)
    assert ruler.get(page("request", of)).status_code == 200
    assert ruler.post(page("request-rule", of), sent).status_code == 302
    assert Request.objects.get(id=of).standing is State.REVIEWING


@pytest.mark.parametrize(
    ("key", "after"), [("suspend", "suspended"), ("revoke", "revoked"), ("narrow", "in_force")]
)
def test_every_act_on_a_grant_by_its_page(place: Town, key: str, after: str) -> None:
    grant = Grant.objects.get(id=granted(place))
    client = at(place, "decider")
    where = page(f"grant-{key}", grant.id)
    assert client.get(where).status_code == 200
    sent = {"version": "1", "reason": "示例原因。"}
    if key == "narrow":
        sent |= {
            "valid_from": "2017-06-01", "valid_until": "2017-09-30", "quota": "10",
            "modes": "query",
            "rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0",
        }  # fmt: skip
        for item in items(grant.resource_id).values():
            sent |= {f"give_{item}": "on", f"mask_{item}": "hide"}
    assert client.post(where, sent).status_code == 302
    assert Grant.objects.get(id=grant.id).state == after
    again = client.post(where, sent)
    assert again.status_code in (302, 409)  # sent twice, done once
    assert client.get(page("grant", grant.id)).status_code == 200


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("asker", True), ("decider", True), ("checker", True), ("security", True),
        ("secrecy", True), ("outsider", False), ("stranger", False), ("editor", False),
        ("registrar", False), ("authority", False), ("reader", False),
    ],
)  # fmt: skip
def test_nobody_else_sees_a_request(place: Town, person: str, sees: bool) -> None:
    grant = Grant.objects.get(id=granted(place))
    client = at(place, person)
    for name, of in (("request", grant.request_id), ("grant", grant.id)):
        assert (
            client.get(page(name, of)).status_code == 200
            if sees
            else (client.get(page(name, of)).status_code in (403, 404))
        )
    for name in ("requests", "grants"):
        for query in ("", "?export=csv"):
            answer = client.get(reverse(f"catalogue:{name}") + query)
            body = b"".join(answer) if answer.streaming else answer.content
            assert (grant.title in body.decode("utf-8", "replace")) is sees


def test_a_draft_is_seen_by_its_unit_alone(place: Town) -> None:
    of = begun(place)
    assert at(place, "asker").get(page("request", of)).status_code == 200
    assert at(place, "other_asker").get(page("request", of)).status_code == 200
    for person in ("decider", "checker", "security", "outsider"):
        assert at(place, person).get(page("request", of)).status_code == 404


RIGHTS = {
    "request-hand-in": {"asker", "other_asker"},
    "request-check": {"checker", "ruler"},
    "request-answer": {"decider", "other_decider"},
    "request-rule": {"checker", "ruler"},
    "request-security": {"security"},
    "request-secrecy": {"secrecy"},
}
"""Page to who gets further than the door: it is not possible any more, or was just done by them."""


@pytest.mark.parametrize("name", RIGHTS)
def test_the_matrix_of_rights(place: Town, name: str) -> None:
    grant = Grant.objects.get(id=granted(place))
    for person in place.people:
        answer = at(place, person).post(page(name, grant.request_id), {"verdict": "x"})
        expected = {302, 409} if person in RIGHTS[name] else {403, 404}
        assert answer.status_code in expected, person
    assert Client().get(page(name, grant.request_id)).status_code == 302  # to the sign-in


def test_lists_can_be_filtered_and_exported(place: Town) -> None:
    grant = Grant.objects.get(id=granted(place))
    waiting = handed_in(place)
    client = at(place, "checker")
    listed = client.get(reverse("catalogue:requests"), {"todo": "true"}).content.decode()
    assert Request.objects.get(id=waiting).number in listed
    assert Request.objects.get(id=grant.request_id).number not in listed
    for choice in ({"side": "gets"}, {"standing": "in_force"}, {"ending": "true"}, {"q": "结婚"}):
        assert client.get(reverse("catalogue:grants"), choice).status_code == 200
    gives = at(place, "decider").get(reverse("catalogue:grants"), {"side": "gives"})
    assert grant.number in gives.content.decode()
    gets = at(place, "decider").get(reverse("catalogue:grants"), {"side": "gets"})
    assert grant.number not in gets.content.decode()


def test_reviewed_once_by_one_page(place: Town) -> None:
    of = decided(place)
    reviewed(place, of, Gate.SECURITY)
    shown = at(place, "security").get(page("request", of))
    assert shown.status_code == 200
    assert page("request-security", of) not in shown.content.decode()
