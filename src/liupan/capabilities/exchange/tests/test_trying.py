"""Services tried out from a page: the same decision, quota and log as any call."""

from typing import Any

import pytest
from django.urls import reverse

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.exchange.models import Usage
from liupan.capabilities.exchange.operations import messages
from liupan.capabilities.exchange.operations.messages import NotLogged
from liupan.capabilities.exchange.policies import TAKE_FILES, TRY
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import CASE, NOW, Town
from liupan.capabilities.exchange.tests.test_uploads import at
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.jobs.tests.factories import allow, person
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def made(place: Town) -> Made:
    return Made(place, Mode.QUERY)


def clerk(made: Made, unit: str = "police", *permissions: Any) -> Any:
    who = person(f"tries.{unit}{len(permissions)}")
    return at(allow(who, *(permissions or (TRY,)), unit_id=made.place.units[unit]))


def ask(client: Any, made: Made, **said: Any) -> Any:
    told = {"case": CASE, "limit": 5, **said}
    return client.post(reverse("exchange:try", args=[made.grant.id]), told)


def test_what_was_granted_is_shown_counted_and_logged(made: Made, told: list[Any]) -> None:
    said = {"item1": "男方姓名", "how1": "eq", "value1": "示例甲二", "sort": "登记日期"}
    page = ask(clerk(made), made, **said).content.decode()
    assert "示例甲二" in page
    assert "不得外泄" not in page
    assert "示例乙" not in page
    assert f"/api/v1/exchange/services/{made.service.code}/rows?" in page
    assert "/data/" in page
    assert [(one.way, one.rows, one.case, one.door) for one in told] == [("query", 1, CASE, "page")]
    assert Usage.objects.get(grant_id=made.grant.id).calls == 1
    assert [one["grant"] for one in facts("exchange.trial.made")] == [made.grant.number]


def test_a_refusal_is_said_logged_and_not_counted(made: Made, told: list[Any]) -> None:
    client = clerk(made)
    assert ask(client, made, case="").status_code == 422
    wrong = {"item1": "登记日期", "how1": "ge", "value1": "没有这一天"}
    answer = ask(client, made, **wrong)
    assert answer.status_code == 422
    assert [one.status >= 400 for one in told] == [True]
    assert not Usage.objects.filter(grant_id=made.grant.id, calls__gt=0).exists()
    made.revoke()
    assert ask(client, made).status_code == 404


def test_what_is_not_in_the_log_is_not_shown(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_message: Any) -> None:
        raise NotLogged("x")

    monkeypatch.setattr(messages, "record_message", fails)
    answer = ask(clerk(made), made)
    assert "示例甲" not in answer.content.decode()


def test_nobody_else_tries(made: Made) -> None:
    assert ask(clerk(made, "third"), made).status_code == 404
    assert ask(clerk(made, "police", TAKE_FILES, TAKE_FILES), made).status_code == 403
