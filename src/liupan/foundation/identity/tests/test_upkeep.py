"""What is swept away, and what erasing a person leaves standing."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from liupan.foundation.identity import limits
from liupan.foundation.identity.facade import erase_person
from liupan.foundation.identity.tests.factories import (
    NOW,
    PASSWORD,
    administrator,
    make_account,
)
from liupan.foundation.identity.tests.test_signing_in import real_time
from liupan.foundation.identity.upkeep import sweep
from liupan.foundation.journal.facade import link_all, verify


def test_ended_windows_and_sessions_are_swept_living_ones_stay(db: None) -> None:
    make_account(username="ma")
    with real_time(timedelta(days=-2)):
        limits.count("reset.ip", "old")
    for _turn in range(2):
        Client().post("/account/login/", {"login": "ma", "password": PASSWORD})
    ended = UserSession.objects.first()
    Session.objects.filter(session_key=ended.session_key).update(expire_date=NOW)
    limits.count("reset.ip", "new")
    assert sweep() == 3
    assert limits.taken("reset.ip", "new") == 1
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert sweep() == 0


def test_the_journals_chain_verifies_after_a_person_was_erased(fresh_db: str) -> None:
    account = make_account(username="ma")
    Client().post("/account/login/", {"login": "ma", "password": PASSWORD})
    link_all()
    erase_person(account_id=account.id, basis="本人申请", actor=administrator(), now=NOW)
    link_all()
    report = verify(deep=True)
    assert report.ok
    assert report.entries >= 4


@pytest.mark.django_db
def test_a_used_code_is_not_forgotten_in_a_flood_but_once_it_has_expired() -> None:
    assert cache.add("mfa.totp.used:first", "y", timeout=90)
    for number in range(400):
        cache.add(f"mfa.totp.used:{number}", "y", timeout=90)
    assert not cache.add("mfa.totp.used:first", "y", timeout=90)
    cache.set("old", "y", timeout=-60)
    sweep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (401,)
