"""The API root, health and metrics."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from liupan.foundation.identity.tests.factories import enter, make_account
from liupan.kernel.authority import Actor, ActorKind, Duty
from liupan.surfaces.gateway import health
from liupan.surfaces.gateway.health import Check, check_all

pytestmark = pytest.mark.django_db


def test_without_a_worker_the_installation_is_unwell(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert checks["database"]["ok"]
    assert checks["journal"]["ok"]
    assert not checks["worker"]["ok"]


def test_with_all_well_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.CHECKS, "worker", lambda: "1 alive")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer["Cache-Control"] == "no-store"


def test_a_check_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        from django.db import OperationalError

        raise OperationalError("secret address of the server")

    monkeypatch.setattr(health, "CHECKS", {"database": broken})
    assert check_all() == [Check("database", False, "OperationalError")]


def test_metrics_are_for_this_machine(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    assert 'liupan_check_ok{check="database"} 1' in text
    assert "liupan_journal_links" in text
    assert text.count("# TYPE liupan_check_ok") == 1
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 404


def test_the_api_describes_itself(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/plan/targets" in described["paths"]


def test_errors_are_problem_details(client: Client) -> None:
    answer = client.get("/api/v1/plan/targets")
    assert answer.status_code == 404  # no plan is in force
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_what_is_not_there_is_a_problem_too(client: Client) -> None:
    answer = client.get("/api/v1/nothing/here")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_a_cookie_alone_changes_nothing(db: None) -> None:
    """Requests that rely on the cookie must carry the token against forged forms."""
    client = Client(enforce_csrf_checks=True)
    enter(client, make_account().id)
    answer = client.post("/api/v1/plan/targets", {}, content_type="application/json")
    assert answer.status_code in (403, 405)


def test_a_token_is_its_machine_and_no_more(client: Client) -> None:
    from django.test import RequestFactory

    from liupan.foundation.access.facade import define_role, grant_role, installer
    from liupan.foundation.access.middleware import ActorMiddleware
    from liupan.foundation.identity.facade import issue_token
    from liupan.foundation.measures.facade import COMPUTE, SEE_RECORDS
    from liupan.foundation.organisations.facade import enter_division, establish_unit
    from liupan.kernel import clock

    everything = {"actor": installer(), "now": clock.now()}
    since = clock.today()
    division = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=since, **everything
    )
    root = establish_unit(
        code="root", name="固原市人民政府", category="government", division_id=division,
        parent_id=None, valid_from=since, **everything,
    )  # fmt: skip
    robot = make_account(ActorKind.MACHINE).id
    define_role(
        code="robots", name="机器", duty=Duty.BUSINESS,
        permits=[COMPUTE.code, SEE_RECORDS.code], **everything,
    )  # fmt: skip
    grant_role(role_code="robots", account_id=robot, unit_id=root, valid_from=since, **everything)
    issued = issue_token(
        account_id=robot, scopes=[COMPUTE.code], days=1, label="试用", **everything
    )

    def who(path: str, header: str) -> Actor:
        request = RequestFactory().get(path, headers={"Authorization": header})
        request.user = AnonymousUser()
        ActorMiddleware(lambda _request: HttpResponse())(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor

    machine = who("/api/v1/plan/targets", f"Bearer {issued.secret}")
    assert machine.id == robot
    assert set(machine.rights) == {COMPUTE.code}
    assert who("/api/v1/plan/targets", "Bearer wrong").is_anonymous
    assert who("/api/v1/plan/targets", f"Basic {issued.secret}").is_anonymous
    assert who("/work/", f"Bearer {issued.secret}").is_anonymous


@pytest.mark.parametrize(
    "address", ["/plan/targets/%00/", "/api/v1/plan/targets?county=%00", "/search/?q=a%00"]
)
def test_an_address_with_nul_is_refused_not_a_fault(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
