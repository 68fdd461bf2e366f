"""Second factors over the pages: setting up, the second step, losing them, resetting them."""

import base64
import re
import time
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.conf import settings
from django.test import Client

from liupan.foundation.crypto.facade import encrypt, rotate_master
from liupan.foundation.identity import factor_secrets
from liupan.foundation.identity.facade import (
    enrol_second_factor,
    reset_second_factors,
    second_factor,
)
from liupan.foundation.identity.models import Account, FactorPeriod
from liupan.foundation.identity.queries import oneself
from liupan.foundation.identity.tests.factories import (
    NOW,
    PASSWORD,
    administrator,
    make_account,
    second_factor_needed_by,
)
from liupan.foundation.journal.tests.factories import Entry
from liupan.kernel.errors import NotAuthorised

pytestmark = pytest.mark.django_db


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up(client: Client) -> str:
    """Signs in, confirms the password and sets up an app; returns its secret."""
    client.post("/account/login/", {"login": "known", "password": PASSWORD})
    response = client.get("/account/2fa/totp/activate/")
    assert response["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    shown = client.get("/account/2fa/totp/activate/")
    secret = shown.context["form"].secret
    assert "<svg" in shown.content.decode()
    assert "data:image" not in shown.content.decode()
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret, -1)})
    assert done.status_code == 302
    return secret


def acts(account: Account) -> list[str]:
    entries = Entry.objects.filter(thing_id=account.id).order_by("pos")
    return [entry.act.rpartition(".")[2] for entry in entries]


@pytest.fixture
def account(transactional: None) -> Account:
    return make_account(username="known")


@pytest.fixture
def transactional(db: None, django_capture_on_commit_callbacks: object) -> object:
    """What happens after a commit happens at once: these tests never commit."""
    with patch("django.db.transaction.on_commit", lambda callback, **_kwargs: callback()):
        yield


def test_an_app_is_set_up_and_asked_for_from_then_on(client: Client, account: Account) -> None:
    secret = set_up(client)
    assert second_factor.has_any(account.id)
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in stored
    other = Client()
    first = other.post("/account/login/", {"login": "known", "password": PASSWORD})
    assert first["Location"] == "/account/2fa/authenticate/"
    assert other.get("/account/").status_code == 302
    second = other.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert second.status_code == 302
    assert other.get("/account/").status_code == 200
    assert acts(account).count("second_factor_added") == 2  # the app and the recovery codes
    last = Entry.objects.filter(act="identity.account.signed_in").latest("pos")
    assert last.changes["method"] == "password+totp"


def test_the_first_sign_in_counts_only_after_the_second_step(
    client: Client, account: Account
) -> None:
    set_up(client)
    Account.objects.update(first_signed_in_at=None)
    Client().post("/account/login/", {"login": "known", "password": PASSWORD})
    account.refresh_from_db()
    assert account.first_signed_in_at is None


def test_codes_are_tried_a_few_times_only_and_failures_are_told(
    client: Client, account: Account
) -> None:
    secret = set_up(client)
    other = Client()
    other.post("/account/login/", {"login": "known", "password": PASSWORD})
    for _turn in range(5):
        assert other.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    locked = other.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert locked.status_code == 200
    assert other.get("/account/").status_code == 302
    told = Entry.objects.filter(act="identity.sign_in.failed", thing_id=account.id)
    assert [entry.changes["failures"] for entry in told.order_by("pos")] == [1, 2, 4]
    assert {entry.changes["step"] for entry in told} == {"second_factor"}


def test_a_code_is_taken_once(client: Client, account: Account) -> None:
    secret = set_up(client)
    code = code_of(secret)
    for expected in (302, 200):
        other = Client()
        other.post("/account/login/", {"login": "known", "password": PASSWORD})
        response = other.post("/account/2fa/authenticate/", {"code": code})
        assert response.status_code == expected


def test_each_recovery_code_works_once(client: Client, account: Account) -> None:
    set_up(client)
    shown = client.get("/account/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", shown)
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        other.post("/account/login/", {"login": "known", "password": PASSWORD})
        response = other.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert response.status_code == expected
    saved = client.get("/account/2fa/recovery-codes/download/")
    assert codes[1] in saved.content.decode()
    assert codes[0] not in saved.content.decode()
    client.post("/account/2fa/recovery-codes/generate/")
    assert "recovery_codes_renewed" in acts(account)


def test_who_needs_a_second_factor_keeps_the_last_one(client: Client, account: Account) -> None:
    set_up(client)
    with second_factor_needed_by(account.id):
        client.post("/account/2fa/totp/deactivate/")
        assert second_factor.has_any(account.id)
    client.post("/account/2fa/totp/deactivate/")
    assert not second_factor.has_any(account.id)
    assert "second_factor_removed" in acts(account)


def test_a_role_granted_later_asks_for_the_factor_within_a_minute(
    client: Client, account: Account
) -> None:
    client.post("/account/login/", {"login": "known", "password": PASSWORD})
    assert client.get("/places/").status_code == 200
    with second_factor_needed_by(account.id):
        from datetime import timedelta

        from liupan.foundation.identity.tests.test_signing_in import real_time

        with real_time(timedelta(seconds=61)):
            assert client.get("/places/")["Location"] == "/account/2fa/"


def test_an_administrator_resets_lost_factors_but_never_their_own(
    client: Client, account: Account
) -> None:
    from dataclasses import replace

    set_up(client)
    given = {"account_id": account.id, "reason": "手机丢失", "now": NOW}
    with pytest.raises(NotAuthorised):
        reset_second_factors(actor=replace(administrator(), id=account.id), **given)
    reset_second_factors(actor=administrator(), **given)
    assert not Authenticator.objects.filter(user=account).exists()
    assert client.get("/account/").status_code == 302
    entry = Entry.objects.filter(thing_id=account.id).latest("pos")
    assert entry.changes["factors"] == ["recovery_codes", "totp"]


def test_what_protects_the_account_is_changed_only_after_confirming(
    client: Client, account: Account
) -> None:
    client.post("/account/login/", {"login": "known", "password": PASSWORD})
    for page in ("2fa/totp/activate/", "2fa/passkeys/add/"):
        assert "/reauthenticate/" in client.get(f"/account/{page}")["Location"]
        assert "/reauthenticate/" in client.post(f"/account/{page}", {"code": "1"})["Location"]
    assert not Authenticator.objects.exists()


def periods(account: Account) -> list[tuple[str, bool]]:
    """Factor and whether its period has ended."""
    rows = FactorPeriod.objects.filter(account=account).order_by("factor", "begun_at", "id")
    return [(row.factor, row.ended_at is not None) for row in rows]


def test_periods_say_from_when_to_when_a_factor_held(client: Client, account: Account) -> None:
    set_up(client)
    assert periods(account) == [("recovery_codes", False), ("totp", False)]
    client.post("/account/2fa/recovery-codes/generate/")
    assert periods(account) == [
        ("recovery_codes", True),
        ("recovery_codes", False),
        ("totp", False),
    ]
    client.post("/account/2fa/totp/deactivate/")
    assert {ended for _factor, ended in periods(account)} == {True}
    assert acts(account).count("second_factor_removed") == 2  # the app and the last codes


def test_factor_fact_and_period_are_written_together_or_not_at_all(
    client: Client, account: Account
) -> None:
    client.post("/account/login/", {"login": "known", "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    path = "liupan.foundation.identity.operations.second_factors.record"
    with patch(path, side_effect=RuntimeError), pytest.raises(RuntimeError):
        client.post("/account/2fa/totp/activate/", {"code": code_of(secret, -1)})
    assert not Authenticator.objects.exists()
    assert periods(account) == []


def test_a_reset_ends_periods_and_an_enrolment_begins_one(account: Account) -> None:
    given = {"account_id": account.id, "actor": oneself(account), "now": NOW}
    enrol_second_factor(secret="JBSWY3DPEHPK3PXP", **given)
    enrol_second_factor(secret="JBSWY3DPEHPK3PXP", **given)  # sent twice, done once
    assert periods(account) == [("totp", False)]
    reset_second_factors(account_id=account.id, reason="手机丢失", actor=administrator(), now=NOW)
    assert periods(account) == [("totp", True)]


def test_rotating_master_keys_and_retiring_the_old_keeps_factors(
    client: Client, account: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    monkeypatch.setattr("liupan.foundation.crypto.masters._known", {})
    secret = set_up(client)
    rotate_master(now=NOW)
    monkeypatch.setattr(settings, "LIUPAN_MASTER_KEY", b"another key here")
    monkeypatch.setattr("liupan.foundation.crypto.masters._known", {})
    other = Client()
    other.post("/account/login/", {"login": "known", "password": PASSWORD})
    done = other.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert done["Location"] != "/account/2fa/authenticate/"
    assert acts(account)[-1] == "signed_in"


def test_secrets_of_before_are_sealed_anew(client: Client, account: Account) -> None:
    set_up(client)
    rows = Authenticator.objects.filter(user=account)
    texts = {}
    for row in rows:
        ((name, value),) = [(n, v) for n, v in row.data.items() if isinstance(v, str)]
        texts[row.id] = factor_secrets.opened(value)
        old = encrypt(settings.LIUPAN_MASTER_KEY, texts[row.id].encode(), b"identity.mfa")
        row.data[name] = base64.b64encode(old).decode()
        row.save()
    module = import_module("liupan.foundation.identity.migrations.0005_sealed_factors")
    for _ in range(2):  # what is sealed already stays
        module.seal_anew(apps, None)
    for row in Authenticator.objects.filter(user=account):
        (value,) = [v for v in row.data.values() if isinstance(v, str)]
        assert factor_secrets.opened(value) == texts[row.id]
