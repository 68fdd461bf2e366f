"""Freshness of shared data and calls answered, as of any day."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from liupan.capabilities.exchange import measures
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.operations.messages import record_messages
from liupan.capabilities.exchange.operations.sequencing import link_all
from liupan.capabilities.exchange.queries.policy import cycle_days
from liupan.capabilities.exchange.tests.factories import NOW, Town, resource, service
from liupan.capabilities.exchange.tests.messages import message
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
DAY = clock.on(NOW)


def rows_of(measure: Any, day: Any) -> list[tuple[Any, ...]]:
    sql, values = measure.records(day)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def cycled(place: Town, cycle: str, **more: Any) -> Service:
    """A service whose entry promises this cycle."""
    entry = resource(place, title=f"结婚登记信息{uuid7().hex[-6:]}", update_cycle=cycle)
    return service(place, entry, **more)


def test_fresh_until_the_cycle_is_over(place: Town) -> None:
    made = cycled(place, "monthly")
    days = cycle_days(DAY)["monthly"]
    measure = measures.DataFreshness()
    assert rows_of(measure, DAY) == [(made.provider_id, made.id, made.title, 1, 1)]
    assert rows_of(measure, DAY + timedelta(days=days))[0][3] == 1
    assert rows_of(measure, DAY + timedelta(days=days + 1))[0][3] == 0
    assert rows_of(measure, DAY - timedelta(days=1)) == []  # it was not open yet


def test_what_is_asked_of_the_provider_or_has_no_cycle_is_left_out(
    place: Town,
) -> None:
    cycled(place, "other")
    cycled(place, "daily", kind=Service.Kind.PROXIED, address="https://bureau.example/")
    ended = cycled(place, "daily")
    Service.objects.filter(id=ended.id).update(
        state="ended", ended_at=NOW + timedelta(days=2), reason="合并"
    )
    measure = measures.DataFreshness()
    assert [row[1] for row in rows_of(measure, DAY)] == [ended.id]
    assert rows_of(measure, DAY + timedelta(days=3)) == []


def test_calls_count_for_who_provides(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    grant, provider = uuid7(), place.units["bureau"]
    named = [SimpleNamespace(id=grant, number="数授1", title="示例", provider_id=provider)]
    monkeypatch.setattr(measures, "list_grants_issued", lambda _day: named)
    record_messages([message(grant_id=grant), message(grant_id=grant), message()])
    link_all()
    measure = measures.CallsAnswered()
    assert [(row[0], row[3]) for row in rows_of(measure, DAY)] == [(provider, 2)]
    assert rows_of(measure, DAY + timedelta(days=30)) == []
