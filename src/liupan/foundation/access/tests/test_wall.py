"""The three administrators stand apart from each other and from business, at both doors."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.access import built_in, facade
from liupan.foundation.access.models import Binding, Role
from liupan.foundation.access.rules import Span, Way, find_clash, separated
from liupan.foundation.access.tests import factories as make
from liupan.foundation.identity.facade import MANAGE_ACCOUNTS
from liupan.foundation.organisations.facade import (
    APPOINT,
    MANAGE_UNITS,
    STAFF_UNIT,
    end_appointment,
)
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import Duty, may, permissions
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.guarding import SecondPersonNeeded

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2016, 1, 1), date(2016, 12, 31))


@pytest.fixture
def root():
    return make.founded()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (make.SYSTEM, make.SECURITY),
        (make.SECURITY, make.AUDIT),
        (make.AUDIT, make.SYSTEM),
        (make.SYSTEM, "staff"),
        ("unit-administrator", make.AUDIT),
    ],
)
def test_nobody_is_granted_two_duties(root, first, second):
    who = city.person()
    make.granted(first, account_id=who, unit_id=root)
    with pytest.raises(facade.DutiesApart):
        make.granted(second, account_id=who, unit_id=root)


def test_nobody_gets_a_second_duty_by_a_post(root):
    who = city.person()
    make.granted(make.SYSTEM, account_id=who, unit_id=root)
    post = city.post(city.unit())
    make.granted(make.AUDIT, post_id=post)
    with pytest.raises(facade.DutiesApart):
        city.appointed(city.unit(), who, post_id=post)


def test_a_grant_to_a_post_looks_at_those_who_will_hold_it(root):
    unit = city.unit()
    next_year = city.TODAY + timedelta(days=400)
    who, _ = city.appointed(unit, valid_from=next_year)
    make.granted(make.SYSTEM, account_id=who, unit_id=root)
    from liupan.foundation.organisations.facade import list_appointments

    (coming,) = list_appointments(who)
    with pytest.raises(facade.DutiesApart):
        make.granted(make.SECURITY, post_id=coming.post_id)


def test_a_post_carries_one_duty_even_while_vacant(root):
    post = city.post(city.unit())
    make.granted(make.SECURITY, post_id=post)
    with pytest.raises(facade.DutiesApart):
        make.granted(make.AUDIT, post_id=post)


def test_one_duty_after_another_is_allowed(root):
    who = city.person()
    make.granted(make.SYSTEM, account_id=who, unit_id=root, valid_to=city.TODAY)
    make.granted(make.AUDIT, account_id=who, unit_id=root, valid_from=city.TODAY)
    actor = make.acting(who)
    assert {permissions()[code].duty for code in actor.rights} == {Duty.AUDIT}


def test_business_given_to_everyone_does_not_reach_an_administrator(root, monkeypatch):
    monkeypatch.setitem(built_in._permits, "staff", {STAFF_UNIT.code})  # any business permission
    facade.apply_built_in_roles(now=city.NOW)
    make.granted("staff", everyone_in_id=root)
    clerk, _ = city.appointed(city.unit())
    administrator, _ = city.appointed(city.unit())
    make.granted(make.SYSTEM, account_id=administrator, unit_id=root)
    assert STAFF_UNIT.code in make.acting(clerk).rights
    assert STAFF_UNIT.code not in make.acting(administrator).rights
    assert MANAGE_UNITS.code in make.acting(administrator).rights


def test_administrators_roles_do_not_go_to_everyone(root):
    with pytest.raises(Exception, match=r"single people|个人或岗位"):
        make.granted(make.SYSTEM, everyone_in_id=root)


def test_rows_written_past_the_operations_give_nothing(root):
    """The third door: should somebody write the tables by hand, both duties are worth nothing."""
    who = city.person()
    make.granted(make.SYSTEM, account_id=who, unit_id=root)
    Binding.objects.create(
        role=Role.objects.get(code=make.SECURITY), account_id=who, unit_id=root,
        valid_from=city.BEGINNING, granted_by=who, granted_at=city.NOW,
    )  # fmt: skip
    assert make.acting(who).rights == {}


def test_each_administrator_has_exactly_the_permissions_of_the_duty(root):
    for code, duty in [
        (make.SYSTEM, Duty.SYSTEM),
        (make.SECURITY, Duty.SECURITY),
        (make.AUDIT, Duty.AUDIT),
    ]:
        rights = make.administrator(code, root).rights
        assert set(rights) == {c for c, p in permissions().items() if p.duty is duty}


def test_the_security_administrator_opens_no_accounts_and_the_system_one_grants_nothing(root):
    security, system = (make.administrator(c, root) for c in (make.SECURITY, make.SYSTEM))
    assert not may(security, MANAGE_ACCOUNTS)
    with pytest.raises(NotAuthorised):
        facade.grant_role(
            role_code="staff", everyone_in_id=root, valid_from=city.TODAY,
            actor=system, now=city.NOW,
        )  # fmt: skip


def test_nobody_grants_to_themselves_in_person_or_by_post(root):
    security = make.administrator(make.SECURITY, root)
    with pytest.raises(facade.NotToOneself):
        make.granted("staff", account_id=security.id, unit_id=root, actor=security)
    post = city.post(city.unit())
    city.appointed(city.unit(), security.id, post_id=post)
    with pytest.raises(facade.NotToOneself):
        make.granted(make.SECURITY, post_id=post, actor=security)


def test_a_unit_administrator_does_not_fill_posts_that_administer(root):
    unit = city.unit()
    post = city.post(unit)
    make.granted(make.AUDIT, post_id=post)
    chief = city.someone({STAFF_UNIT.code: {unit}})
    with pytest.raises(NotAuthorised):
        city.appointed(unit, post_id=post, actor=chief)
    narrow = city.someone({APPOINT.code: {unit}})
    with pytest.raises(NotAuthorised):
        city.appointed(unit, post_id=post, actor=narrow)
    with pytest.raises(SecondPersonNeeded):
        city.appointed(unit, post_id=post, actor=make.administrator(make.SYSTEM, root))


def test_an_ended_appointment_no_longer_counts(root):
    who, appointment = city.appointed(city.unit())
    from liupan.foundation.organisations.facade import list_appointments

    make.granted(make.AUDIT, post_id=list_appointments(who)[0].post_id)
    end_appointment(
        appointment_id=appointment, effective_on=city.TODAY, actor=city.almighty(), now=city.NOW
    )
    with pytest.raises(facade.DutiesApart):
        make.granted(make.SYSTEM, account_id=who, unit_id=root)
    make.granted(make.SYSTEM, account_id=who, unit_id=root, valid_from=city.TODAY)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, DAYS, DAYS, DAYS)
def test_two_duties_clash_exactly_when_a_day_lies_in_both(a, b, c, d):
    one = Span(Duty.SYSTEM, min(a, b), max(a, b))
    other = Span(Duty.AUDIT, min(c, d), max(c, d))
    days = [date(2016, 1, 1) + timedelta(days=n) for n in range(366)]
    both = any(
        one.valid_from <= day < one.valid_to and other.valid_from <= day < other.valid_to
        for day in days
    )
    assert (find_clash(one, [other]) is not None) is both
    assert find_clash(one, [Span(Duty.SYSTEM, other.valid_from, other.valid_to)]) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds(Way, st.sampled_from(Duty), st.booleans())))
def test_what_is_left_is_of_one_duty_and_never_an_administrators_by_everyone(ways):
    left = separated(ways)
    assert len({way.duty for way in left}) <= 1
    personal = {way.duty for way in ways if way.is_personal}
    if len(personal) > 1:
        assert left == []
    if not personal:
        assert all(way.duty is Duty.BUSINESS for way in left)
