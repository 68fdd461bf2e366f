"""Shipped facts of different rooms speak of the same things, in the same words as the tables."""

from datetime import date

import pytest

from liupan.capabilities.plan.facts import guyuan_2015
from liupan.foundation.organisations import models
from liupan.foundation.organisations.facts import Category, PostKind, divisions, stood, units
from liupan.foundation.rulesets.facts import in_force

DEMO_DAY = date(2017, 11, 15)
PLAN = guyuan_2015()


@pytest.mark.parametrize("day", [PLAN.plan.issued_on, DEMO_DAY])
def test_units_named_in_the_plan_exist(day: date) -> None:
    assert PLAN.unit_names <= {u.name for u in units() if stood(u, day)}


def test_bodies_outside_the_government_are_not_units() -> None:
    assert not {u.name for u in units()} & {*PLAN.outside_units, *PLAN.collectives}


def test_the_plans_division_exists() -> None:
    assert PLAN.plan.division in {d.code for d in divisions() if stood(d, PLAN.plan.issued_on)}


def test_unit_categories_are_the_tables() -> None:
    words = {r.key for r in in_force("codes.unit_category", DEMO_DAY).rows}
    assert words == set(models.Unit.Category.values)
    assert set(Category) <= words


def test_post_kinds_are_the_tables() -> None:
    words = {r.key for r in in_force("codes.post_kind", DEMO_DAY).rows}
    assert words == set(models.Post.Kind.values) == set(PostKind)


def test_division_levels_are_the_tables() -> None:
    words = {int(r.key) for r in in_force("codes.division_level", DEMO_DAY).rows}
    assert words == set(models.Division.Level.values)


def test_measures_count_categories_that_exist() -> None:
    counted = PLAN.measures[0].denominator
    for category in set(Category) - {Category.GOVERNMENT}:
        assert category in counted
