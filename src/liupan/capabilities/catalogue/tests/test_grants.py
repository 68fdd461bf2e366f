"""What is done with grants, who may, and what other offices read of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from liupan.capabilities.catalogue.facade import (
    find_grant,
    find_grant_of,
    find_grants,
    list_grants,
    list_main_items_granted,
)
from liupan.capabilities.catalogue.models import Grant
from liupan.capabilities.catalogue.operations.granting import (
    NotNarrower,
    narrow_grant,
    resume_grant,
    revoke_grant,
    suspend_grant,
    tell_of_ends,
)
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.operations.reviewing import withdraw_entry
from liupan.capabilities.catalogue.policies import WATCH
from liupan.capabilities.catalogue.rules.granting import Standing
from liupan.capabilities.catalogue.rules.permits import Mask, MaskPolicy, Mode
from liupan.capabilities.catalogue.rules.scopes import Condition, Operator
from liupan.capabilities.catalogue.tests.asking import begun, granted, resource
from liupan.capabilities.catalogue.tests.factories import NOW, Town
from liupan.foundation.access.facade import program
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db
LAST = date(2018, 5, 31)
AFTER = clock.start_of(LAST) + timedelta(days=1)


def permit_of(grant: Any) -> Any:
    return Grant.objects.get(id=grant).versions.first().permit


def test_a_grant_is_narrowed_and_never_widened(place: Town) -> None:
    grant = granted(place)
    whole = permit_of(grant)
    by = {"grant_id": grant, "reason": "示例。", "actor": place.decider, "now": NOW}
    masked = MaskPolicy(Mask.KEEP, 1, 0)
    since = (Condition("登记日期", Operator.FROM, ("2016-01-01",)),)
    less = replace(whole, items=dict.fromkeys(list(whole.items)[:2], masked), rows=since)
    narrow_grant(permit=less, **by)
    assert permit_of(grant) == less
    assert Grant.objects.get(id=grant).versions.count() == 2
    for wide in (
        whole,
        replace(less, rows=()),
        replace(less, items=dict.fromkeys(less.items, MaskPolicy(Mask.KEEP, 2, 0))),
        replace(less, items=dict.fromkeys(less.items, MaskPolicy())),
        replace(less, quota=less.quota + 1),
        replace(less, modes=less.modes | {Mode.FILE}),
        replace(less, valid_until=less.valid_until + timedelta(days=1)),
        replace(less, valid_from=less.valid_from - timedelta(days=1)),
    ):
        with pytest.raises(NotNarrower):
            narrow_grant(permit=wide, **by)
    for nothing in (less, replace(less, items={})):
        with pytest.raises(InvalidInput):
            narrow_grant(permit=nothing, **by)


def test_suspended_and_resumed(place: Town) -> None:
    grant = granted(place)
    by = {"grant_id": grant, "reason": "示例。", "actor": place.checker, "now": NOW}
    suspend_grant(**by)
    found = find_grant(grant, now=NOW)
    assert found
    assert (found.standing, found.is_live) == (Standing.SUSPENDED, False)
    with pytest.raises(NotNow):
        suspend_grant(**by)
    resume_grant(**by)
    again = find_grant(grant, now=NOW)
    assert again
    assert again.is_live


def test_revoked_for_good(place: Town) -> None:
    grant = granted(place)
    by = {"grant_id": grant, "reason": "示例。", "actor": place.decider, "now": NOW}
    revoke_grant(**by)
    found = find_grant(grant, now=NOW)
    assert found
    assert (found.standing, found.is_live) == (Standing.REVOKED, False)
    for act in (suspend_grant, resume_grant, revoke_grant):
        with pytest.raises(NotNow):
            act(**by)


def test_it_ends_by_its_date(place: Town) -> None:
    grant = granted(place)
    last = find_grant(grant, now=AFTER - timedelta(seconds=1))
    ended = find_grant(grant, now=AFTER)
    assert last
    assert ended
    assert last.is_live
    assert (ended.standing, ended.is_live) == (Standing.ENDED, False)
    with pytest.raises(NotNow):
        revoke_grant(grant_id=grant, reason="示例。", actor=place.decider, now=AFTER)


def test_a_reason_is_needed_and_a_stale_write_refused(place: Town) -> None:
    grant = granted(place)
    by = {"grant_id": grant, "actor": place.decider, "now": NOW}
    with pytest.raises(InvalidInput):
        revoke_grant(reason=" ", **by)
    suspend_grant(reason="示例。", version=1, **by)
    with pytest.raises(StaleVersion):
        revoke_grant(reason="示例。", version=1, **by)


@pytest.mark.parametrize(
    ("person", "error"),
    [
        ("asker", NotAuthorised), ("security", NotAuthorised), ("secrecy", NotAuthorised),
        ("outsider", Missing), ("stranger", Missing), ("authority", Missing),
    ],
)  # fmt: skip
def test_only_provider_and_authority_control_it(place: Town, person: str, error: Any) -> None:
    grant = granted(place)
    for act in (suspend_grant, revoke_grant):
        with pytest.raises(error):
            act(grant_id=grant, reason="示例。", actor=place.people[person], now=NOW)


def test_what_other_offices_read(place: Town, django_assert_num_queries: Any) -> None:
    of = resource(place)
    grants = [granted(place, begun(place, of)) for _n in range(3)]
    with django_assert_num_queries(4):
        found = list_grants(consumer_ids=[place.units["police"]], now=NOW)
    assert {one.id for one in found} == set(grants)
    assert set(find_grants(grants, now=NOW)) == set(grants)
    one = find_grant(found[0].number, now=NOW)
    assert one == found[0]
    assert [item.name for item in one.items] == ["男方姓名", "女方姓名", "登记日期"]
    assert find_grant_of(one.request_id, now=NOW) == one
    assert list_grants(resource_ids=[of], consumer_ids=[place.units["third"]], now=NOW) == []
    assert list_grants(resource_ids=[], now=NOW) == []
    assert len(list_grants(resource_ids=[of], live_only=True, now=AFTER)) == 0
    assert find_grant("没有", now=NOW) is None


def test_nothing_is_delivered_of_what_is_withdrawn(place: Town) -> None:
    grant = granted(place)
    row = Grant.objects.get(id=grant)
    edition = row.request.edition_id
    withdraw_entry(edition_id=edition, reason="示例。", actor=place.authority, now=NOW)
    found = find_grant(grant, now=NOW)
    assert found
    assert (found.standing, found.is_live) == (Standing.IN_FORCE, False)


def test_main_items_granted_as_of_any_day(place: Town) -> None:
    grant = granted(place)
    day = clock.on(NOW)
    (found,) = list_main_items_granted(day)
    assert len(found.item_ids) == 3
    later = NOW + timedelta(days=10)
    revoke_grant(grant_id=grant, reason="示例。", actor=place.decider, now=later)
    assert list_main_items_granted(clock.on(later)) == []
    assert list_main_items_granted(day) == [found]
    assert list_main_items_granted(day - timedelta(days=1)) == []


def test_both_sides_are_told_before_it_ends(place: Town) -> None:
    grant = granted(place)
    soon = clock.start_of(LAST - timedelta(days=20)) + timedelta(hours=9)
    watcher = program(WATCH)
    assert tell_of_ends(actor=watcher, now=NOW) == 0
    for _again in range(2):
        assert tell_of_ends(actor=watcher, now=soon) == 1
    for person in ("asker", "decider", "other_decider"):
        told = [n for n in list_notices(place.people[person]) if n.kind == "catalogue.grant_ends"]
        assert [one.url for one in told] == [f"/catalogue/grants/{grant}/"], person
    for person in ("security", "outsider", "other_asker"):
        kinds = {notice.kind for notice in list_notices(place.people[person])}
        assert "catalogue.grant_ends" not in kinds, person
