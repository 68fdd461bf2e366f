"""Components show what they are given, escaped, and differ by more than colour."""

import re
from datetime import date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from liupan.foundation.design.components import clocks, days, marks, numbers, records
from liupan.foundation.design.components.clocks import Clock, ClockState, ClockUnit
from liupan.foundation.design.components.records import Figure, TreeRow, tree_rows
from liupan.foundation.design.forms import DateField, MomentField, VersionField
from liupan.foundation.design.living import examples
from liupan.kernel import clock


def draw(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


# --- Marks -------------------------------------------------------------------------------------
def test_words_of_others_are_shown_as_text() -> None:
    for shown in (marks.state("run", "<b>"), marks.tag("<b>"), marks.sheet("red", "<b>")):
        assert "<b>" not in shown
        assert "&lt;b&gt;" in shown


@pytest.mark.parametrize("mark", [marks.state, marks.sheet])
def test_an_unknown_kind_is_refused(mark: object) -> None:
    with pytest.raises(ValueError, match="none of"):
        mark("green", "好")  # type: ignore[operator]


# --- Clocks ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("used", "level"), [(0.0, ""), (0.499, ""), (0.5, " is-50"), (0.799, " is-50"), (0.8, " is-80")]
)
def test_a_clock_changes_at_half_and_at_four_fifths(used: float, level: str) -> None:
    badge = clocks.clock(Clock(state=ClockState.RUNNING, used=used, amount=3))
    assert f'class="lp-clock{level}"' in badge
    assert f"，时限已用{round(used * 100)}%" in badge


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Clock(state=ClockState.RUNNING, amount=14), "剩14个工作日"),
        (Clock(state=ClockState.LATE, amount=2, unit=ClockUnit.DAYS), "逾期2个自然日"),
        (Clock(state=ClockState.PAUSED, amount=8), "暂停第8日"),
        (Clock(state=ClockState.DONE_LATE, amount=6), "逾期6个工作日办结"),
        (Clock(state=ClockState.RUNNING, amount=1, unit=ClockUnit.WORKING_HOURS), "剩1个工作小时"),
    ],
)
def test_a_clock_says_what_is_left(value: Clock, words: str) -> None:
    assert clocks.words(value) == words
    assert words in clocks.clock(value)


def test_late_but_done_keeps_its_red_mark() -> None:
    assert "is-done-late" in clocks.clock(Clock(state=ClockState.DONE_LATE, amount=1))


def test_no_clock_no_badge() -> None:
    assert clocks.clock(None) == ""


def test_days_are_counted_in_english_too() -> None:
    with translation.override("en"):
        assert clocks.words(Clock(state=ClockState.RUNNING, amount=1)) == "1 working day left"
        assert clocks.words(Clock(state=ClockState.LATE, amount=2)) == "2 working days late"


# --- Days and numbers --------------------------------------------------------------------------
def test_days_are_read_in_the_citys_time() -> None:
    late_evening_utc = datetime.fromisoformat("2017-11-14T16:30:00+00:00")
    assert days.city_moment(late_evening_utc) == "11月15日0:30"
    assert days.city_day(late_evening_utc) == "2017年11月15日"
    assert days.short_day(date(2016, 3, 1)) == "2016年3月1日"
    assert days.city_moment(datetime(2016, 3, 1, 9, 5, tzinfo=clock.CITY)) == "2016年3月1日9:05"
    assert days.city_day(None) == days.short_day(None) == days.city_moment(None) == ""


def test_days_in_english() -> None:
    with translation.override("en"):
        assert days.city_day(date(2017, 11, 4)) == "4 November 2017"
        assert days.short_day(date(2017, 11, 4)) == "4 Nov"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(85, "%", "85%"), (46.25, "%", "46.2%"), (1234, "件", "1,234件"), (3, "months", "3 months"),
     (100.0, "%", "100%"), (0, "%", "0%"), (None, "%", "尚未测得")],
)  # fmt: skip
def test_amounts(value: float | None, unit: str, shown: str) -> None:
    assert numbers.amount(value, unit) == shown


# --- Larger parts ------------------------------------------------------------------------------
def test_a_figure_without_a_value_is_not_measured() -> None:
    html = draw(
        "{% figure f %}", f=Figure(name="支出", value=None, state="none", state_label="等待")
    )
    assert "尚未测得" in html
    assert "0%" not in re.sub(r'width="100%"', "", html)


def test_a_figure_stands_on_its_own_scale() -> None:
    figure = Figure(name="人次", value=30, target=60, full=120, unit="人次")
    assert figure.shares == (25, 50, None)


def test_branches_of_a_tree_go_on_where_siblings_follow() -> None:
    assert [drawn.classes for drawn in tree_rows(examples.tree())] == [
        "is-root", "is-lv1 has-next", "is-lv1 has-next", "is-lv2 has-next is-mid",
        "is-lv2 has-next is-here", "is-lv1",
    ]  # fmt: skip


def test_a_last_branch_ends() -> None:
    rows = [TreeRow(name="a", level=0), TreeRow(name="b", level=1), TreeRow(name="c", level=2)]
    assert [drawn.classes for drawn in tree_rows(rows)] == ["is-root", "is-lv1", "is-lv2"]


def test_running_work_can_be_cancelled_and_asks_on() -> None:
    job = records.Job(title="导出", done=1, total=3, words="…", poll_url="/p/", cancel_url="/c/")
    html = draw("{% job j %}", j=job, csrf_token="t")
    assert 'hx-get="/p/"' in html
    assert 'action="/c/"' in html
    assert "33%" in html
    done = records.Job(title="导出", done=3, total=3, words="…", kind="done", poll_url="/p/")
    assert "hx-get" not in draw("{% job j %}", j=done)


def test_nothing_to_do_yet_has_no_share() -> None:
    assert records.Job(title="", done=0, total=0, words="").share == 0


@pytest.mark.parametrize("path", ["/_design/", "/_design/list/"])
def test_no_page_writes_a_style_or_a_script_of_its_own(
    path: str, client: object, settings: object, city: None
) -> None:
    html = client.get(path).content.decode()  # type: ignore[attr-defined]
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html)
    assert not re.search(r"\son\w+=", html)
    assert len(set(re.findall(r'\bid="([^"]+)"', html))) == len(re.findall(r'\bid="([^"]+)"', html))


# --- Forms -------------------------------------------------------------------------------------
class Form(forms.Form):
    name = forms.CharField(label="名称", help_text="<i>全称</i>")
    day = DateField(label="日期", required=False)
    at = MomentField(label="时刻", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲"), ("b", "乙")])
    many = forms.MultipleChoiceField(
        label="多选", choices=[("a", "甲")], widget=forms.CheckboxSelectMultiple, required=False
    )
    sure = forms.BooleanField(label="确认")
    version = VersionField()


@pytest.mark.parametrize(
    ("day", "fits"), [("9999-12-31", False), ("0001-01-01", False), ("2017-11-15", True)]
)
def test_a_day_that_nobody_means_is_refused(day: str, fits: bool) -> None:
    form = Form({"day": day})
    form.is_valid()
    assert ("day" not in form.errors) == fits


def test_a_form_names_its_fields_above_them() -> None:
    html = str(Form())
    assert '<label class="form-label" for="id_name">名称' in html
    assert html.index('for="id_name"') < html.index('id="id_name"')
    assert 'type="date"' in html
    assert 'type="datetime-local"' in html
    assert 'class="form-select"' in html
    assert '<legend class="form-label">多选' in html
    assert "&lt;i&gt;全称" in html
    assert re.search(r'<input type="hidden" name="version"[^>]*>', html)
    assert "lp-refusal" not in html


def test_a_form_says_what_is_optional() -> None:
    html = str(Form())
    assert re.search(r"日期\s*<span class=\"lp-optional\">选填", html)
    assert not re.search(r"名称\s*<span class=\"lp-optional\">", html)


def test_errors_stand_at_the_field_and_in_the_summary() -> None:
    html = str(Form({"name": "", "kind": "x", "version": "1"}))
    assert "有3处需要改正" in html
    assert 'href="#id_name"' in html
    field = re.search(r"<input[^>]*id=\"id_name\"[^>]*>", html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert "is-invalid" in field[0]
    described = re.search(r'aria-describedby="([^"]+)"', field[0])
    assert described
    for name in described[1].split():
        assert f'id="{name}"' in html


def test_a_day_goes_and_comes_back_as_iso() -> None:
    html = str(Form(initial={"day": date(2017, 11, 15)}))
    assert 'value="2017-11-15"' in html
    form = Form({"name": "x", "day": "2017-11-16", "kind": "a", "sure": "on", "version": "1"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2017, 11, 16)
