"""Posts and appointments by day."""

from datetime import date, timedelta

import pytest
from django.db import connection

from liupan.foundation.organisations import facade
from liupan.foundation.organisations.tests import factories as make
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import InvalidInput, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db

DAY = date(2017, 3, 1)
BEFORE = DAY - timedelta(days=1)


def act(operation, **arguments):
    return operation(**arguments, actor=make.almighty(), now=make.NOW)


def test_one_person_in_two_posts_has_one_main_post():
    first, second = make.unit(), make.unit()
    who, _ = make.appointed(first)
    _, acting = make.appointed(second, who, is_acting=True)
    held = facade.list_posts_held(who, make.TODAY)
    assert [(h.unit_id, h.is_primary, h.is_acting) for h in held] == [
        (first, True, False),
        (second, False, True),
    ]
    act(facade.set_primary_post, appointment_id=acting)
    assert [h.unit_id for h in facade.list_posts_held(who, make.TODAY)] == [second, first]


def test_an_ended_appointment_was_held_before():
    who, appointment = make.appointed(make.unit())
    act(facade.end_appointment, appointment_id=appointment, effective_on=DAY, reason="调离")
    assert facade.list_posts_held(who, BEFORE)
    assert not facade.list_posts_held(who, DAY)
    act(facade.end_appointment, appointment_id=appointment, effective_on=DAY)  # changes nothing


def test_an_appointment_ends_after_it_begins():
    _, appointment = make.appointed(make.unit())
    with pytest.raises(InvalidInput):
        act(facade.end_appointment, appointment_id=appointment, effective_on=make.BEGINNING)


def test_the_same_post_is_not_given_twice_to_one_person():
    unit = make.unit()
    who, _ = make.appointed(unit)
    (post,) = facade.list_posts([unit], make.TODAY)
    with pytest.raises(facade.AlreadyAppointed):
        act(facade.appoint, post_id=post.id, account_id=who, valid_from=DAY)


@pytest.mark.parametrize("kind", [ActorKind.CITIZEN, ActorKind.MACHINE])
def test_only_staff_hold_posts(kind):
    with pytest.raises(facade.NotAppointable):
        make.appointed(make.unit(), make.person(kind=kind))


def test_nobody_appoints_themselves():
    unit = make.unit()
    chief = make.someone({facade.APPOINT.code: {unit}})
    with pytest.raises(NotAuthorised):
        make.appointed(unit, chief.id, actor=chief)


def test_a_unit_administrator_looks_after_posts_of_the_own_unit_only():
    mine, other = make.unit(), make.unit()
    chief = make.someone({facade.STAFF_UNIT.code: {mine}})
    arguments = {"title": "科员", "kind": "clerk", "valid_from": DAY, "now": make.NOW}
    facade.create_post(unit_id=mine, actor=chief, **arguments)
    with pytest.raises(NotAuthorised):
        facade.create_post(unit_id=other, actor=chief, **arguments)


def test_changing_a_post_two_at_a_time_is_seen():
    post = make.post(make.unit())
    change = {"post_id": post, "version": 1, "kind": "chief", "order": 1}
    act(facade.change_post, title="科长", **change)
    with pytest.raises(StaleVersion) as stale:
        act(facade.change_post, title="主任", **change)
    assert stale.value.theirs["title"] == "科长"


def test_abolishing_a_post_ends_who_holds_it():
    unit = make.unit()
    who, _ = make.appointed(unit)
    (post,) = facade.list_posts([unit], make.TODAY)
    act(facade.abolish_post, post_id=post.id, effective_on=DAY)
    assert facade.list_posts_held(who, DAY) == []
    (holder,) = facade.list_holders_ever([post.id])
    assert holder.valid_to == DAY


def test_a_guard_can_refuse_an_appointment(monkeypatch):
    from liupan.foundation.organisations import guards

    def refuse(actor, account_id, post_id, unit_id, valid_from, valid_to):
        raise NotAuthorised("no")

    monkeypatch.setitem(guards._guards, "test", refuse)
    with pytest.raises(NotAuthorised):
        make.appointed(make.unit())


def test_the_staffing_view_cuts_by_post_appointment_and_place():
    county = make.division("640402", "原州区", 3)
    unit = make.unit()
    who, appointment = make.appointed(unit)
    act(
        facade.move_unit,
        unit_id=unit,
        parent_id=make.unit(),
        division_id=county,
        effective_on=DAY,
    )
    act(facade.end_appointment, appointment_id=appointment, effective_on=make.TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT county_code, valid_from, valid_to FROM organisations_staffing"
            " WHERE account_id = %s ORDER BY valid_from",
            [who],
        )
        assert cursor.fetchall() == [("", make.BEGINNING, DAY), ("640402", DAY, make.TODAY)]


def test_people_of_a_unit_and_below():
    upper = make.unit()
    lower = make.unit(parent_id=upper)
    one, _ = make.appointed(upper)
    two, _ = make.appointed(lower)
    assert [p.account_id for p in facade.list_people_in(upper, make.TODAY)] == [one]
    everybody = facade.list_people_in(upper, make.TODAY, below=True)
    assert {p.account_id for p in everybody} == {one, two}
    assert facade.count_people_in_posts(make.TODAY) == 2


def test_who_acts_acts_from_the_unit_of_the_main_post(django_assert_num_queries):
    unit = make.unit()
    who, _ = make.appointed(unit)
    by = facade.By(Actor(who, ActorKind.STAFF), make.NOW)
    with django_assert_num_queries(1):
        assert [by.unit_id, by.unit_id] == [unit, unit]
    assert facade.By(make.almighty(), make.NOW).unit_id is None
    assert by.today == make.TODAY
