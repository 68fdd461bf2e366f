"""Tables in and out: what went out comes in again and changes nothing; one wrong row, no row."""

import io

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations import facade
from liupan.foundation.organisations.models import Unit
from liupan.foundation.organisations.rules import Problem, Reader, Why, in_order
from liupan.foundation.organisations.tests import factories as make
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.sheets import read_rows, write_xlsx
from liupan.kernel.transfers import Checked, RowsRefused, importers, unobserved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def table(name):
    return importers()[f"organisations.{name}"]


def rows_of(name, text):
    heads = ",".join(column.key for column in table(name).columns)
    data = io.BytesIO(f"{heads}\n{text}".encode())
    return read_rows(data, table(name).columns)


def run(name, text, act="apply", actor=None):
    method = getattr(table(name), act)
    actor = actor or make.almighty()
    return method(rows_of(name, text), actor=actor, now=make.NOW, report=unobserved)


def errors(found):
    return [(e.row, e.column, e.value) for e in found.errors]


def exported(name):
    out = io.BytesIO()
    lines = table(name).rows(actor=make.almighty(), day=make.TODAY)
    write_xlsx(out, table(name).columns, lines, title=name)
    return read_rows(io.BytesIO(out.getvalue()), table(name).columns)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["divisions", "units", "posts", "people"])
def test_what_went_out_comes_in_again_and_changes_nothing(name, language):
    make.division("640402", "原州区", 3)
    who, _ = make.appointed(make.unit())
    make.appointed(make.unit(), who, is_acting=True)
    with override(language):
        rows = exported(name)
        found = table(name).check(rows, actor=make.almighty(), now=make.NOW, report=unobserved)
    assert found == Checked(unchanged=len(rows))
    assert len(rows) == table(name).count(actor=make.almighty(), day=make.TODAY) > 0


def test_a_file_of_units_in_any_order_is_taken_in():
    make.unit("固原市人民政府", category="government")
    root = Unit.objects.get(parent=None).code
    text = (
        "B2,下级,,section,640400,B1,,2,2017-01-01\n"
        f"B1,上级,上,department,640400,{root},,1,2017年1月1日\n"
    )
    assert run("units", text, "check") == Checked(added=2)
    assert run("units", text) == Checked(added=2)
    assert run("units", text) == Checked(unchanged=2)
    assert run("units", text.replace("上,dep", "上级,dep")) == Checked(changed=1, unchanged=1)
    assert facade.find_unit("B1").short_name == "上级"
    assert facade.is_within(facade.find_unit("B2").id, [facade.find_unit("B1").id])


def test_one_wrong_row_and_nothing_is_written():
    make.unit("固原市人民政府", category="government")
    root = Unit.objects.get(parent=None).code
    before = Unit.objects.count()
    text = (
        f"C1,好,,department,640400,{root},,0,2017-01-01\n"
        f"C2,,,部门啊,640499,{root},123,x,2017-02-30\n"
        f"C1,又,,department,640400,{root},,0,2017-01-01\n"
        "C3,圈,,department,640400,C4,,0,2017-01-01\n"
        "C4,圈,,department,640400,C3,,0,2017-01-01\n"
    )
    with pytest.raises(RowsRefused) as refused:
        run("units", text)
    assert errors(refused.value) == errors(run("units", text, "check"))
    assert {(row, column) for row, column, _value in errors(refused.value)} == {
        (3, "Name"),
        (3, "Category"),
        (3, "Division code"),
        (3, "Unified social credit code"),
        (3, "Place in lists"),
        (3, "First day"),
        (4, "Code"),
        (5, "Code of the unit above"),
        (6, "Code of the unit above"),
    }
    assert all(error.reason for error in refused.value.errors)
    assert Unit.objects.count() == before


def test_a_reform_is_no_import():
    unit = make.unit("固原市教育局")
    code = facade.list_units([unit])[unit].code
    rows = exported("units")
    changed = [
        type(r)(r.number, {**r.cells, "name": "教体局"}) if r.cells["code"] == code else r
        for r in rows
    ]
    found = table("units").check(changed, actor=make.almighty(), now=make.NOW, report=unobserved)
    assert [(e.column, e.value) for e in found.errors] == [("Name", "教体局")]


def test_people_come_in_with_their_accounts():
    unit = make.unit()
    make.post(unit, "科员")
    code = facade.list_units([unit])[unit].code
    text = f"{code},,科员,Zhang.San,张三试,yes,,2017-03-01,\n"
    assert run("people", text) == Checked(added=1)
    assert run("people", text) == Checked(unchanged=1)
    account = find_account_by_username("zhang.san")
    (held,) = facade.list_posts_held(account.id, make.TODAY)
    assert (held.title, held.is_primary) == ("科员", True)


def test_people_need_a_known_post_and_one_name_each():
    unit = make.unit()
    make.post(unit, "科员")
    code = facade.list_units([unit])[unit].code
    text = (
        f"{code},,科长,a1,甲试,,,2017-03-01,\n"
        f"{code},,科员,a2,乙试,,,2017-03-01,2017-02-01\n"
        f"{code},,科员,a2,丙试,,,2017-03-01,\n"
    )
    found = run("people", text, "check")
    assert [(e.row, e.column) for e in found.errors] == [
        (2, "Title"),
        (3, "Until before"),
        (4, "Name"),
        (4, "Username"),
    ]


def test_posts_and_divisions_come_in():
    unit = make.unit()
    code = facade.list_units([unit])[unit].code
    assert run("posts", f"{code},,科长,chief,1,2017-01-01\n") == Checked(added=1)
    assert run("posts", f"{code},,科长,leader,1,2017-01-01\n") == Checked(changed=1)
    text = "640402001,测试街道,township,640402,2017-01-01\n640402,原州区,county,640400,2017-01-01\n"
    assert run("divisions", text) == Checked(added=2)
    assert facade.find_division("640402001", make.TODAY).level == 4


def test_only_who_looks_after_the_whole_city_takes_tables_in():
    unit = make.unit()
    chief = make.someone({facade.MANAGE_UNITS.code: {unit}})
    make.found()
    with pytest.raises(NotAuthorised):
        run("posts", "x,,科长,chief,1,2017-01-01\n", actor=chief)


def test_planning_a_file_costs_the_same_for_any_length(django_assert_max_num_queries):
    unit = make.unit()
    code = facade.list_units([unit])[unit].code
    text = "".join(f"{code},,岗位{n},clerk,{n},2017-01-01\n" for n in range(300))
    with django_assert_max_num_queries(4):
        assert run("posts", text, "check").added == 300


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefghij"), max_size=8))
def test_parents_come_before_children_and_rings_are_found(parents):
    ordered, rings = in_order(parents)
    assert sorted([*ordered, *rings]) == sorted(parents)
    places = {code: place for place, code in enumerate(ordered)}
    for code in ordered:
        assert parents[code] not in rings
        if parents[code] in places:
            assert places[parents[code]] < places[code]
    for code in rings:
        assert parents[code] in rings


@pytest.mark.parametrize(
    ("text", "is_day"),
    [("2017-11-15", True), ("2017/1/5", True), ("2017年2月28日", True), ("2017-02-30", False),
     ("15.11.2017", False), ("昨天", False)],
)  # fmt: skip
def test_days_as_offices_write_them(text, is_day):
    problems: list[Problem] = []
    day = Reader(2, {"d": text}, problems).day("d")
    assert (day is not None) is is_day
    assert [p.why for p in problems] == ([] if is_day else [Why.NO_DAY])
