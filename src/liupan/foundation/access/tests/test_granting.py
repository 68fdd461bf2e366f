"""Roles granted to many in one act: each judged as if it came alone, after those before it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access import facade
from liupan.foundation.access.facade import NewGrant
from liupan.foundation.access.models import Binding
from liupan.foundation.access.tests import factories as make
from liupan.foundation.journal.tests.factories import acts
from liupan.foundation.organisations.facade import STAFF_UNIT
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import may
from liupan.kernel.errors import Missing, NotAuthorised

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make.founded()


def grant(*grants, actor=None):
    actor = actor or city.almighty()
    return facade.grant_roles(grants=grants, actor=actor, now=city.NOW)


def new(role="unit-administrator", **more):
    return NewGrant(**{"role_code": role, "valid_from": city.TODAY, **more})


def granted():
    return [act for act in acts() if act == "access.binding.granted"]


def posts_held(number):
    for _n in range(number):
        unit = city.unit()
        who, _appointment = city.appointed(unit, post_id=(post := city.post(unit)))
        yield unit, who, post


def test_each_reaches_its_own_and_leaves_its_own_fact(root):
    held = list(posts_held(2))
    before = len(granted())
    grant(*(new(post_id=post) for _unit, _who, post in held))
    for (unit, who, _post), (other, *_rest) in zip(held, held[::-1], strict=True):
        actor = make.acting(who)
        assert [may(actor, STAFF_UNIT, unit_id=u) for u in (unit, other)] == [True, False]
    assert len(granted()) == before + 2


def test_as_many_statements_however_many(root):
    counts = []
    for number in (2, 8):
        grants = [new(post_id=post) for _unit, _who, post in posts_held(number)]
        with CaptureQueriesContext(connection) as asked:
            grant(*grants)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_stands_already_or_is_said_twice_is_one(root):
    first, second = (new(account_id=city.person(), unit_id=root) for _n in range(2))
    (standing,) = grant(first)
    ids = grant(first, second, second)
    assert ids[0] == standing
    assert ids[1] == ids[2]
    assert Binding.objects.filter(account_id=second.account_id).count() == 1
    assert grant(first, second) == ids[:2]


@pytest.mark.parametrize("by_post", [False, True])
def test_two_duties_within_one_act_are_refused_and_nothing_is_written(root, by_post):
    unit = city.unit()
    who, _appointment = city.appointed(unit, post_id=(post := city.post(unit)))
    given = {"post_id": post, "unit_id": root} if by_post else {"account_id": who, "unit_id": root}
    before = Binding.objects.count()
    with pytest.raises(facade.DutiesApart):
        grant(new(make.SYSTEM, **given), new(make.AUDIT, account_id=who, unit_id=root))
    with pytest.raises(facade.DutiesApart):
        grant(new(make.SYSTEM, post_id=post), new(make.AUDIT, post_id=post))
    assert Binding.objects.count() == before


def test_one_that_is_refused_refuses_all(root):
    security = make.administrator(make.SECURITY, root)
    one = new("staff", account_id=city.person(), unit_id=root)
    with pytest.raises(Missing):
        grant(one, new("no-such-role", account_id=one.account_id, unit_id=root))
    with pytest.raises(facade.NotToOneself):
        grant(one, new("staff", account_id=security.id, unit_id=root), actor=security)
    with pytest.raises(NotAuthorised):
        grant(one, actor=make.acting(city.person()))
    assert not Binding.objects.filter(account_id=one.account_id).exists()
