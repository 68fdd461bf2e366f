"""Divisions and units by date: the real ones, and nothing that only looks real."""

from dataclasses import replace
from datetime import date

import pytest
from stdnum.cn import uscc

from liupan.foundation.organisations.facts import (
    Category,
    DivisionFact,
    PostKind,
    check_divisions,
    check_units,
    demo_people,
    divisions,
    stood,
    units,
)

DEMO_DAY = date(2017, 11, 15)
AFTER_REFORM = date(2019, 12, 31)
DIVISIONS = divisions()
UNITS = units()
PEOPLE = demo_people()


def names_on(day: date) -> set[str]:
    return {u.name for u in UNITS if stood(u, day)}


def divisions_on(day: date, level: int) -> dict[str, str]:
    return {d.code: d.name for d in DIVISIONS if d.level == level and stood(d, day)}


def test_the_five_counties_stand_under_the_city() -> None:
    assert divisions_on(DEMO_DAY, 3) == {
        "640402": "原州区",
        "640422": "西吉县",
        "640423": "隆德县",
        "640424": "泾源县",
        "640425": "彭阳县",
    }


@pytest.mark.parametrize("day", [date(2015, 11, 4), DEMO_DAY, date(2026, 1, 1)])
def test_there_are_65_townships_on_every_day_of_the_plan(day: date) -> None:
    assert len(divisions_on(day, 4)) == 65


def test_jiangtai_became_a_town_with_another_code() -> None:
    before, after = (divisions_on(d, 4) for d in (date(2017, 10, 30), date(2017, 10, 31)))
    assert (before["640422210"], after["640422103"]) == ("将台乡", "将台堡镇")
    assert "640422103" not in before
    assert "640422210" not in after


def test_a_subdistrict_keeps_its_code_and_its_old_name() -> None:
    assert divisions_on(DEMO_DAY, 4)["640402001"] == "南关街道办事处"
    assert divisions_on(AFTER_REFORM, 4)["640402001"] == "南关街道"


def test_the_reform_of_2019_renames_and_merges() -> None:
    by_code = {u.code: u for u in UNITS}
    into = {u.name: by_code[u.successor].name for u in UNITS if u.successor}
    assert into["固原市环境保护局"] == "固原市生态环境局"
    merged = {"固原市工商行政管理局", "固原市质量技术监督局", "固原市食品药品监督管理局"}
    assert {n for n, s in into.items() if s == "固原市市场监督管理局"} == merged
    assert merged <= names_on(DEMO_DAY)
    assert not merged & names_on(AFTER_REFORM)


def test_every_township_has_its_unit_on_the_demo_day() -> None:
    seats = {u.division for u in UNITS if u.category is Category.TOWNSHIP and stood(u, DEMO_DAY)}
    assert seats == set(divisions_on(DEMO_DAY, 4))


def test_every_county_has_the_same_main_bureaus() -> None:
    counted = {
        county: sum(
            u.division == county and stood(u, DEMO_DAY) and u.category is not Category.GOVERNMENT
            for u in UNITS
        )
        for county in divisions_on(DEMO_DAY, 3)
    }
    assert set(counted.values()) == {6}


def test_the_city_has_at_least_forty_kinds_of_units() -> None:
    assert sum(u.division == "640400" and stood(u, DEMO_DAY) for u in UNITS) >= 40


def test_credit_codes_are_invented_and_check() -> None:
    for unit in UNITS:
        assert uscc.validate(unit.demo_uscc) == unit.demo_uscc
        assert unit.demo_uscc[2:8] == unit.division[:6]
        assert unit.demo_uscc[16] == _organisation_check(unit.demo_uscc[8:16])


def _organisation_check(body: str) -> str:
    """Check character of an organisation code (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def test_a_real_looking_credit_code_is_refused() -> None:
    with pytest.raises(ValueError, match="no invented credit code"):
        replace(UNITS[0], demo_uscc="91110000600037341L")


def test_faulty_units_are_refused() -> None:
    root, first, *_ = UNITS
    ended = next(u for u in UNITS if u.successor)
    for rows, complaint in [
        ((root, root), "unit codes stand twice"),
        ((first, root), "no parent"),
        ((root, replace(first, division="640499")), "divisions unknown"),
        ((root, replace(ended, successor="640400-99")), "no successor"),
        ((root, replace(first, parent=None)), "second root"),
    ]:
        with pytest.raises(ValueError, match=complaint):
            check_units(rows, DIVISIONS)


def test_a_successor_stands_on_the_day_it_takes_over() -> None:
    by_code = {u.code: u for u in UNITS}
    ended = next(u for u in UNITS if u.successor)
    late = replace(by_code[ended.successor], valid_from=date(2030, 1, 1))
    with pytest.raises(ValueError, match="does not stand"):
        check_units((UNITS[0], ended, late), DIVISIONS)


def _division(**changes: object) -> DivisionFact:
    return replace(DIVISIONS[2], **changes)  # type: ignore[arg-type]


def test_faulty_divisions_are_refused() -> None:
    region, city, county, *_ = DIVISIONS
    for rows, complaint in [
        ((region, city, county, county), "two names on one day"),
        ((region, county), "no parent"),
        ((region, city, _division(code="650402")), "does not lie in"),
    ]:
        with pytest.raises(ValueError, match=complaint):
            check_divisions(rows)
    with pytest.raises(ValueError, match="ends before it begins"):
        _division(valid_to=county.valid_from)
    with pytest.raises(ValueError, match="not a code of level"):
        _division(code="64040")


def test_there_are_names_enough_to_invent_everybody() -> None:
    assert PEOPLE.people == 300
    assert len(PEOPLE.surnames) * len(PEOPLE.given_names) >= 3 * PEOPLE.people
    assert PEOPLE.label not in "".join(PEOPLE.given_names)


def test_posts_are_about_as_many_as_the_people_who_hold_them() -> None:
    """300 people fill the held posts, a few of them two."""
    held = sum(
        PEOPLE.held_percent[p.kind] / 100
        for u in UNITS
        if stood(u, DEMO_DAY)
        for p in PEOPLE.posts_of(u)
    )
    assert 300 <= held <= 330


def test_every_unit_that_counts_has_one_e_government_post() -> None:
    for unit in UNITS:
        kinds = [p.kind for p in PEOPLE.posts_of(unit) if p.title == "信息员"]
        expected = [] if unit.category is Category.GOVERNMENT else [PostKind.CONTACT]
        assert kinds == expected, unit.name


def test_a_commission_is_led_by_its_director() -> None:
    commission = next(u for u in UNITS if u.name == "固原市发展和改革委员会")
    assert PEOPLE.posts_of(commission)[0].title == "主任"


def test_special_titles_and_posts_belong_to_units_that_exist() -> None:
    existing = names_on(DEMO_DAY)
    assert {*PEOPLE.titles, *(p.unit for p in PEOPLE.extra_posts)} <= existing
