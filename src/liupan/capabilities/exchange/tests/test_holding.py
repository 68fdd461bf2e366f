"""Pages of holds: who puts and lifts them, and that retention respects them."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from liupan.capabilities.exchange.models import Hold
from liupan.capabilities.exchange.operations import retaining
from liupan.capabilities.exchange.policies import HOLD_LOG, READ_MESSAGES
from liupan.capabilities.exchange.tests.factories import NOW, Town
from liupan.capabilities.exchange.tests.test_uploads import at
from liupan.foundation.jobs.tests.factories import allow, person
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
SAID = {"first_on": "2015-12-03", "last_on": "2015-12-04", "reason": "示例：审计固审〔2017〕8号"}


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with clock.frozen(NOW):
        yield


def test_a_hold_keeps_its_month_until_it_is_lifted(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "list_months", lambda: ["y2015m12"])
    client = at(allow(person("keeper.of.logs"), HOLD_LOG, unit_id=place.root))
    assert retaining.list_due(date(2017, 11, 15)) == ["y2015m12"]
    assert client.post(reverse("exchange:hold-add"), {**SAID, "reason": " "}).status_code == 422
    backwards = {**SAID, "last_on": "2015-12-01"}
    assert client.post(reverse("exchange:hold-add"), backwards).status_code == 422
    assert client.post(reverse("exchange:hold-add"), SAID).status_code == 302
    assert retaining.list_due(date(2017, 11, 15)) == []
    assert SAID["reason"] in client.get(reverse("exchange:holds")).content.decode()
    away = reverse("exchange:hold-lift", args=[Hold.objects.get().id])
    assert client.get(away).status_code == 200
    assert client.post(away, {"reason": ""}).status_code == 422
    assert client.post(away, {"reason": "审计已结束。"}).status_code == 302
    assert client.post(away, {"reason": "再次"}).status_code == 404
    assert retaining.list_due(date(2017, 11, 15)) == ["y2015m12"]


def test_whoever_reads_the_log_does_not_hold_it(place: Town) -> None:
    client = at(allow(person("reader.of.logs"), READ_MESSAGES, unit_id=place.root))
    assert client.get(reverse("exchange:holds")).status_code == 403
    assert client.post(reverse("exchange:hold-add"), SAID).status_code == 403
