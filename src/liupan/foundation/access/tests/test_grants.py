"""Grants reach as far and as long as they say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access import facade
from liupan.foundation.access.queries.lists import count_ending_grants, list_ending_grants
from liupan.foundation.access.tests import factories as make
from liupan.foundation.identity.facade import second_factor
from liupan.foundation.organisations.facade import STAFF_UNIT, move_unit
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.organisations.tests.factories import Post, Unit, UnitTree
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Duty, may
from liupan.kernel.errors import InvalidInput, NotAuthorised, StaleVersion
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make.founded()


def unit_administrator(**more):
    return make.granted("unit-administrator", **more)


def revoke(grant, **more):
    facade.revoke_role(
        **{
            "binding_id": grant, "reason": "调离", "actor": city.almighty(), "now": city.NOW,
            **more,
        }
    )  # fmt: skip


def test_a_role_by_post_reaches_over_the_posts_unit_and_below(root):
    unit = city.unit()
    below, other = city.unit(parent_id=unit), city.unit()
    who, _ = city.appointed(unit, post_id=(post := city.post(unit)))
    unit_administrator(post_id=post)
    actor = make.acting(who)
    assert [may(actor, STAFF_UNIT, unit_id=u) for u in (unit, below, other)] == [True, True, False]


def test_a_role_follows_the_tree_when_units_move(root):
    mine, other = city.unit(), city.unit()
    who = city.person()
    unit_administrator(account_id=who, unit_id=mine)
    assert not may(make.acting(who), STAFF_UNIT, unit_id=other)
    move_unit(
        unit_id=other, parent_id=mine, effective_on=city.TODAY, actor=city.almighty(), now=city.NOW
    )
    assert may(make.acting(who), STAFF_UNIT, unit_id=other)


def test_over_the_root_is_over_everything_without_a_join(root):
    who = city.person()
    unit_administrator(account_id=who, unit_id=root)
    actor = make.acting(who)
    assert actor.rights[STAFF_UNIT.code] == frozenset({ANYWHERE})
    assert not facade.rows(actor, STAFF_UNIT)


def test_a_grant_ends_on_its_day(root):
    unit, who = city.unit(), city.person()
    unit_administrator(account_id=who, unit_id=unit, valid_to=city.TODAY)
    assert make.acting(who).rights == {}
    with clock.frozen(city.NOW - timedelta(days=1)):
        assert STAFF_UNIT.code in facade.actor_for(who).rights


def test_a_revoked_grant_is_gone_at_once(root):
    who = city.person()
    grant = unit_administrator(account_id=who, unit_id=city.unit())
    revoke(grant)
    revoke(grant)  # changes nothing
    assert make.acting(who).rights == {}
    assert facade.find_grant(grant).valid_to == city.TODAY


def test_a_grant_that_was_to_come_never_holds_after_revoking(root):
    who = city.person()
    tomorrow = city.TODAY + timedelta(days=1)
    grant = unit_administrator(account_id=who, unit_id=root, valid_from=tomorrow)
    revoke(grant)
    with clock.frozen(city.NOW + timedelta(days=2)):
        assert facade.actor_for(who).rights == {}
    make.granted(make.AUDIT, account_id=who, unit_id=root, valid_from=tomorrow)


def test_the_same_grant_twice_is_one(root):
    who, unit = city.person(), city.unit()
    assert unit_administrator(account_id=who, unit_id=unit) == unit_administrator(
        account_id=who, unit_id=unit
    )


def test_a_grant_is_narrowed_not_widened(root):
    unit = city.unit()
    below, who = city.unit(parent_id=unit), city.person()
    grant = unit_administrator(account_id=who, unit_id=unit)
    arguments = {"binding_id": grant, "actor": city.almighty(), "now": city.NOW}
    with pytest.raises(facade.NotNarrower):
        facade.narrow_grant(version=1, unit_id=root, valid_to=None, **arguments)
    facade.narrow_grant(version=1, unit_id=below, valid_to=city.TODAY, **arguments)
    with pytest.raises(StaleVersion):
        facade.narrow_grant(version=1, unit_id=below, valid_to=None, **arguments)
    with pytest.raises(facade.NotNarrower):
        facade.narrow_grant(version=2, unit_id=below, valid_to=None, **arguments)


def test_a_grant_has_one_holder(root):
    unit, who = city.unit(), city.person()
    with pytest.raises(InvalidInput):
        unit_administrator(account_id=who, unit_id=unit, everyone_in_id=unit)
    with pytest.raises(InvalidInput):
        unit_administrator(account_id=who)


def test_who_grants_over_a_county_grants_there_only(root):
    county, other = city.unit(), city.unit()
    security = city.someone({facade.GRANT_ROLES.code: {county}})
    unit_administrator(account_id=city.person(), unit_id=county, actor=security)
    with pytest.raises(NotAuthorised):
        unit_administrator(account_id=city.person(), unit_id=other, actor=security)
    with pytest.raises(NotAuthorised):
        facade.define_role(
            code="x", name="x", duty=Duty.BUSINESS, permits=[], actor=security, now=city.NOW
        )


def test_people_change_neither_built_in_nor_administrators_roles(root):
    security = make.administrator(make.SECURITY, root)
    arguments = {"name": "x", "permits": [], "actor": security, "now": city.NOW}
    with pytest.raises(facade.BuiltIn):
        facade.define_role(code=make.SECURITY, duty=Duty.SECURITY, **arguments)
    with pytest.raises(NotAuthorised):
        facade.define_role(code="mine", duty=Duty.SECURITY, **arguments)
    facade.define_role(code="mine", duty=Duty.BUSINESS, **arguments)


def test_a_role_holds_permissions_of_its_duty_only(root):
    with pytest.raises(facade.MixedDuties):
        facade.define_role(
            code="mix", name="混", duty=Duty.BUSINESS, actor=city.almighty(), now=city.NOW,
            permits=[STAFF_UNIT.code, facade.GRANT_ROLES.code],
        )  # fmt: skip


def test_applying_built_in_roles_again_changes_nothing(root):
    before = facade.list_roles(city.TODAY)
    facade.apply_built_in_roles(now=city.NOW)
    assert facade.list_roles(city.TODAY) == before


def test_administrators_need_a_second_factor(root):
    system, clerk = make.administrator(make.SYSTEM, root), city.person()
    with clock.frozen(city.NOW):
        assert second_factor.is_needed(system.id)
        assert not second_factor.is_needed(clerk)


def test_clearance_is_capped_by_the_zone(root):
    security = make.administrator(make.SECURITY, root)
    who = city.person()
    arguments = {"account_id": who, "actor": security, "now": city.NOW}
    with pytest.raises(facade.AboveCeiling):
        facade.set_clearance(level=Secrecy.SECRET, version=0, **arguments)
    facade.set_clearance(level=Secrecy.PUBLIC, version=0, **arguments)
    assert make.acting(who).clearance is Secrecy.PUBLIC
    with pytest.raises(StaleVersion):
        facade.set_clearance(level=Secrecy.INTERNAL, version=0, **arguments)
    with pytest.raises(facade.NotToOneself):
        facade.set_clearance(
            account_id=security.id, level=Secrecy.INTERNAL, version=0, actor=security, now=city.NOW
        )


def test_setup_closes_when_all_three_administrators_are_there(root):
    everyone = [make.SYSTEM, make.SECURITY, make.AUDIT]
    for code in everyone[:2]:
        make.administrator(code, root)
    with pytest.raises(facade.AdministratorsMissing):
        facade.close_setup(actor=facade.installer(), now=city.NOW)
    make.administrator(everyone[2], root)
    facade.close_setup(actor=facade.installer(), now=city.NOW)
    with pytest.raises(facade.SetupIsClosed):
        facade.installer()


def test_why_names_role_post_and_who_granted(root):
    unit = city.unit("固原市民政局")
    who, _ = city.appointed(unit, post_id=(post := city.post(unit, "信息员")))
    security = make.administrator(make.SECURITY, root)
    unit_administrator(post_id=post, actor=security)
    (reason,) = facade.why(who, city.TODAY)
    assert reason.permissions == (STAFF_UNIT.code,)
    assert (reason.post_title, reason.post_unit) == ("信息员", "固原市民政局")
    assert reason.reach == ("固原市民政局",)
    assert reason.granted_by
    assert reason.is_effective
    assert facade.who_can(STAFF_UNIT.code, city.TODAY, unit_id=unit) == [reason]
    assert facade.who_can(STAFF_UNIT.code, city.TODAY, unit_id=city.unit()) == []
    assert facade.list_holders(STAFF_UNIT, city.TODAY) == {who}


def test_making_an_actor_costs_the_same_for_one_post_and_for_many(root):
    def queries(posts: int) -> int:
        who = city.person()
        for _ in range(posts):
            unit = city.unit()
            city.appointed(unit, who, post_id=(post := city.post(unit)))
            unit_administrator(post_id=post)
        make.acting(who)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            make.acting(who)
        return len(seen)

    assert queries(1) == queries(12) <= 6


def test_a_new_role_does_not_take_the_place_of_one_made_meanwhile(root):
    role = {"code": "r", "duty": Duty.BUSINESS, "permits": [STAFF_UNIT.code]}
    facade.define_role(**role, name="甲", version=0, actor=city.almighty(), now=city.NOW)
    with pytest.raises(StaleVersion):
        facade.define_role(**role, name="乙", version=0, actor=city.almighty(), now=city.NOW)
    assert facade.find_role("r").name == "甲"


def test_what_ends_first_comes_first(root):
    day = clock.on(city.NOW)
    for days in (20, 5, 60):
        unit_administrator(
            account_id=city.person(), unit_id=root, valid_to=day + timedelta(days=days)
        )
    ends = {"tops": {root}, "day": day, "before": day + timedelta(days=31)}
    found = list_ending_grants(**ends, limit=10)
    assert [(g.valid_to - day).days for g in found] == [5, 20]
    assert count_ending_grants(**ends) == 2


def test_the_oldest_grants_stay_in_the_list(root):
    grants = [unit_administrator(account_id=city.person(), unit_id=root) for _ in range(3)]
    listed = [grant.id for grant in facade.list_grants(tops={root})]
    assert set(grants) <= set(listed)
    later = city.NOW + timedelta(days=1)
    assert facade.list_grants(tops={root}, granted_from=later) == []


def chosen(rows, query=""):
    return {grant.id for grant in rows.filtered(QueryDict(query)).every(sort="")}


def test_grants_are_found_by_words_duty_and_state(root):
    unit = city.unit("固原市水务局")
    held, empty = city.post(unit, "河长办主任"), city.post(unit, "信息员")
    city.appointed(unit, post_id=held)
    post = unit_administrator(post_id=held)
    vacant = unit_administrator(post_id=empty)
    over = unit_administrator(account_id=city.person("周试"), unit_id=unit, valid_to=city.TODAY)
    three = make.granted(make.SECURITY, account_id=city.person(), unit_id=root)
    rows = facade.grant_rows(tops={ANYWHERE})
    with clock.frozen(city.NOW):
        assert chosen(rows, "q=水务局 主任") == {post}
        assert chosen(rows, "q=周试") == {over}
        assert chosen(rows, "duty=security") == {three}
        assert chosen(rows, "state=now") == {post, vacant, three}
        assert chosen(rows, "state=over") == {over}
        assert chosen(rows, "state=vacant") == {vacant}
        assert chosen(rows, "state=nonsense") == chosen(rows)
    assert chosen(facade.grant_rows(tops={unit})) == {post, vacant, over}


def test_a_page_of_grants_costs_one_query_however_many_there_are(root):
    def page(rows, after=""):
        with CaptureQueriesContext(connection) as asked:
            found = rows.page(sort="-granted_at", before="", after=after, size=5)
        assert len([q for q in asked if q["sql"].startswith("SELECT")]) == 1
        return found

    for _n in range(12):
        unit_administrator(account_id=city.person(), unit_id=root)
    rows = facade.grant_rows(tops={ANYWHERE})
    first = page(rows)
    second = page(rows, first.after)
    third = page(rows, second.after)
    found = [grant for part in (first, second, third) for grant in part.rows]
    assert {g.id for g in found} == chosen(rows)
    assert len(found) == rows.count_up_to(100)
    assert all(g.role_name and g.account_name and g.unit_name for g in found)


@pytest.mark.slow
def test_rows_of_a_hundred_posts_are_one_indexed_join(root):
    """50,000 rows, 500 units, 100 tops: the plan reads the tree by its index, once."""
    division = city.division()
    units = Unit.objects.bulk_create(
        Unit(code=f"V{n}", name=f"单位{n}", category="department", division_id=division,
             parent_id=root, valid_from=city.BEGINNING)
        for n in range(500)
    )  # fmt: skip
    UnitTree.objects.bulk_create(
        [UnitTree(ancestor=u, descendant=u, depth=0) for u in units]
        + [UnitTree(ancestor_id=root, descendant=u, depth=1) for u in units]
    )
    Post.objects.bulk_create(
        (Post(unit=units[n % 500], title=f"岗位{n}", valid_from=city.BEGINNING)
         for n in range(50_000)),
        batch_size=5000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisations_post, organisations_unittree")
    tops = {u.id for u in units[:100]}
    actor = city.someone({STAFF_UNIT.code: tops})
    mine = Post.objects.filter(facade.rows(actor, STAFF_UNIT))
    assert mine.count() == 10_000
    plan = mine.order_by("-id")[:25].explain(analyze=True, buffers=False)
    assert "SubPlan" not in plan, plan
    assert "Seq Scan on organisations_unittree" not in plan, plan
    by_index = "using unit_tree" in plan or "using organisations_unittree" in plan
    assert by_index, plan  # by which of its indexes is the planner's choice
