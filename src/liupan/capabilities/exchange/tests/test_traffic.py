"""A year of invented traffic: made from what is there, the same each time, linked and signed."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db.models import Sum

from liupan.capabilities.catalogue.tests.factories import Town
from liupan.capabilities.exchange.demo import traffic
from liupan.capabilities.exchange.models import Daily, Hourly, Message
from liupan.capabilities.exchange.operations.verifying import verify_log
from liupan.capabilities.exchange.queries.traffic import list_services
from liupan.capabilities.exchange.tests.messages import NOW
from liupan.capabilities.exchange.tests.watchers import service, system
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_year_is_seeded_once(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    of = service(place)
    system(place)
    grants = [
        SimpleNamespace(
            id=UUID(int=1000 + n), number=f"数授〔2016〕{n}号", version=1,
            resource_id=of.resource_id, consumer_id=place.units["police"],
            provider_id=place.units["bureau"], issued_at=NOW - timedelta(days=200),
        )
        for n in range(12)
    ]  # fmt: skip
    monkeypatch.setattr(traffic, "list_grants", lambda **_more: grants)
    with clock.frozen(NOW):
        made = traffic.seed_traffic()
        assert made == Message.objects.count() > 50
        (line,) = list_services(place.overseer, NOW)
    assert (verify_log().wrong, Hourly.objects.aggregate(n=Sum("calls"))["n"]) == ([], made)
    assert 0 < line.calls <= made  # the last 24 hours by the clock hour
    assert line.p50_ms
    used = {one.id for one in grants if traffic._luck(one.number) % traffic.UNUSED}
    assert set(Daily.objects.values_list("grant_id", flat=True)) == used
    assert 0 < len(used) < 12
    first, last = clock.on(NOW - timedelta(days=197)), clock.on(NOW)
    assert Daily.objects.order_by("day")[0].day == first
    assert Daily.objects.latest("day").day == last
    for row in Daily.objects.all():
        faults = row.caller_faults + row.provider_faults + row.platform_faults
        assert row.delivered + faults == row.calls


def test_nothing_is_seeded_where_nothing_is(place: Town) -> None:
    assert traffic.seed_traffic(NOW) == 0
