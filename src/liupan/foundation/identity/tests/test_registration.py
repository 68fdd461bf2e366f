"""Citizens open accounts themselves, and people get back in; nothing tells who has an account."""

import re
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client, override_settings

from liupan.foundation.identity import limits, sms
from liupan.foundation.identity.facade import issue_reset_link
from liupan.foundation.identity.models import Account, RealNameLevel
from liupan.foundation.identity.tests.factories import (
    NOW,
    PASSWORD,
    administrator,
    demo,
    make_account,
)
from liupan.foundation.identity.tests.test_signing_in import page
from liupan.foundation.journal.tests.factories import Entry

pytestmark = pytest.mark.django_db
FRESH = "another-road-to-yinchuan"


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Text messages as an adapter would get them."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(sms, "_sender", lambda phone, text: sent.append((phone, text)))
    return sent


def code_in(text: str) -> str:
    return re.search(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b", text, re.ASCII).group()


def sign_up(client: Client, **given: str) -> object:
    data = {"name": "禹海燕", "password1": PASSWORD, "password2": PASSWORD, **given}
    return client.post("/account/signup/", data)


def test_a_citizen_registers_by_mail_and_proves_the_address(client: Client) -> None:
    assert sign_up(client, email="Yu@example.org")["Location"] == "/account/confirm-email/"
    account = Account.objects.get(email="yu@example.org")
    assert (account.kind, account.real_name_level) == ("citizen", RealNameLevel.NONE)
    assert account.first_signed_in_at is None
    assert client.get("/account/").status_code == 302
    code = code_in(mail.outbox[0].body)
    wrong = client.post("/account/confirm-email/", {"action": "verify", "code": "nonsense"})
    assert wrong.status_code == 200
    assert client.post("/account/confirm-email/", {"action": "verify", "code": code})["Location"]
    assert client.get("/account/").status_code == 200
    entries = Entry.objects.filter(thing_id=account.id).order_by("pos")
    assert [entry.act.rpartition(".")[2] for entry in entries] == [
        "opened",
        "contact_confirmed",
        "first_signed_in",
        "signed_in",
    ]
    assert "yu@example.org" not in str(list(entries.values()))
    again = Client()
    again.post("/account/login/", {"login": "yu@example.org", "password": PASSWORD})
    assert again.get("/account/").status_code == 200


def test_a_citizen_registers_by_phone(client: Client, texts: list[tuple[str, str]]) -> None:
    assert sign_up(client, phone="+86 139 5400 0000")["Location"] == "/account/phone/verify/"
    phone, text = texts[0]
    assert phone == "13954000000"
    code = code_in(text)
    assert client.post("/account/phone/verify/", {"action": "verify", "code": code})["Location"]
    assert client.get("/account/").status_code == 200
    account = Account.objects.get(phone="13954000000")
    assert account.phone_confirmed_at is not None


def test_who_proves_a_number_takes_it_from_who_only_claimed_it(
    client: Client, texts: list[tuple[str, str]]
) -> None:
    sign_up(Client(), phone="13954000000")
    sign_up(client, phone="13954000000")
    code = code_in(texts[1][1])
    client.post("/account/phone/verify/", {"action": "verify", "code": code})
    phones = sorted(Account.objects.values_list("phone", flat=True))
    assert phones == ["", "13954000000"]


@pytest.mark.parametrize("given", [{}, {"phone": "12345"}, {"email": "nonsense"}])
def test_a_registration_needs_a_way_to_reach_the_person(
    client: Client, texts: list[tuple[str, str]], given: dict[str, str]
) -> None:
    assert sign_up(client, **given).status_code == 200
    assert not Account.objects.exists()


def test_without_text_messages_nobody_is_asked_for_a_number(client: Client) -> None:
    assert 'name="phone"' not in client.get("/account/signup/").content.decode()
    with demo():
        assert 'name="phone"' in client.get("/account/signup/").content.decode()


def test_a_taken_address_or_number_is_told_only_to_its_holder(
    texts: list[tuple[str, str]],
) -> None:
    make_account(username="ma", email="ma@example.org")
    Account.objects.filter(username="ma").update(phone="13954000000", phone_confirmed_at=NOW)
    answers = []
    for email in ("ma@example.org", "new@example.org"):
        visitor = Client()
        response = sign_up(visitor, email=email)
        shown = visitor.get(response["Location"])
        answers.append((response.status_code, response["Location"], page(shown)))
        wrong = visitor.post("/account/confirm-email/", {"action": "verify", "code": "nonsense"})
        answers[-1] += (wrong.status_code, page(wrong))
    masked = [str(answer).replace("m***@", "").replace("n***@", "") for answer in answers]
    assert masked[0] == masked[1]
    assert len(mail.outbox) == 2
    for phone in ("13954000000", "13954000001"):
        visitor = Client()
        response = sign_up(visitor, phone=phone)
        assert response["Location"] == "/account/phone/verify/"
        assert visitor.get(response["Location"]).status_code == 200
    assert [phone for phone, _text in texts] == ["13954000000", "13954000001"]
    assert Account.objects.filter(phone="13954000000").count() == 1


# --- getting back in ---------------------------------------------------------------------------
def ask(client: Client, typed: str) -> tuple[int, str, str]:
    response = client.post("/account/password/reset/", {"email": typed})
    shown = page(client.get(response["Location"]))
    return response.status_code, response["Location"], shown


def test_asking_for_a_new_password_looks_alike_for_everybody(
    texts: list[tuple[str, str]],
) -> None:
    make_account(username="ma", email="ma@example.org")
    make_account(username="bare")
    make_account(username="hai", phone="13954000000")
    answers = [
        ask(Client(), typed)
        for typed in (
            "ma@example.org",
            "nobody@example.org",
            "ma",
            "bare",
            "nobody",
            "13954000000",
            "13954000009",
        )
    ]
    assert answers.count(answers[0]) == len(answers)
    assert [m.to for m in mail.outbox] == [
        ["ma@example.org"],
        ["nobody@example.org"],
        ["ma@example.org"],
    ]
    assert [phone for phone, _text in texts] == ["13954000000", "13954000009"]


def test_a_link_sets_a_new_password_once(client: Client) -> None:
    account = make_account(username="ma", email="ma@example.org")
    signed_in = Client()
    signed_in.post("/account/login/", {"login": "ma", "password": PASSWORD})
    ask(client, "ma@example.org")
    link = re.search(r"http://localhost:\d+(/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link)["Location"]
    assert client.get(form).status_code == 200
    done = client.post(form, {"password1": FRESH, "password2": FRESH})
    assert done["Location"] == "/account/password/reset/key/done/"
    assert client.get(done["Location"]).status_code == 200
    account.refresh_from_db()
    assert account.check_password(FRESH)
    assert signed_in.get("/account/").status_code == 302
    again = Client().get(link)
    assert again.status_code == 200
    assert "password1" not in again.content.decode()
    changed = Entry.objects.filter(thing_id=account.id, act__endswith="password_changed").get()
    assert changed.changes == {"how": "reset"}


def test_links_begin_where_people_find_us_whatever_a_request_calls_itself(db: None) -> None:
    make_account(username="ma", email="ma@example.org")
    with override_settings(LIUPAN_ORIGIN="https://www.example.gov.cn", ALLOWED_HOSTS=["*"]):
        for address in ("ma@example.org", "nobody@example.org"):
            ask(Client(HTTP_HOST="127.0.0.1:6666"), address)
    for letter in mail.outbox:
        assert "https://www.example.gov.cn/account/" in letter.body
        assert "6666" not in letter.body


def test_an_administrator_hands_out_a_link_to_who_has_no_address(client: Client) -> None:
    account = make_account(username="ma")
    key = issue_reset_link(account_id=account.id, actor=administrator(), now=NOW)
    form = client.get(f"/account/password/reset/key/{key}/")["Location"]
    client.post(form, {"password1": FRESH, "password2": FRESH})
    account.refresh_from_db()
    assert account.check_password(FRESH)


def test_asking_is_limited_by_name_and_by_address(db: None) -> None:
    with patch.dict(limits.LIMITS, {"reset.name": limits.Limit(2, 900)}):
        for typed in ("nobody@example.org", "nobody@example.org"):
            assert Client().post("/account/password/reset/", {"email": typed}).status_code == 302
        response = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
        assert response.status_code == 429
    with patch.dict(limits.LIMITS, {"reset.ip": limits.Limit(3, 900)}):
        assert Client().post("/account/password/reset/", {"email": "x"}).status_code == 429


def test_registration_is_limited_by_address(client: Client) -> None:
    with patch.dict(limits.LIMITS, {"sign_up.ip": limits.Limit(1, 3600)}):
        sign_up(client, email="a@example.org")
        assert sign_up(Client(), email="b@example.org").status_code == 429


def test_a_person_changes_the_address_by_a_code(client: Client) -> None:
    account = make_account(username="ma", email="old@example.org")
    client.post("/account/login/", {"login": "ma", "password": PASSWORD})
    response = client.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    if "reauthenticate" in response["Location"]:
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        client.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    account.refresh_from_db()
    assert account.email == "old@example.org"
    code = code_in(mail.outbox[-1].body)
    client.post("/account/confirm-email/", {"action": "verify", "code": code})
    account.refresh_from_db()
    assert account.email == "new@example.org"


def test_a_person_changes_the_number_by_a_code(
    client: Client, texts: list[tuple[str, str]]
) -> None:
    account = make_account(username="ma", phone="13954000000")
    client.post("/account/login/", {"login": "ma", "password": PASSWORD})
    assert client.get("/account/phone/change/").status_code == 200
    client.post("/account/phone/change/", {"phone": "13954000001"})
    account.refresh_from_db()
    assert account.phone == "13954000000"
    code = code_in(texts[-1][1])
    client.post("/account/phone/verify/", {"action": "verify", "code": code})
    account.refresh_from_db()
    assert account.phone == "13954000001"
