"""Divisions by day."""

from datetime import date

import pytest

from liupan.foundation.organisations import facade
from liupan.foundation.organisations.rules import county_of, is_division_code, parent_code
from liupan.foundation.organisations.tests import factories as make
from liupan.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db


def act(operation, **arguments):
    return operation(**arguments, actor=make.almighty(), now=make.NOW)


def enter(code, name, level, parent_id=None):
    return act(
        facade.enter_division,
        code=code,
        name=name,
        level=level,
        parent_id=parent_id,
        valid_from=make.BEGINNING,
    )


@pytest.mark.parametrize(
    ("code", "level", "is_one"),
    [
        ("640000", 1, True),
        ("640400", 2, True),
        ("640402", 3, True),
        ("640402001", 4, True),
        ("640400", 3, False),
        ("640402", 2, False),
        ("64040", 3, False),
        ("640402001", 3, False),
        ("06040a", 3, False),
    ],
)
def test_division_codes_have_their_shape(code, level, is_one):
    assert is_division_code(code, level) is is_one


def test_codes_tell_where_a_division_lies():
    assert [county_of(c) for c in ("640400", "640422", "640422105")] == ["", "640422", "640422"]
    assert [parent_code(c) for c in ("640422105", "640422", "640400", "640000")] == [
        "640422",
        "640400",
        "640000",
        "",
    ]


def test_a_township_that_became_a_town_takes_its_units_along():
    county = enter("640422", "西吉县", 3)
    old = enter("640422202", "将台乡", 4, county)
    unit = make.unit("将台乡人民政府", category="township", division_id=old)
    reform = date(2017, 1, 1)
    new = act(
        facade.replace_division,
        division_id=old,
        code="640422105",
        name="将台堡镇",
        effective_on=reform,
    )
    assert facade.find_division("640422202", reform) is None
    assert facade.find_division("640422105", reform).id == new
    assert facade.list_units([unit])[unit].division_code == "640422105"
    (then,) = facade.list_units_on(date(2016, 12, 31), ids=[unit])
    assert then.division_code == "640422202"


def test_a_code_stands_for_one_division_a_day():
    enter("640402", "原州区", 3)
    with pytest.raises(facade.CodeTaken):
        enter("640402", "固原县", 3)
    with pytest.raises(InvalidInput):
        enter("6404", "原州区", 3)


def test_a_division_with_units_is_not_abolished():
    county = enter("640402", "原州区", 3)
    make.unit(division_id=county)
    with pytest.raises(facade.StillInUse):
        act(facade.abolish_division, division_id=county, effective_on=make.TODAY)


def test_a_slip_in_a_name_is_put_right():
    county = enter("640402", "源州区", 3)
    act(facade.correct_division, division_id=county, version=1, name="原州区")
    assert facade.find_division("640402", make.BEGINNING).name == "原州区"
