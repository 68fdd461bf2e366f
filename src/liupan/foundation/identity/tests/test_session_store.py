"""The session and the account behind a page: each one statement, nothing of what has ended."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from liupan.foundation.identity.backends import PasswordBackend
from liupan.foundation.identity.facade import close_account
from liupan.foundation.identity.session_store import SessionStore
from liupan.foundation.identity.tests.factories import NOW, administrator, make_account

pytestmark = pytest.mark.django_db


def test_a_session_is_read_by_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = SessionStore()
    made["name"] = "固原"
    made.create()
    again = SessionStore(made.session_key)
    with django_assert_num_queries(1):
        assert again["name"] == "固原"


def test_of_a_session_that_ended_or_never_was_nothing_is_left() -> None:
    made = SessionStore()
    made["name"] = "固原"
    made.create()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (made.session_key, "0" * 32, None):
        ended = SessionStore(key)
        assert ended.load() == {}
        assert ended.session_key is None


def test_a_session_is_that_of_an_open_account_alone(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = make_account()
    with django_assert_num_queries(1):
        assert PasswordBackend().get_user(account.id) == account
    close_account(account_id=account.id, reason="离职", actor=administrator(), now=NOW)
    assert PasswordBackend().get_user(account.id) is None
