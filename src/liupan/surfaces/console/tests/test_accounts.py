"""The administrators' account pages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liupan.foundation.identity import limits, token_rights
from liupan.foundation.identity.facade import find_account_by_token
from liupan.foundation.identity.tests.factories import PASSWORD, Account, enter, make_account
from liupan.foundation.journal.tests.factories import Entry
from liupan.kernel.authority import ActorKind
from liupan.surfaces.console import accounts as pages

NUMBER = "11010519491231002X"


def listed(client: Client, query: str = "") -> str:
    return client.get(
        f"{reverse('console:accounts')}?{query or 'clear=1'}", follow=True
    ).content.decode()


def act_on(client: Client, account: Account, name: str, **data: object) -> object:
    return client.post(reverse("console:account_act", args=[account.id, name]), data)


def test_accounts_are_found_by_name_pinyin_kind_and_state(system: Client) -> None:
    make_account(username="zhang", name="张三")
    make_account(ActorKind.CITIZEN, username="hai", name="禹海燕")
    assert {"张三", "禹海燕"} <= set(re.findall(r"张三|禹海燕", listed(system)))
    for query, expected in (
        ("q=zhang+san", {"张三"}),
        ("q=禹", {"禹海燕"}),
        ("kind=citizen", {"禹海燕"}),
        ("state=closed", set()),
        ("state=never&kind=staff", {"张三"}),
    ):
        body = listed(system, query)
        assert set(re.findall(r"张三|禹海燕", body)) == expected, query


def test_the_list_asks_the_same_number_of_queries_for_more_rows(system: Client) -> None:
    counts = []
    for number in (2, 20):
        for _n in range(number):
            make_account()
        listed(system)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            listed(system)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_strangers_see_nothing_of_it(system: Client) -> None:
    account = make_account(username="clerk")
    clerk = Client()
    enter(clerk, account.id)
    for name, args in (
        ("accounts", []),
        ("account_open", []),
        ("account", [account.id]),
        ("account_token", [account.id]),
        ("account_act", [account.id, "close"]),
    ):
        assert clerk.get(reverse(f"console:{name}", args=args)).status_code == 403
    assert clerk.post(reverse("console:account_reset_link", args=[account.id])).status_code == 403
    assert Client().get(reverse("console:accounts")).status_code == 302


def test_an_account_is_opened_and_a_link_handed_out(system: Client) -> None:
    bad = {"kind": "staff", "username": "Ma Xiaoming", "name": "马小明"}
    shown = system.post(reverse("console:account_open"), bad)
    assert shown.status_code == 200
    assert "username" in shown.context["form"].errors
    response = system.post(reverse("console:account_open"), {**bad, "username": "ma"})
    account = Account.objects.get(username="ma")
    assert response["Location"] == reverse("console:account", args=[account.id])
    page = system.post(reverse("console:account_reset_link", args=[account.id]))
    assert page["Cache-Control"] == "no-store"
    link = re.search(
        r"http://localhost:\d+(/account/password/reset/key/[^<\s]+)", page.content.decode()
    )
    visitor = Client()
    form = visitor.get(link.group(1))["Location"]
    visitor.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    taken = system.post(reverse("console:account_open"), {**bad, "username": "ma"})
    assert taken.status_code == 200


def test_every_act_says_what_it_causes_and_is_done_once(system: Client) -> None:
    account = make_account(username="ma", name="马小明", email="old@example.org")
    for _turn in range(6):
        Client().post("/account/login/", {"login": "ma", "password": "wrong"})
    Client().post("/account/login/", {"login": "ma", "password": PASSWORD})
    enter(Client(), account.id)
    data = {
        "contact": {"email": "new@example.org", "phone": "", "version": account.version},
        "real-name": {"id_number": NUMBER, "level": 1},
        "unlock": {},
        "password": {},
        "close": {"reason": "调离"},
        "reopen": {"reason": "返聘"},
        "erase": {"reason": "本人申请"},
    }
    for name, given in data.items():
        url = reverse("console:account_act", args=[account.id, name])
        assert str(pages.ACTS[name].consequence) in system.get(url).content.decode()
        assert system.post(url, given).status_code == 302, name
        assert system.get(reverse("console:account", args=[account.id])).status_code == 200
    acts = list(
        Entry.objects.filter(
            thing_id=account.id, actor_id=Account.objects.get(username="system").id
        )
        .order_by("pos")
        .values_list("act", flat=True)
    )
    assert [act.rpartition(".")[2] for act in acts] == [
        "contact_changed",
        "real_name_verified",
        "unlocked",
        "password_change_required",
        "closed",
        "reopened",
        "erased",
    ]
    account.refresh_from_db()
    assert account.email == ""
    assert limits.taken("sign_in.name", str(account.id)) == 0


def test_acts_that_do_not_fit_are_absent(system: Client) -> None:
    account = make_account(username="ma")
    for name in ("reopen", "second-factor", "no-such-act"):
        assert act_on(system, account, name, reason="x").status_code == 404
    page = system.get(reverse("console:account", args=[account.id])).content.decode()
    assert reverse("console:account_act", args=[account.id, "close"]) in page
    assert reverse("console:account_act", args=[account.id, "reopen"]) not in page


def test_two_administrators_changing_one_account_see_both_versions(system: Client) -> None:
    account = make_account(username="ma", email="old@example.org")
    first = {"email": "one@example.org", "phone": "", "version": account.version}
    assert act_on(system, account, "contact", **first).status_code == 302
    second = act_on(system, account, "contact", **{**first, "email": "two@example.org"})
    assert second.status_code == 409
    assert "one@example.org" in second.content.decode()


def test_a_wrong_number_is_told_at_its_field(system: Client) -> None:
    account = make_account(username="ma")
    response = act_on(system, account, "real-name", id_number="110105194912310021", level=1)
    assert "id_number" in response.context["form"].errors


def test_a_machine_gets_a_token_for_what_it_may(
    system: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = "identity.account.manage"
    robot = make_account(ActorKind.MACHINE, username="robot")
    monkeypatch.setattr(token_rights, "_rights", lambda _account: {scope})
    monkeypatch.setattr(pages, "_held", lambda _account: [(scope, scope)])
    url = reverse("console:account_token", args=[robot.id])
    assert system.get(url).status_code == 200
    page = system.post(url, {"label": "平台", "scopes": [scope], "days": 30})
    secret = re.search(r"lp_[0-9a-f]{8}_[\w-]+", page.content.decode()).group()
    holder = find_account_by_token(secret)
    assert holder.scopes == {scope}
    assert secret not in system.get(reverse("console:account", args=[robot.id])).content.decode()
    system.post(reverse("console:account_token_revoke", args=[robot.id, holder.token_id]))
    assert find_account_by_token(secret) is None
    person = make_account(username="ma")
    assert system.get(reverse("console:account_token", args=[person.id])).status_code == 404
