"""Quota and rate of a grant: by the city's day, in real seconds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.catalogue.facade import GrantRef
from liupan.capabilities.exchange.models import Nonce, Usage
from liupan.capabilities.exchange.operations import calling
from liupan.capabilities.exchange.operations.admitting import admit, claim
from liupan.capabilities.exchange.queries.door_refusals import QuotaUsed, RateExceeded, Replayed
from liupan.capabilities.exchange.tests.calling import by_hmac, caller
from liupan.capabilities.exchange.tests.factories import NOW, Town, grant, resource, service, system
from liupan.kernel import clock
from liupan.kernel.ids import uuid7


@pytest.fixture
def held(place: Town) -> GrantRef:
    return grant(place, resource(place))


@pytest.mark.django_db
class TestQuota:
    """Calls a day, by the city's day."""

    def test_tomorrow_begins_anew(self, held: GrantRef) -> None:
        two = replace(held, quota=2)
        for _ in range(2):
            admit(caller(uuid7().hex), two, now=NOW)
        with pytest.raises(QuotaUsed) as refused:
            admit(caller(uuid7().hex), two, now=NOW)
        assert refused.value.retry_after == 15 * 3600  # it is nine in the morning
        admit(caller(uuid7().hex), two, now=NOW + timedelta(hours=15))
        assert Usage.objects.get(grant_id=held.id).calls == 1

    def test_a_narrower_grant_holds_at_once(self, held: GrantRef) -> None:
        admit(caller(uuid7().hex), held, now=NOW)
        with pytest.raises(QuotaUsed):
            admit(caller(uuid7().hex), replace(held, quota=1), now=NOW)

    def test_a_connection_with_a_certificate_needs_no_nonce(self, held: GrantRef) -> None:
        for _ in range(2):
            admit(caller(""), held, now=NOW)
        assert Usage.objects.get(grant_id=held.id).calls == 2
        assert not Nonce.objects.exists()

    def test_a_nonce_is_claimed_once(self) -> None:
        who = caller("x" * 16)
        claim(who)
        with pytest.raises(Replayed):
            claim(who)


@pytest.mark.django_db
class TestRate:
    """So many a second by one grant."""

    def test_a_full_bucket_then_one_at_a_time(self, held: GrantRef) -> None:
        with override_settings(LIUPAN_CALL_RATE=1):
            for _ in range(2):
                admit(caller(uuid7().hex), held, now=NOW)
            with pytest.raises(RateExceeded) as refused:
                admit(caller(uuid7().hex), held, now=NOW)
            assert refused.value.retry_after == 1
            Usage.objects.update(filled_at=clock.real_now() - timedelta(seconds=1))
            admit(caller(uuid7().hex), held, now=NOW)
        assert Usage.objects.get(grant_id=held.id).calls == 3


@pytest.mark.django_db
def test_the_door_says_when_to_come_again(place: Town) -> None:
    of = resource(place)
    to, has, program = service(place, of), grant(place, of), by_hmac(system(place))
    with clock.frozen(NOW):
        assert program.v1(to.code).status_code == 200
        Usage.objects.filter(grant_id=has.id).update(calls=has.quota)
        answer = program.v1(to.code)
    assert (answer.status_code, answer.json()["code"]) == (429, "quota_used")
    assert answer["Retry-After"] == str(15 * 3600)


@pytest.mark.django_db
def test_a_call_costs_few_statements(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "record_message", lambda _message: None)
    of = resource(place)
    to, _has, program = service(place, of), grant(place, of), by_hmac(system(place))
    with clock.frozen(NOW):
        program.v1(to.code)
        with CaptureQueriesContext(connection) as asked:
            assert program.v1(to.code).status_code == 200
    told = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(told) <= 14, "\n".join(told)
