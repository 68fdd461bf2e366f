"""Rights are remembered between requests, and a change of any kind is seen at the next one."""

from datetime import timedelta
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access import facade
from liupan.foundation.access.tests.factories import acting, founded, granted
from liupan.foundation.changes.facade import one_moment
from liupan.foundation.organisations.facade import STAFF_UNIT, end_appointment
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, may
from liupan.kernel.secrecy import Secrecy

TOMORROW = city.TODAY + timedelta(days=1)


def tops(account) -> frozenset:
    return acting(account).rights.get(STAFF_UNIT.code, frozenset())


def test_every_kind_of_change_is_seen_at_the_next_request(fresh_db: str) -> None:
    root = founded()
    below = city.unit("固原市民政局", parent_id=root)
    who, held = city.appointed(below)
    assert tops(who) == frozenset()
    binding = granted("unit-administrator", account_id=who, unit_id=below)
    assert tops(who) == {below}
    facade.revoke_role(binding_id=binding, reason="试", actor=city.almighty(), now=city.NOW)
    assert tops(who) == frozenset()
    granted("unit-administrator", post_id=city.Post.objects.get(unit_id=below).id)
    assert tops(who) == {below}
    facade.set_clearance(
        account_id=who, level=Secrecy.PUBLIC, version=0, actor=city.almighty(), now=city.NOW
    )
    assert acting(who).clearance == Secrecy.PUBLIC
    end_appointment(
        appointment_id=held, effective_on=city.TODAY, actor=city.almighty(), now=city.NOW
    )
    assert tops(who) == frozenset()


def test_what_another_process_commits_is_seen(fresh_db: str, owner_url: str) -> None:
    root = founded()
    who = city.person()
    granted("unit-administrator", account_id=who, unit_id=root)
    assert tops(who)
    with psycopg.connect(owner_url) as other:
        other.execute("DELETE FROM access_binding")
        assert tops(who), "not before it is committed"
        other.commit()
    assert not tops(who)


def test_a_right_that_begins_tomorrow_is_there_tomorrow(fresh_db: str) -> None:
    root = founded()
    who = city.person()
    granted("unit-administrator", account_id=who, unit_id=root, valid_from=TOMORROW)
    assert not tops(who)
    with clock.frozen(clock.start_of(TOMORROW) + timedelta(hours=1)):
        assert facade.actor_for(who).rights.get(STAFF_UNIT.code)


def test_rights_that_are_remembered_cannot_be_changed(fresh_db: str) -> None:
    founded()
    rights = acting(city.person()).rights
    try:
        rights["x"] = frozenset()  # type: ignore[index]
    except TypeError:
        return
    raise AssertionError("somebody could give themselves a right")


def test_rows_are_the_same_in_a_transaction_and_outside(fresh_db: str) -> None:
    root = founded()
    bureau = city.unit("固原市民政局", parent_id=root)
    office = city.unit("固原市民政局办公室", parent_id=bureau)
    other = city.unit("固原市教育局", parent_id=root)

    def seen(*units: UUID) -> set[UUID]:
        who = city.someone({STAFF_UNIT.code: set(units)})
        found = set(
            city.Unit.objects.filter(facade.rows(who, STAFF_UNIT, unit="id")).values_list(
                "id", flat=True
            )
        )
        with transaction.atomic():
            again = city.Unit.objects.filter(facade.rows(who, STAFF_UNIT, unit="id"))
            assert found == set(again.values_list("id", flat=True))
        return found

    assert seen(bureau) == {bureau, office}
    assert seen(office, other) == {office, other}
    assert seen() == set()
    assert seen(ANYWHERE) >= {root, bureau, office, other}
    new = city.unit("固原市民政局救助科", parent_id=bureau)
    assert seen(bureau) == {bureau, office, new}


def test_a_page_that_asks_of_many_units_asks_the_database_once(fresh_db: str) -> None:
    root = founded()
    bureau = city.unit("固原市民政局", parent_id=root)
    offices = [city.unit(f"固原市民政局{n}科", parent_id=bureau) for n in "一二三四五"]
    other = city.unit("固原市教育局", parent_id=root)
    who = city.person()
    granted("unit-administrator", account_id=who, unit_id=bureau)
    actor = acting(who)
    with one_moment(), CaptureQueriesContext(connection) as seen:
        assert all(may(actor, STAFF_UNIT, unit_id=office) for office in offices)
        assert not may(actor, STAFF_UNIT, unit_id=other)
    assert len(seen) <= 2
    with transaction.atomic():
        assert may(actor, STAFF_UNIT, unit_id=offices[0])
        assert not may(actor, STAFF_UNIT, unit_id=other)
