"""Forms of steps: what is taken, what is found, in Python and in the browser alike."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.kernel.stepforms import Choice, Field, FieldType, Form, FormRefused, validate

T = FieldType
FORM = Form((
    Field("金额", T.NUMBER, "金额", "Amount", required=True, valid_when="金额 > 0 and 金额 <= 上限",
          message_zh="金额应大于零且不超过上限。", message_en="More than zero, up to the limit."),
    Field("上限", T.NUMBER, "上限"),
    Field("方式", T.CHOICE, "采购方式", choices=(Choice("a", "公开招标"), Choice("b", "询价"))),
    Field("理由", T.LONG_TEXT, "理由", shown_when='方式 = "b"', required_when="金额 > 1000",
          length=20),
    Field("急", T.YES_NO, "紧急"),
    Field("日", T.DATE, "日期"),
    Field("时", T.MOMENT, "时刻"),
    Field("标签", T.CHOICES, "标签", choices=(Choice("x", "甲"), Choice("y", "乙"))),
    Field("明细", T.GROUP, "明细", most=3, valid_when="sum(明细.价) = 金额", fields=(
        Field("名", T.TEXT, "名称", required=True, length=5),
        Field("价", T.NUMBER, "价格", valid_when="价 < 金额 * 2"),
        Field("注", T.TEXT, "备注", shown_when="价 > 5"),
    )),
))  # fmt: skip


def check(node, data, rights=None, stored=None):
    """Values and findings by Python; the browser finds the same."""
    rights, stored = rights or {}, stored or {}
    checked = validate(Form.of_json(FORM.as_json()), data, rights, stored)
    found = [{"place": f.place, "problem": f.problem} for f in checked.findings]
    there = node.ask("form", form=FORM.as_json(), data=data, rights=rights, stored=stored)
    assert there == {"values": checked.values, "findings": found}
    return checked.values, {f.place: f.problem for f in checked.findings}


GOOD = {
    "金额": "10",
    "上限": 100,
    "明细": [{"名": "纸", "价": 4}, {"名": "笔", "价": "6", "注": "红"}],
}


def test_what_is_right_is_taken(node):
    values, found = check(node, {**GOOD, "急": True, "日": "2017-11-03", "标签": ["y"]})
    assert found == {}
    assert values["金额"] == "10"
    assert values["明细"][1] == {"名": "笔", "价": "6", "注": "红"}
    assert values["理由"] is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"金额": "", "明细": []}, {"金额": "required"}),
        ({"金额": "x", "明细": []}, {"金额": "wrong"}),
        ({"金额": True, "明细": []}, {"金额": "wrong"}),
        ({"金额": 200}, {"金额": "invalid", "明细": "invalid"}),
        ({"上限": None}, {"金额": "invalid"}),
        ({"方式": "c"}, {"方式": "no_choice"}),
        ({"方式": 1}, {"方式": "wrong"}),
        ({"理由": "急"}, {"理由": "not_shown"}),
        ({"方式": "b", "理由": "字" * 21}, {"理由": "too_long"}),
        ({"日": "2017-02-29"}, {"日": "wrong"}),
        ({"日": {"a": 1}}, {"日": "wrong"}),
        ({"时": "2017-11-03"}, {"时": "wrong"}),
        ({"急": "yes"}, {"急": "wrong"}),
        ({"标签": ["x", "x"]}, {"标签": "no_choice"}),
        ({"标签": ["z"]}, {"标签": "no_choice"}),
        ({"标签": "x"}, {"标签": "wrong"}),
        ({"没有": 1}, {"没有": "unknown"}),
        ({"__proto__": {"a": 1}}, {"__proto__": "unknown"}),
        ({"constructor": 1}, {"constructor": "unknown"}),
        ({"明细": [{"名": "", "价": 10}]}, {"明细.1.名": "required"}),
        ({"明细": [{"名": "纸", "价": 30}]}, {"明细.1.价": "invalid", "明细": "invalid"}),
        (
            {"明细": [{"名": "纸", "价": 4, "注": "红"}]},
            {"明细.1.注": "not_shown", "明细": "invalid"},
        ),
        ({"明细": [{"名": "六个字的名称", "价": 10}]}, {"明细.1.名": "too_long"}),
        ({"明细": [{"名": "纸", "价": 10, "多": 1}]}, {"明细.1.多": "unknown"}),
        ({"明细": [{}] * 4}, {"明细": "too_many"}),
        ({"明细": "x"}, {"明细": "wrong"}),
        ({"明细": [1]}, {"明细": "wrong"}),
    ],
    ids=str,
)
def test_what_is_wrong_is_found_at_its_field(node, change, found):
    assert check(node, {**GOOD, **change})[1] == found


def test_a_condition_that_makes_a_field_required(node):
    data = {"金额": 2000, "上限": 5000, "方式": "b", "明细": []}
    assert check(node, data)[1] == {"理由": "required"}


STORED = {"金额": "10", "上限": "100", "明细": [{"名": "纸", "价": "10", "注": None}]}


@pytest.mark.parametrize("right", ["read", "hide"])
def test_what_may_not_be_edited_is_refused_and_kept(node, right):
    values, found = check(node, {"上限": 1000}, {"上限": right}, STORED)
    assert found == {"上限": "not_yours"}
    assert values["上限"] == "100"
    assert check(node, {}, {"上限": right}, STORED)[1] == {}


def test_rights_within_a_group(node):
    rights = {"明细.价": "read"}
    sent = {"明细": [{"名": "墨", "价": 1}]}
    values, found = check(node, sent, rights, STORED)
    assert found == {"明细.1.价": "not_yours"}
    assert values["明细"] == [{"名": "墨", "价": "10", "注": None}]
    assert check(node, {"明细": []}, rights, STORED)[1] == {"明细": "not_yours"}
    values, found = check(node, sent, {"明细": "hide"}, STORED)
    assert (values["明细"], found) == (STORED["明细"], {"明细": "not_yours"})


def test_a_field_that_is_not_required_of_others_is_not_asked_of_them(node):
    assert check(node, {}, {"金额": "read"}, {})[1] == {}


def test_messages_are_the_forms_own():
    checked = validate(FORM, {**GOOD, "金额": 200, "明细": []}, {})
    assert [f.message for f in checked.findings] == ["More than zero, up to the limit."]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ((Field("a", T.TEXT, "甲"),) * 2, "same name"),
        ((Field("and", T.TEXT, "甲"),), "name"),
        ((Field("a", T.GROUP, "甲"),), "group"),
        ((Field("a", T.CHOICE, "甲"),), "choice"),
        ((Field("a", T.TEXT, "甲", length=10**9),), "length"),
        (tuple(Field(f"a{n}", T.TEXT, "甲") for n in range(201)), "200"),
    ],
    ids=["twice", "name", "group", "choice", "length", "many"],
)
def test_forms_that_are_none(fields, words):
    with pytest.raises(FormRefused, match=words):
        Form(fields)


@pytest.mark.parametrize("text", ["__import__('os')", "b > 1", "a + 1 > 0", "a("])
def test_conditions_are_checked_beforehand(text):
    with pytest.raises(FormRefused, match="甲"):
        validate(Form((Field("a", T.TEXT, "甲", shown_when=text),)), {}, {})


@pytest.mark.parametrize(
    "data", [{}, [], None, {"fields": [{"name": "a"}]}, {"fields": [{"type": 1}]}]
)
def test_what_is_no_form(data):
    with pytest.raises(FormRefused):
        Form.of_json(data)


VALUE = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 2000), st.text("ab市\ud800", max_size=6),
        st.sampled_from(["", "a", "b", "10", "2017-11-03", "2017-11-03T08:00:00", "1e9", "x"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["名", "价", "注", "__proto__"]), inner, max_size=3),
    ),
    max_leaves=8,
)  # fmt: skip
NAME = st.sampled_from([*(field.name for field in FORM.fields), "toString"])
PLACE = st.sampled_from([*(field.name for field in FORM.fields), "明细.价", "明细.名"])


@settings(
    max_examples=150, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    data=st.dictionaries(NAME, VALUE, max_size=9),
    rights=st.dictionaries(PLACE, st.sampled_from(["edit", "read", "hide"]), max_size=4),
)
def test_random_submissions(node, data, rights):
    values, _ = check(node, data, rights, STORED)
    for name in ("金额", "上限"):
        assert rights.get(name, "edit") == "edit" or values[name] == STORED[name]
