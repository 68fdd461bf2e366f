"""Signing in and out over the pages: limits, what is revealed, facts, time-outs."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client, override_settings

from liupan.foundation.identity import limits
from liupan.foundation.identity.digests import keyed_id
from liupan.foundation.identity.facade import close_account, unlock_account
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.tests.factories import (
    NOW,
    PASSWORD,
    administrator,
    demo,
    enter,
    make_account,
    second_factor_needed_by,
)
from liupan.foundation.journal.tests.factories import Entry
from liupan.kernel import clock
from liupan.kernel.authority import ActorKind
from liupan.kernel.secrecy import Zone


@pytest.fixture(autouse=True)
def rolled_back(request: pytest.FixtureRequest) -> None:
    """Every test but those with a database of their own."""
    if "fresh_db" not in request.fixturenames:
        request.getfixturevalue("db")


WRONG = "not-the-hill-at-all"


def try_in(client: Client, name: str, password: str, **more: str) -> object:
    return client.post("/account/login/", {"login": name, "password": password, **more})


def facts(account: Account) -> list[Entry]:
    return list(Entry.objects.filter(thing_id=account.id).order_by("pos"))


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@contextmanager
def real_time(ahead: timedelta) -> Iterator[None]:
    later = datetime.now(clock.CITY) + ahead
    with patch.object(clock, "real_now", lambda: later):
        yield


@contextmanager
def counted_hashes() -> Iterator[list[str]]:
    calls: list[str] = []
    encode = Argon2PasswordHasher.encode
    verify = Argon2PasswordHasher.verify

    def encoding(self, *args):
        calls.append("encode")
        return encode(self, *args)

    def verifying(self, *args):
        calls.append("verify")
        return verify(self, *args)

    with (
        patch.object(Argon2PasswordHasher, "encode", encoding),
        patch.object(Argon2PasswordHasher, "verify", verifying),
    ):
        yield calls


@pytest.mark.parametrize("typed", ["ma", "MA", "ma@example.org", "+86 139 5400 0000"])
def test_people_sign_in_by_username_address_or_number(client: Client, typed: str) -> None:
    make_account(username="ma", email="ma@example.org", phone="13954000000")
    assert try_in(client, typed, PASSWORD).status_code == 302
    assert is_in(client)


def test_the_first_sign_in_is_kept_and_told_once(client: Client) -> None:
    account = make_account(username="ma")
    with clock.frozen(NOW + timedelta(hours=3)):
        for _turn in range(2):
            try_in(client, "ma", PASSWORD)
            client.post("/account/logout/")
    account.refresh_from_db()
    assert account.first_signed_in_at == NOW + timedelta(hours=3)
    acts = [entry.act for entry in facts(account)]
    assert acts == [
        "identity.account.opened",
        "identity.account.first_signed_in",
        "identity.account.signed_in",
        "identity.account.signed_out",
        "identity.account.signed_in",
        "identity.account.signed_out",
    ]
    assert "127.0.0.1" not in str(facts(account)[2].changes)
    assert facts(account)[2].changes["method"] == "password"


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/plan/", "/plan/"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("https://localhost/", None),
    ],
)
def test_next_leads_to_the_own_host_only(client: Client, wanted: str, leads: str | None) -> None:
    make_account(ActorKind.CITIZEN, username="ma")
    response = try_in(client, "ma", PASSWORD, next=wanted)
    assert response["Location"] == (leads or "/")


def test_staff_are_led_to_their_own_page_and_citizens_home(client: Client) -> None:
    make_account(username="ma")
    make_account(ActorKind.CITIZEN, username="hai")
    assert try_in(client, "ma", PASSWORD)["Location"] in ("/work/", "/account/")
    assert try_in(Client(), "hai", PASSWORD)["Location"] == "/"


def error(response: object) -> str:
    return response.context["form"].errors.as_data()["__all__"][0].code


def page(response: object) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'value="[^"]*" ', "", text)


def test_unknown_wrong_closed_and_machine_meet_the_same_page_after_one_hash(db: None) -> None:
    make_account(username="known")
    closed = make_account(username="closed")
    close_account(account_id=closed.id, reason="x", actor=administrator(), now=NOW)
    make_account(ActorKind.MACHINE, username="robot")
    answers = []
    for name, password in [
        ("known", WRONG),
        ("unknown", WRONG),
        ("unknown@example.org", WRONG),
        ("closed", PASSWORD),
        ("closed", WRONG),
        ("robot", PASSWORD),
    ]:
        with counted_hashes() as calls:
            response = try_in(Client(), name, password)
        answers.append((response.status_code, page(response).replace(name, ""), len(calls)))
    assert answers.count(answers[0]) == len(answers)
    assert answers[0][2] == 1


def test_a_name_is_locked_alike_whether_or_not_it_exists(db: None) -> None:
    make_account(username="known")
    pages = {}
    for name in ("known", "unknown"):
        for _turn in range(5):
            assert error(try_in(Client(), name, WRONG)) == "username_password_mismatch"
        response = try_in(Client(), name, PASSWORD)
        assert error(response) == "too_many_login_attempts"
        pages[name] = (response.status_code, page(response).replace(name, ""))
    assert pages["known"] == pages["unknown"]
    assert not Entry.objects.filter(act="identity.account.signed_in").exists()


def told(name: str, password: str = WRONG) -> tuple[str, str, int]:
    """What a stranger can see of one attempt: the error, the page, how many hashes it took."""
    with counted_hashes() as calls:
        response = try_in(Client(), name, password)
    return error(response), page(response).replace(name, ""), len(calls)


def test_no_spelling_gets_more_attempts_and_none_tells_whose_number_it_is(db: None) -> None:
    """Whether a number has an account, and whose, shows in no answer and in no hash."""
    make_account(username="clerk", phone="13800138123", email="clerk@example.org")
    seen = []
    for number in ("13800138123", "13900139123"):
        answers = [told(number) for _turn in range(5)]
        answers.append(told(f"+86 {number[:3]} {number[3:7]} {number[7:]}"))
        answers += [told("clerk" if number.startswith("138") else "nobody")]
        answers += [told("clerk@example.org" if number.startswith("138") else "no@example.org")]
        seen.append(answers)
    assert seen[0] == seen[1]
    assert seen[0][5][0] == "too_many_login_attempts"
    assert seen[0][6] == seen[0][0]
    assert told("clerk", PASSWORD) == seen[0][0]
    with real_time(timedelta(minutes=6)):
        assert try_in(Client(), "clerk", PASSWORD).status_code == 302


def test_an_address_made_up_in_a_header_lifts_no_limit(client: Client) -> None:
    """Without proxies the header is nothing; behind one its last entry counts, not the first."""
    with patch.dict(limits.LIMITS, {"sign_in.ip": limits.Limit(3, 300)}):
        for proxies in (0, 1):
            with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
                for n in range(3):
                    made_up = {"HTTP_X_FORWARDED_FOR": f"10.1.{n}.1" + ", 10.9.9.9" * proxies}
                    try_in(Client(**made_up), f"name{proxies}{n}", WRONG)
                fresh = Client(HTTP_X_FORWARDED_FOR="10.2.2.2" + ", 10.9.9.9" * proxies)
                locked = try_in(fresh, f"other{proxies}", WRONG)
                assert error(locked) == "too_many_login_attempts"


def test_numbers_and_addresses_of_open_accounts_are_indexed(db: None) -> None:
    """A stranger's attempt to sign in reads no whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'identity_account'")
        found = [definition for (definition,) in cursor.fetchall()]
    for field in ("phone", "email"):
        assert any(f"({field}) WHERE (closed_at IS NULL)" in one for one in found)


def test_the_lock_ends_by_itself_or_by_an_administrator(client: Client) -> None:
    account = make_account(username="known")
    for _turn in range(6):
        try_in(client, "known", WRONG)
    assert try_in(client, "known", PASSWORD).status_code == 200
    with real_time(timedelta(minutes=6)):
        assert try_in(Client(), "known", PASSWORD).status_code == 302
    for _turn in range(6):
        try_in(client, "known", WRONG)
    unlock_account(account_id=account.id, actor=administrator(), now=NOW)
    assert try_in(client, "known", PASSWORD).status_code == 302
    assert "identity.account.unlocked" in [entry.act for entry in facts(account)]


def test_failures_are_told_in_doubling_steps_and_with_the_next_success(client: Client) -> None:
    account = make_account(username="known")
    for _turn in range(4):
        try_in(client, "known", WRONG)
    try_in(client, "known", PASSWORD)
    told = [e.changes["failures"] for e in facts(account) if e.act == "identity.sign_in.failed"]
    assert told == [1, 2, 4]
    success = next(e for e in facts(account) if e.act == "identity.account.signed_in")
    assert success.changes["failed_before"] == 4
    assert limits.taken("sign_in.name", str(account.id)) == 0


def test_of_an_unknown_name_only_a_keyed_hash_is_kept(client: Client) -> None:
    try_in(client, "Somebody-Real", WRONG)
    entry = Entry.objects.get(act="identity.sign_in.failed")
    assert entry.thing_id == keyed_id("sign_in.name", "somebody-real")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(w::text, '') FROM identity_window w")
        assert "somebody" not in cursor.fetchone()[0].lower()
    assert "somebody" not in str(Entry.objects.values().get()).lower()


def test_one_address_may_not_try_many_names(client: Client) -> None:
    make_account(username="known")
    with patch.dict(limits.LIMITS, {"sign_in.ip": limits.Limit(3, 300)}):
        for n in range(3):
            try_in(client, f"name{n}", WRONG)
        assert try_in(client, "known", PASSWORD).status_code == 200
        assert try_in(Client(REMOTE_ADDR="10.0.0.9"), "known", PASSWORD).status_code == 302


def test_a_success_takes_nothing_from_the_limits(client: Client) -> None:
    make_account(username="known")
    with patch.dict(limits.LIMITS, {"sign_in.ip": limits.Limit(2, 300)}):
        for _turn in range(5):
            assert try_in(Client(), "known", PASSWORD).status_code == 302


def test_the_sign_in_page_is_never_kept_by_a_cache(client: Client) -> None:
    response = client.get("/account/login/")
    assert "no-store" in response["Cache-Control"]
    assert "liupan_csrf" in response.cookies


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client: Client) -> None:
    make_account(username="known")
    cookie = try_in(client, "known", PASSWORD).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


# --- the session's life ------------------------------------------------------------------------
def test_a_session_ends_without_activity_and_the_page_is_found_again(client: Client) -> None:
    account = make_account(username="known")
    try_in(client, "known", PASSWORD)
    with real_time(timedelta(minutes=29)):
        assert is_in(client)
    with real_time(timedelta(minutes=58)):
        assert is_in(client)
    with real_time(timedelta(minutes=89)):
        response = client.get("/account/sessions/?a=1")
        assert response["Location"] == "/account/login/?next=%2Faccount%2Fsessions%2F%3Fa%3D1"
        assert not is_in(client)
    assert facts(account)[-1].changes["reason"] == "idle"


def test_what_a_page_sends_by_itself_is_no_activity(client: Client) -> None:
    make_account(username="known")
    try_in(client, "known", PASSWORD)
    with real_time(timedelta(minutes=20)):
        assert client.get("/account/", headers={"X-Liupan-Poll": "1"}).status_code == 200
    with real_time(timedelta(minutes=31)):
        assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client: Client) -> None:
    account = make_account(username="known")
    try_in(client, "known", PASSWORD)
    for minutes in range(25, 12 * 60, 25):
        with real_time(timedelta(minutes=minutes)):
            assert is_in(client)
    with real_time(timedelta(minutes=12 * 60 + 1)):
        assert not is_in(client)
    assert facts(account)[-1].changes["reason"] == "age"


def test_htmx_is_sent_to_sign_in_as_a_whole_page(client: Client) -> None:
    make_account(username="known")
    try_in(client, "known", PASSWORD)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/work/list/?state=open"}
    with real_time(timedelta(minutes=31)):
        for _turn in range(2):  # at the time-out, and later without a session
            response = client.get("/places/", headers=headers)
            assert response.status_code == 401
            target = "/account/login/?next=%2Fwork%2Flist%2F%3Fstate%3Dopen"
            assert response["HX-Redirect"] == target


def test_a_form_sent_too_late_leads_back_to_the_page_it_stood_on(client: Client) -> None:
    make_account(username="known")
    try_in(client, "known", PASSWORD)
    with real_time(timedelta(minutes=31)):
        response = client.post(
            "/account/sessions/end-others/",
            headers={"Referer": "http://testserver/account/sessions/"},
        )
        assert response["Location"].endswith("?next=%2Faccount%2Fsessions%2F")


def test_a_required_password_change_comes_first(client: Client) -> None:
    make_account(username="known", must_change_password=True)
    try_in(client, "known", PASSWORD)
    assert client.get("/places/")["Location"] == "/account/password/change/"
    fresh = "another-road-to-yinchuan"
    response = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh},
    )
    assert response["Location"] == "/account/"
    assert client.get("/places/").status_code == 200


def test_a_role_that_needs_a_second_factor_leads_to_adding_one(client: Client) -> None:
    account = make_account(username="known")
    with second_factor_needed_by(account.id):
        try_in(client, "known", PASSWORD)
        assert client.get("/places/")["Location"] == "/account/2fa/"
        assert client.get("/account/2fa/").status_code == 200
    enter(client, account.id)
    assert client.get("/places/").status_code == 200


# --- sessions -----------------------------------------------------------------------------------
def test_sessions_are_listed_and_ended_one_by_one_or_all_others(client: Client) -> None:
    account = make_account(username="known")
    agents = ["Firefox Windows", "Chrome Android", "Safari iPhone"]
    clients = [client, Client(), Client()]
    for one, agent in zip(clients, agents, strict=True):
        one.post(
            "/account/login/",
            {"login": "known", "password": PASSWORD},
            headers={"User-Agent": agent},
        )
    listed = client.get("/account/sessions/").content.decode()
    assert "Firefox · Windows" in listed
    assert "Chrome · Android" in listed
    ids = re.findall(r"/account/sessions/(\d+)/end/", listed)
    assert len(ids) == 2
    client.post(f"/account/sessions/{ids[0]}/end/")
    assert sum(map(is_in, clients[1:])) == 1
    client.post("/account/sessions/end-others/")
    assert [is_in(one) for one in clients] == [True, False, False]
    revoked = [e.changes["number"] for e in facts(account) if e.act.endswith("sessions_revoked")]
    assert revoked == [1, 1]


def test_nobody_ends_another_persons_session(client: Client) -> None:
    make_account(username="one")
    make_account(username="two")
    other = Client()
    try_in(client, "one", PASSWORD)
    try_in(other, "two", PASSWORD)
    from allauth.usersessions.models import UserSession

    theirs = UserSession.objects.get(user__username="two")
    assert client.post(f"/account/sessions/{theirs.id}/end/").status_code == 404
    assert is_in(other)


def test_a_new_password_ends_all_other_sessions(client: Client) -> None:
    account = make_account(username="known")
    other = Client()
    for one in (client, other):
        try_in(one, "known", PASSWORD)
    fresh = "another-road-to-yinchuan"
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh},
    )
    assert is_in(client)
    assert not is_in(other)
    changed = next(e for e in facts(account) if e.act.endswith("password_changed"))
    assert changed.changes == {"how": "own"}


@pytest.mark.parametrize(
    "bad",
    [
        "short",
        "password123",
        "1234567890123",
        "known-and-more",
        "maxiaoming2017",
        "马小明的密码很长很长",
    ],
)
def test_weak_passwords_are_refused(client: Client, bad: str) -> None:
    account = make_account(username="known", name="马小明")
    try_in(client, "known", PASSWORD)
    response = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
    )
    assert response.status_code == 200
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


# --- demo -------------------------------------------------------------------------------------
def test_one_click_signs_in_as_a_demo_role(client: Client) -> None:
    account = make_account(username="mayor")
    with demo(roles=("mayor",)), second_factor_needed_by(account.id):
        shown = client.get("/account/login/").content.decode()
        assert "Role mayor" in shown
        assert client.post("/account/demo/", {"username": "mayor"}).status_code == 302
        assert client.get("/places/").status_code == 200
    account.refresh_from_db()
    assert account.first_signed_in_at is not None
    assert facts(account)[-1].changes["method"] == "demo"


def test_only_offered_roles_are_entered_by_one_click(client: Client) -> None:
    make_account(username="mayor")
    make_account(username="clerk")
    with demo(roles=("mayor",)):
        for name in ("clerk", "nobody", ""):
            assert client.post("/account/demo/", {"username": name}).status_code == 404
    assert not is_in(client)


def test_there_is_no_one_click_outside_a_demo(client: Client) -> None:
    from liupan.foundation.identity.operations.signing_in import sign_in_as_demo_role
    from liupan.kernel.authority import ANONYMOUS
    from liupan.kernel.errors import Missing

    make_account(username="mayor")
    with demo(is_demo=False, roles=("mayor",)):
        assert client.post("/account/demo/", {"username": "mayor"}).status_code == 404
        assert "Role mayor" not in client.get("/account/login/").content.decode()
        with pytest.raises(Missing):
            sign_in_as_demo_role(username="mayor", ip="::", user_agent="", actor=ANONYMOUS, now=NOW)
    assert not is_in(client)


def test_one_click_needs_the_forms_token() -> None:
    make_account(username="mayor")
    strict = Client(enforce_csrf_checks=True)
    with demo(roles=("mayor",)):
        assert strict.post("/account/demo/", {"username": "mayor"}).status_code == 403


# --- the limiter itself -----------------------------------------------------------------------
def test_parallel_tries_are_counted_without_loss(fresh_db: str) -> None:
    key = str(uuid4())

    def one(_n: int) -> int:
        try:
            return limits.count("sign_in.name", key)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        counts = sorted(pool.map(one, range(40)))
    assert counts == list(range(1, 41))
    assert limits.taken("sign_in.name", key) == 40
    with real_time(timedelta(hours=2)):
        assert limits.taken("sign_in.name", key) == 0
        assert limits.count("sign_in.name", key) == 1
    with real_time(timedelta(days=2)):  # the longest window is a day
        assert limits.sweep() == 1


@pytest.mark.parametrize("zone", [Zone.INTERNET, Zone.INTRANET])
def test_there_is_no_one_click_in_another_zone(client: Client, zone: Zone) -> None:
    """A demo's database in a real zone opens no door, nor do sessions begun by a click."""
    account = make_account(username="mayor")
    with demo(roles=("mayor",)), second_factor_needed_by(account.id):
        assert client.post("/account/demo/", {"username": "mayor"}).status_code == 302
        with override_settings(LIUPAN_ZONE=zone):
            assert Client().post("/account/demo/", {"username": "mayor"}).status_code == 404
            assert "/account/demo/" not in Client().get("/account/login/").content.decode()
