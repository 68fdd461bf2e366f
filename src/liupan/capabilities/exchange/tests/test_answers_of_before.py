"""Answers of before: given while the provider's system is down, marked, to the same grant alone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.facade import Mask, MaskPolicy, find_grant
from liupan.capabilities.exchange.gateways import Answer, Asked
from liupan.capabilities.exchange.handlers import forget_answers
from liupan.capabilities.exchange.models import KeptAnswer, Service
from liupan.capabilities.exchange.operations import calling, keeping_answers
from liupan.capabilities.exchange.operations.keeping_answers import sweep_answers
from liupan.capabilities.exchange.operations.services import Place, change_service
from liupan.capabilities.exchange.policies import SWEEP_FILES, TRY
from liupan.capabilities.exchange.queries import delivering, refusals
from liupan.capabilities.exchange.rules.calls import Fault, Message
from liupan.capabilities.exchange.rules.services import Kind
from liupan.capabilities.exchange.tests.calling import Program, by_hmac
from liupan.capabilities.exchange.tests.factories import (
    CASE,
    NOW,
    Town,
    grant,
    keeper,
    narrowed,
    resource,
    resumed,
    revoked,
    service,
    suspended,
    system,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.jobs.tests.factories import allow as entitled
from liupan.foundation.jobs.tests.factories import person
from liupan.foundation.messaging.facade import Undelivered
from liupan.kernel import clock

LATER = NOW + timedelta(minutes=5)
ROW = {"nan_fang": "示例甲一", "nv_fang": "示例乙一", "deng_ji": "2016-03-01", "nei_bu": "不得外泄"}
pytestmark = pytest.mark.django_db


class Provider:
    """A system that may be down."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.rows: list[dict[str, Any]] = [ROW]

    def __call__(self, _asked: Asked) -> Answer:
        if self.trouble:
            raise self.trouble
        return Answer(tuple(self.rows), "")


class Sharing:
    """A service that stays at the provider, a grant, a program."""

    def __init__(self, place: Town, kept: list[Message], provider: Provider) -> None:
        self.place, self.kept, self.provider = place, kept, provider
        self.resource = resource(place)
        self.service = service(
            place, self.resource, kind="proxied", address="https://example.com/", stale_minutes=10
        )
        self.grant = grant(place, self.resource)
        self.program: Program = by_hmac(system(place))

    def ask(self, **query: str) -> Any:
        return self.program.v1(self.service.code, query)

    def ask_later(self, by: timedelta = timedelta(minutes=5), **query: str) -> Any:
        self.provider.trouble = self.provider.trouble or refusals.provider_silent()
        with clock.frozen(NOW + by):
            return self.ask(**query)


@pytest.fixture
def made(place: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sharing]:
    kept: list[Message] = []
    provider = Provider()
    monkeypatch.setattr(calling, "record_message", kept.append)
    monkeypatch.setattr(delivering, "ask_provider", provider)
    with clock.frozen(NOW):
        yield Sharing(place, kept, provider)


def test_it_is_given_with_a_clear_mark_and_logged_as_such(made: Sharing) -> None:
    now = made.ask()
    assert "stale" not in now.json() or now.json()["stale"] is None
    assert "Age" not in now.headers
    then = made.ask_later()
    assert then.status_code == 200
    assert then.json()["rows"] == now.json()["rows"]
    assert then.json()["stale"] == {"taken_at": NOW.isoformat(), "age_seconds": 300}
    assert (then.headers["Age"], then.headers["Liupan-Answer"]) == ("300", "answer-of-before")
    first, second = made.kept
    assert (first.code, first.fault) == ("", Fault.NONE)
    assert (second.code, second.fault, second.status) == ("answer_of_before", Fault.PROVIDER, 200)
    assert second.rows == 1


def test_at_the_other_door_too(made: Sharing) -> None:
    made.program.r1(made.service.code)
    made.provider.trouble = refusals.provider_unwell()
    with clock.frozen(LATER):
        answer = made.program.r1(made.service.code)
    assert answer.headers["Age"] == "300"


def test_only_where_the_provider_lets_it(made: Sharing) -> None:
    made.ask()
    Service.objects.update(stale_minutes=0)
    assert made.ask_later().status_code == 504
    assert made.kept[-1].code == "provider_silent"


@pytest.mark.parametrize(("minutes", "status"), [(10, 200), (11, 504)])
def test_not_when_it_is_too_old(made: Sharing, minutes: int, status: int) -> None:
    made.ask()
    assert made.ask_later(timedelta(minutes=minutes)).status_code == status


def test_to_the_same_question_alone(made: Sharing) -> None:
    made.ask()
    for other in ({"limit": "2"}, {"登记日期__ge": "2016-01-01"}, {"sort": "登记日期"}):
        assert made.ask_later(**other).status_code == 504


def test_to_no_other_grant(made: Sharing) -> None:
    made.ask(grant=made.grant.number)
    other = grant(made.place, made.resource)
    assert made.ask_later(grant=other.number).status_code == 504
    assert made.ask_later(grant=made.grant.number).status_code == 200


def test_never_after_the_grant_was_narrowed(made: Sharing) -> None:
    made.ask()
    hide = MaskPolicy(Mask.HIDE)
    narrowed(made.place, made.grant.id, {"男方姓名": hide, "登记日期": MaskPolicy()})
    assert made.ask_later().status_code == 504


def test_never_by_a_grant_that_is_stopped(made: Sharing) -> None:
    made.ask()
    suspended(made.place, made.grant.id)
    assert made.ask_later().json()["code"] == "grant_not_live"
    resumed(made.place, made.grant.id)
    assert find_grant(made.grant.id, now=NOW)
    assert KeptAnswer.objects.exists()  # no worker has heard of it yet
    assert made.ask_later().status_code == 504
    fact: Any = type("Fact", (), {"thing_id": made.grant.id})
    forget_answers(fact, None)  # type: ignore[arg-type]
    assert not KeptAnswer.objects.exists()
    made.provider.trouble = None
    made.ask()
    revoked(made.place, made.grant.id)
    assert made.ask_later().json()["code"] == "grant_not_live"


@pytest.mark.parametrize(("status", "given"), [(503, 200), (404, 502), (0, 502)])
def test_a_system_that_says_no_is_not_down(made: Sharing, status: int, given: int) -> None:
    made.ask()
    error = refusals.provider_amiss()
    error.__cause__ = Undelivered("no", status=status) if status else ValueError("no JSON")
    made.provider.trouble = error
    assert made.ask_later().status_code == given


def test_a_busy_system_is_not_down(made: Sharing) -> None:
    made.ask()
    made.provider.trouble = refusals.provider_busy()
    answer = made.ask_later()
    assert (answer.status_code, answer.json()["code"]) == (503, "provider_busy")


def test_an_answer_that_cannot_be_kept_is_given(
    made: Sharing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_of: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(keeping_answers, "_keep", refused)
    answer = made.ask()
    assert answer.json()["rows"][0]["男方姓名"] == "示例甲一"
    assert "was not kept" in caplog.text
    assert not KeptAnswer.objects.exists()  # the database answers still


def test_the_last_answer_is_the_one_that_is_kept(made: Sharing) -> None:
    made.ask()
    made.provider.rows = [{**ROW, "nan_fang": "示例丙"}]
    made.ask()
    assert made.ask_later().json()["rows"][0]["男方姓名"] == "示例丙"
    assert KeptAnswer.objects.count() == 1


def test_nothing_of_it_lies_open(made: Sharing) -> None:
    made.ask(男方姓名__eq="示例甲一")
    row = KeptAnswer.objects.get()
    assert "示例" not in row.sealed
    assert "不得外泄" not in made.ask_later(男方姓名__eq="示例甲一").content.decode()


def test_bounded_in_number_and_size(made: Sharing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping_answers, "OF_GRANT", 3)
    for n in range(5):
        with clock.frozen(NOW + timedelta(seconds=n)):
            made.ask(limit=str(n + 1))
    assert KeptAnswer.objects.count() == 3
    assert made.ask_later(limit="5").status_code == 200
    assert made.ask_later(limit="1").status_code == 504
    made.provider.trouble = None
    monkeypatch.setattr(keeping_answers, "LARGEST", 10)
    made.ask(limit="5")  # too large, and what was kept is not the last any more
    assert made.ask_later(limit="5").status_code == 504


def test_changed_by_its_keeper_nothing_of_before_is_left(made: Sharing) -> None:
    made.ask()
    actor = keeper(made.place)
    place = Place(kind=Kind.PROXIED, address="https://1.1.1.1/rows", stale_minutes=30)
    change_service(service_id=made.service.id, place=place, version=1, actor=actor, now=NOW)
    assert not KeptAnswer.objects.exists()
    assert Service.objects.get(id=made.service.id).stale_minutes == 30
    client = Client()
    enter(client, actor.id)
    page = client.get(reverse("exchange:service", args=[made.service.id])).content.decode()
    assert "30" in page
    form = client.get(reverse("exchange:service-change", args=[made.service.id]))
    assert 'name="stale_minutes" value="30"' in form.content.decode()


def test_old_ones_are_swept(made: Sharing) -> None:
    made.ask()
    sweep_answers(actor=worker_actor(SWEEP_FILES), moment=NOW + timedelta(hours=23))
    assert KeptAnswer.objects.exists()
    sweep_answers(actor=worker_actor(SWEEP_FILES), moment=NOW + timedelta(hours=25))
    assert not KeptAnswer.objects.exists()


def test_the_try_out_says_so(made: Sharing, told: list[Message], one_connection: None) -> None:
    client = Client()
    clerk = entitled(person("a.clerk"), TRY, unit_id=made.place.units["police"])
    enter(client, clerk.id)
    where = reverse("exchange:try", args=[made.grant.id])
    said = {"case": CASE, "limit": "20"}
    assert client.post(where, said).status_code == 200
    made.provider.trouble = refusals.provider_silent()
    with clock.frozen(LATER):
        page = client.post(where, said)
    assert page.status_code == 200
    assert "示例甲一" in page.content.decode()
    assert told[-1].code == "answer_of_before"
