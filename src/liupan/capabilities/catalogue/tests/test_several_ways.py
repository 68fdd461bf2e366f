"""One grant for several ways of use: asked for and reviewed together, taken away one by one."""

from dataclasses import replace
from typing import Any

import pytest

from liupan.capabilities.catalogue.facade import GrantRef, asking_grant, find_grant
from liupan.capabilities.catalogue.models import Decision, Grant, GrantVersion, Request
from liupan.capabilities.catalogue.operations.answering import answer_request
from liupan.capabilities.catalogue.operations.granting import NotNarrower, narrow_grant
from liupan.capabilities.catalogue.queries.request_pages import get_grant
from liupan.capabilities.catalogue.rules.permits import Mode, Outcome
from liupan.capabilities.catalogue.rules.requesting import Gate
from liupan.capabilities.catalogue.tests.asking import (
    begun,
    checked,
    grant_of,
    granted,
    part,
    reviewed,
)
from liupan.capabilities.catalogue.tests.factories import NOW, Town
from liupan.capabilities.catalogue.tests.test_gate import refused
from liupan.capabilities.catalogue.tests.test_request_pages import at, page
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput
from liupan.kernel.statements import together

pytestmark = pytest.mark.django_db
ALL = frozenset(Mode)
TWO = frozenset({Mode.QUERY, Mode.FEED})


@pytest.fixture
def grant(place: Town) -> Any:
    """For all three ways."""
    return granted(place, begun(place, modes=ALL))


def live(grant: Any) -> GrantRef | None:
    """As a call of a machine reads it."""
    return together(asking_grant(grant, now=NOW), asking_grant(grant, now=NOW))[0]


def permit_of(grant: Any) -> Any:
    return Grant.objects.get(id=grant).versions.all()[0].permit


def test_all_ways_go_through_one_gate(place: Town, grant: Any) -> None:
    for found in (find_grant(grant, now=NOW), live(grant)):
        assert found
        assert found.modes == ALL
    assert Grant.objects.get(id=grant).request.reviews.count() == 2
    assert Grant.objects.get(id=grant).modes == ["query", "file", "feed"]


def test_no_way_is_no_request(place: Town) -> None:
    with pytest.raises(InvalidInput) as no:
        begun(place, modes=frozenset())
    assert set(no.value.fields) == {"modes"}
    with pytest.raises(InvalidInput) as both:
        begun(place, modes=frozenset(), quota=0)
    assert set(both.value.fields) == {"modes", "quota"}


def test_the_provider_gives_some_of_the_ways(place: Town) -> None:
    of = checked(place, begun(place, modes=ALL))
    said = {"request_id": of, "outcome": Outcome.PART, "reason": "示例。", "actor": place.decider}
    less = part(of, "登记日期")
    with pytest.raises(InvalidInput) as no:
        answer_request(permit=replace(less, modes=frozenset()), now=NOW, **said)
    assert set(no.value.fields) == {"modes"}
    answer_request(permit=replace(less, modes=TWO), now=NOW, **said)
    assert Decision.objects.get(request=of).permit.modes == TWO


def test_no_way_is_decided_that_was_not_asked_for(place: Town) -> None:
    of = checked(place, begun(place, modes=TWO))
    with pytest.raises(InvalidInput, match=r"ways|方式"):
        answer_request(
            request_id=of, outcome=Outcome.PART, permit=replace(part(of, "登记日期"), modes=ALL),
            reason="示例。", actor=place.decider, now=NOW,
        )  # fmt: skip


def test_a_way_is_taken_away_and_does_not_come_back(place: Town, grant: Any) -> None:
    by = {"grant_id": grant, "reason": "示例。", "actor": place.decider, "now": NOW}
    whole = permit_of(grant)
    narrow_grant(permit=replace(whole, modes=TWO), **by)
    found = live(grant)
    assert found
    assert (found.modes, found.version) == (TWO, 2)
    assert Grant.objects.get(id=grant).modes == ["query", "feed"]
    with pytest.raises(NotNarrower):
        narrow_grant(permit=whole, **by)
    with pytest.raises(InvalidInput):
        narrow_grant(permit=replace(whole, modes=frozenset()), **by)
    before = get_grant(place.decider, grant, now=NOW).versions[1]
    assert before.permit.modes == ALL


def test_the_database_gives_no_way_that_was_not_decided(place: Town) -> None:
    grant = granted(place, begun(place, modes=TWO))
    row = Grant.objects.filter(id=grant)
    refused(lambda: row.update(modes=["query", "file", "feed"]))
    refused(lambda: row.update(modes=["query"]))  # its version says otherwise
    first = GrantVersion.objects.get(grant=grant)
    said = {"number": 2, "rows": first.rows, "valid_from": first.valid_from, "size": 1,
            "valid_until": first.valid_until, "quota": first.quota, "at": NOW}  # fmt: skip
    wider = GrantVersion(grant_id=grant, modes=["query", "file", "feed"], **said)
    refused(lambda: wider.save(force_insert=True))
    for wrong in ([], ["query", "query"], ["feed", "query"], ["other"]):
        odd = GrantVersion(grant_id=grant, modes=wrong, **said)
        refused(lambda one=odd: one.save(force_insert=True))


def test_no_grant_of_more_ways_is_forged_behind_two_reviews(place: Town) -> None:
    of = checked(place, begun(place, modes=TWO))
    answer_request(
        request_id=of, outcome=Outcome.PART, reason="示例。", actor=place.decider, now=NOW,
        permit=replace(part(of, "登记日期"), modes=frozenset({Mode.QUERY})),
    )  # fmt: skip
    decision = Decision.objects.get(request=of)
    refused(lambda: Request.objects.filter(id=of).update(modes=["query", "file", "feed"]))
    assert decision.modes == ["query"]


def test_the_pages_say_the_ways(place: Town, grant: Any) -> None:
    with clock.frozen(NOW):
        client = at(place, "decider")
        shown = client.get(page("grant", grant)).content.decode()
        assert "接口查询" in shown or "query" in shown
        form = client.get(page("grant-narrow", grant)).content.decode()
        assert form.count('name="modes"') == 3
        assert form.count("checked") >= 3
        permit = permit_of(grant)
        sent: dict[str, Any] = {
            "version": "1", "reason": "示例。", "modes": ["query", "feed"],
            "valid_from": permit.valid_from.isoformat(),
            "valid_until": permit.valid_until.isoformat(), "quota": str(permit.quota),
            "rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0",
            **{f"give_{one}": "on" for one in permit.items},
            **{f"mask_{one}": "none" for one in permit.items},
        }  # fmt: skip
        assert client.post(page("grant-narrow", grant), sent).status_code == 302
        assert permit_of(grant).modes == TWO
        again = client.get(page("grant-narrow", grant)).content.decode()
        assert again.count('name="modes"') == 2  # what was taken away is not offered


def test_reviewed_as_one(place: Town) -> None:
    of = checked(place, begun(place, modes=ALL))
    answer_request(request_id=of, outcome=Outcome.ALL, actor=place.decider, now=NOW)
    reviewed(place, of, Gate.SECURITY)
    assert not Grant.objects.exists()
    reviewed(place, of, Gate.SECRECY)
    assert permit_of(grant_of(of)).modes == ALL
