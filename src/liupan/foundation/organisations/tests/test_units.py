"""Units by day: the past stays what it was."""

from datetime import date, timedelta

import pytest

from liupan.foundation.organisations import facade
from liupan.foundation.organisations.tests import factories as make
from liupan.kernel.errors import InvalidInput, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db

REFORM = date(2017, 3, 1)
BEFORE = REFORM - timedelta(days=1)


def act(operation, **arguments):
    return operation(**arguments, actor=make.almighty(), now=make.NOW)


def name_on(unit_id, day):
    (unit,) = facade.list_units_on(day, ids=[unit_id])
    return unit.name


def test_a_renamed_unit_keeps_its_former_name():
    unit = make.unit("固原市教育局")
    act(facade.rename_unit, unit_id=unit, name="固原市教育体育局", effective_on=REFORM)
    assert name_on(unit, BEFORE) == "固原市教育局"
    assert name_on(unit, REFORM) == "固原市教育体育局"
    assert facade.list_units([unit])[unit].name == "固原市教育体育局"
    assert [n.name for n in facade.list_names(unit)] == ["固原市教育体育局", "固原市教育局"]


def test_renaming_to_the_same_name_changes_nothing():
    unit = make.unit("固原市教育局")
    act(facade.rename_unit, unit_id=unit, name=" 固原市教育局 ", effective_on=REFORM)
    assert len(facade.list_names(unit)) == 1


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (make.TODAY + timedelta(days=1), facade.NotYet),
        (make.BEGINNING, facade.LaterChange),
        (make.BEGINNING - timedelta(days=1), facade.NotOpen),
    ],
)
def test_a_name_cannot_begin_ahead_or_rewrite_the_past(day, refusal):
    unit = make.unit("固原市教育局")
    with pytest.raises(refusal):
        act(facade.rename_unit, unit_id=unit, name="教育体育局", effective_on=day)


def test_a_moved_unit_stood_elsewhere_before():
    upper, other = make.unit("市政府办"), make.unit("市发改委")
    unit = make.unit("信息中心", upper)
    act(facade.move_unit, unit_id=unit, parent_id=other, effective_on=REFORM)
    assert [u.id for u in facade.list_children(upper, BEFORE)] == [unit]
    assert facade.list_children(upper, REFORM) == []
    assert [u.id for u in facade.list_children(other, REFORM)] == [unit]
    depths = {b.unit.id: b.depth for b in facade.list_tree(BEFORE)}
    assert depths[unit] == depths[upper] + 1


def test_a_merger_takes_posts_people_and_units_along():
    health, family = make.unit("卫生局"), make.unit("人口计生局")
    station = make.unit("计生服务站", family)
    who, _ = make.appointed(family)
    act(facade.merge_units, unit_ids=[family], into_id=health, effective_on=REFORM)
    assert [p.account_id for p in facade.list_people_in(family, BEFORE)] == [who]
    assert facade.list_people_in(family, REFORM) == []
    (held,) = facade.list_posts_held(who, REFORM)
    assert (held.unit_id, held.is_primary) == (health, True)
    assert [u.id for u in facade.list_children(health, REFORM)] == [station]
    assert [u.id for u in facade.list_units_on(REFORM, ids=[family])] == []
    (taken,) = facade.list_successions(family)
    assert (taken.successor_id, taken.on) == (health, REFORM)


def test_a_unit_with_units_below_is_not_abolished_without_a_successor():
    upper = make.unit()
    make.unit(parent_id=upper)
    with pytest.raises(facade.StillHasUnits):
        act(facade.abolish_unit, unit_id=upper, effective_on=REFORM)


def test_abolishing_ends_posts_and_appointments():
    unit = make.unit()
    who, _ = make.appointed(unit)
    act(facade.abolish_unit, unit_id=unit, effective_on=REFORM)
    assert facade.list_posts_held(who, BEFORE)
    assert facade.list_posts_held(who, REFORM) == []
    assert facade.list_posts([unit], REFORM) == []


def test_a_split_gives_each_part_its_posts():
    unit = make.unit("文化旅游局")
    first, _ = make.appointed(unit)
    (post,) = facade.list_posts([unit], make.TODAY)
    parts = {
        facade.NewUnit(
            code=code,
            name=name,
            category="department",
            division_id=make.division(),
            parent_id=facade.find_root().id,
            valid_from=REFORM,
        ): posts
        for code, name, posts in [("W1", "文化局", [post.id]), ("W2", "旅游局", [])]
    }
    culture, tourism = act(facade.split_unit, unit_id=unit, parts=parts, effective_on=REFORM)
    assert [h.unit_id for h in facade.list_posts_held(first, REFORM)] == [culture]
    assert {s.successor_id for s in facade.list_successions(unit)} == {culture, tourism}
    assert facade.is_within(unit, [culture])
    assert facade.is_within(unit, [tourism])


def test_a_stale_correction_shows_what_is_stored():
    unit = make.unit("固原市教育局")
    act(facade.correct_unit, unit_id=unit, version=1, short_name="市教育局")
    with pytest.raises(StaleVersion) as stale:
        act(facade.correct_unit, unit_id=unit, version=1, short_name="教育局")
    assert stale.value.theirs["short_name"] == "市教育局"
    assert stale.value.theirs["version"] == 2


@pytest.mark.parametrize("number", ["123", "91640400MA0000000X"])
def test_a_wrong_social_credit_code_is_refused(number):
    unit = make.unit()
    with pytest.raises(InvalidInput) as wrong:
        act(facade.correct_unit, unit_id=unit, version=1, uscc=number)
    assert "uscc" in wrong.value.fields


def test_a_unit_code_belongs_to_one_unit():
    unit = make.unit()
    code = facade.list_units([unit])[unit].code
    with pytest.raises(facade.CodeTaken):
        act(
            facade.establish_unit,
            code=code,
            name="另一局",
            category="department",
            division_id=make.division(),
            parent_id=facade.find_root().id,
            valid_from=REFORM,
        )


@pytest.mark.parametrize("words", ["教育局", "jiaoyu", "gysjy", "教育 市", "体育"])
def test_a_unit_is_found_by_any_name_pinyin_and_initials(words):
    unit = make.unit("固原市教育局")
    make.unit("水务局")
    act(facade.rename_unit, unit_id=unit, name="固原市教育体育局", effective_on=REFORM)
    assert [u.id for u in facade.search_units(words, make.TODAY)] == [unit]


def test_the_right_over_a_unit_reaches_below_it_only():
    mine, other = make.unit(), make.unit()
    below = make.unit(parent_id=mine)
    chief = make.someone({facade.MANAGE_UNITS.code: {mine}})
    arguments = {"name": "新名", "effective_on": REFORM, "actor": chief, "now": make.NOW}
    facade.rename_unit(unit_id=below, **arguments)
    with pytest.raises(NotAuthorised):
        facade.rename_unit(unit_id=other, **arguments)
    with pytest.raises(NotAuthorised):
        facade.move_unit(
            unit_id=below, parent_id=other, effective_on=REFORM, actor=chief, now=make.NOW
        )


def test_reading_the_tree_costs_the_same_for_any_size(django_assert_num_queries):
    for _ in range(3):
        make.unit(parent_id=make.unit())
    with django_assert_num_queries(1):
        facade.list_tree(make.TODAY)
    with django_assert_num_queries(1):
        facade.search_units("局", make.TODAY)
