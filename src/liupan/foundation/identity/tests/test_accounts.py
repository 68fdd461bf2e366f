"""Opening, closing, changing accounts; real names; erasing a person."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from liupan.foundation.crypto.facade import PersonErased, open_sealed, seal
from liupan.foundation.identity.digests import hmac_sm3, keyed, keyed_id
from liupan.foundation.identity.facade import (
    AlreadyErased,
    NumberTaken,
    RealNameLevel,
    UsernameTaken,
    change_contact,
    close_account,
    erase_person,
    find_account_by_id_number,
    find_account_by_username,
    open_account,
    reopen_account,
    require_password_change,
    verify_real_name,
)
from liupan.foundation.identity.models import Account
from liupan.foundation.identity.queries import find_for_sign_in
from liupan.foundation.identity.tests.factories import (
    NOW,
    PASSWORD,
    administrator,
    enter,
    make_account,
    stranger,
)
from liupan.foundation.journal.tests.factories import Entry
from liupan.kernel.authority import ActorKind
from liupan.kernel.errors import InvalidInput, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def acts(account: Account) -> list[str]:
    entries = Entry.objects.filter(thing_id=account.id).order_by("pos")
    return [entry.act.rpartition(".")[2] for entry in entries]


def test_hmac_sm3_agrees_with_the_published_construction() -> None:
    import hashlib
    import hmac

    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    for key in (b"k", b"k" * 64, b"k" * 65):
        assert hmac_sm3(key, b"text") == hmac.new(key, b"text", "sm3").digest()


def test_digests_for_different_purposes_differ() -> None:
    assert keyed("a", "x") != keyed("b", "x")
    assert keyed_id("a", "x").version == 8


def test_opening_an_account_leaves_a_fact_with_the_name_sealed() -> None:
    account = make_account(name="马小明", username="Ma.Xiaoming")
    assert (account.username, account.name_key) == ("ma.xiaoming", "ma xiao ming")
    entry = Entry.objects.get(thing_id=account.id)
    assert entry.act == "identity.account.opened"
    assert "马小明" not in str(entry.changes)
    person, sealed = entry.changes["name"]["$sealed"]
    assert open_sealed([(account.id, sealed)]) == ["马小明"]
    assert person == str(account.id)


def test_a_username_belongs_to_one_account_whatever_its_case() -> None:
    make_account(username="zhang")
    with pytest.raises(UsernameTaken):
        make_account(username="ZHANG")
    assert find_account_by_username(" Zhang ").username == "zhang"


def test_nobody_opens_accounts_without_the_right() -> None:
    with pytest.raises(NotAuthorised):
        open_account(
            kind=ActorKind.STAFF, username="x1", name="甲", password=None, actor=stranger(), now=NOW
        )
    assert not Account.objects.filter(username="x1").exists()


def test_a_ready_hash_is_taken_during_setup_only() -> None:
    from dataclasses import replace
    from uuid import uuid4

    ready = make_password(PASSWORD)
    given = {"kind": ActorKind.STAFF, "name": "甲", "password": None, "password_hash": ready}
    account_id = open_account(username="demo1", **given, actor=administrator(), now=NOW)
    assert Account.objects.get(id=account_id).check_password(PASSWORD)
    later = administrator()
    rights = {code: frozenset({uuid4()}) for code in later.rights}
    with pytest.raises(NotAuthorised):
        open_account(username="demo2", **given, actor=replace(later, rights=rights), now=NOW)


@pytest.mark.parametrize("uscc", ["91350100M000100Y43", " 91350100m000100y43 "])
def test_legal_persons_have_a_checked_credit_code(uscc: str) -> None:
    given = {"name": "甲公司", "password": None, "actor": administrator(), "now": NOW}
    account_id = open_account(kind=ActorKind.LEGAL_PERSON, username="jia", uscc=uscc, **given)
    assert Account.objects.get(id=account_id).uscc == "91350100M000100Y43"
    with pytest.raises(NumberTaken):
        open_account(kind=ActorKind.LEGAL_PERSON, username="yi", uscc=uscc, **given)
    with pytest.raises(InvalidInput):
        open_account(kind=ActorKind.LEGAL_PERSON, username="b1", uscc="91350100M000100Y44", **given)
    with pytest.raises(InvalidInput):
        open_account(kind=ActorKind.CITIZEN, username="b2", uscc=uscc, **given)


def test_a_closed_account_loses_its_sessions_and_may_be_reopened(client: Client) -> None:
    account = make_account()
    enter(client, account.id)
    assert client.get("/account/").status_code == 200
    close_account(account_id=account.id, reason="退休", actor=administrator(), now=NOW)
    assert client.get("/account/").status_code == 302
    close_account(account_id=account.id, reason="退休", actor=administrator(), now=NOW)
    reopen_account(account_id=account.id, reason="返聘", actor=administrator(), now=NOW)
    account.refresh_from_db()
    assert account.is_active
    assert acts(account) == ["opened", "closed", "reopened"]


def test_contact_data_changes_only_on_the_version_one_has_seen() -> None:
    account = make_account(email="old@example.org")
    seen = {"account_id": account.id, "version": account.version, "actor": administrator()}
    change_contact(email="New@example.org", phone="+86 13954000000", **seen, now=NOW)
    account.refresh_from_db()
    assert (account.email, account.phone) == ("new@example.org", "13954000000")
    with pytest.raises(StaleVersion) as caught:
        change_contact(email="x@example.org", phone="", **seen, now=NOW)
    assert caught.value.theirs["email"] == "new@example.org"
    with pytest.raises(InvalidInput):
        change_contact(email="nonsense", phone="", **{**seen, "version": 2}, now=NOW)


def test_the_identity_number_is_found_again_but_stands_nowhere_in_clear() -> None:
    account, other = make_account(), make_account()
    given = {"level": RealNameLevel.BASIC, "actor": administrator(), "now": NOW}
    verify_real_name(account_id=account.id, id_number=" 11010519491231002x ", **given)
    account.refresh_from_db()
    row = Account.objects.filter(id=account.id).values().get()
    assert NUMBER not in str(row)
    assert NUMBER not in str(list(Entry.objects.values()))
    assert open_sealed([(account.id, account.id_number_sealed)]) == [NUMBER]
    assert find_account_by_id_number(NUMBER).id == account.id
    assert account.real_name_level == RealNameLevel.BASIC
    with pytest.raises(NumberTaken):
        verify_real_name(account_id=other.id, id_number=NUMBER, **given)
    with pytest.raises(InvalidInput):
        verify_real_name(account_id=other.id, id_number="110105194912310021", **given)


def test_real_name_level_never_falls_by_a_weaker_check() -> None:
    account = make_account()
    for level in (RealNameLevel.FACE, RealNameLevel.BASIC):
        verify_real_name(
            account_id=account.id, id_number=NUMBER, level=level, actor=administrator(), now=NOW
        )
    account.refresh_from_db()
    assert account.real_name_level == RealNameLevel.FACE


def test_erasing_a_person_blanks_the_row_and_what_the_journal_sealed() -> None:
    account = make_account(name="马小明", email="ma@example.org", phone="13954000000")
    verify_real_name(
        account_id=account.id,
        id_number=NUMBER,
        level=RealNameLevel.BASIC,
        actor=administrator(),
        now=NOW,
    )
    sealed = Entry.objects.get(thing_id=account.id, act="identity.account.opened").changes["name"]
    erase_person(account_id=account.id, basis="本人申请", actor=administrator(), now=NOW)
    row = Account.objects.filter(id=account.id).values().get()
    for trace in ("马小明", "ma xiao", "ma@example.org", "13954000000", NUMBER):
        assert trace not in str(row)
    assert open_sealed([(account.id, sealed["$sealed"][1])]) == [None]
    assert find_account_by_id_number(NUMBER) is None
    with pytest.raises(PersonErased):
        seal(account.id, ["x"])
    with pytest.raises(AlreadyErased):
        reopen_account(account_id=account.id, reason="x", actor=administrator(), now=NOW)
    assert acts(account)[-1] == "erased"


def test_a_required_password_change_is_said_once() -> None:
    account = make_account()
    for _turn in range(2):
        require_password_change(
            account_id=account.id, actor=administrator(), now=NOW + timedelta(hours=1)
        )
    assert acts(account).count("password_change_required") == 1


def test_a_name_typed_at_sign_in_means_one_person_or_nobody() -> None:
    one = make_account(username="one", email="shared@example.org", phone="13954000001")
    make_account(username="two", email="shared@example.org")
    three = make_account(username="three", email="own@example.org")
    assert find_for_sign_in("ONE").id == one.id
    assert find_for_sign_in("Own@Example.org").id == three.id
    assert find_for_sign_in("139 5400 0001").id == one.id
    assert find_for_sign_in("shared@example.org") is None
    assert find_for_sign_in("") is None
    assert find_for_sign_in("nobody") is None
