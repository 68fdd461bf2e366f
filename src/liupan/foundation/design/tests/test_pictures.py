"""Pictures are pure functions: what goes in stands in the right place."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.design.living import examples
from liupan.foundation.design.pictures import bars, counties, files, scales, trend
from liupan.foundation.design.pictures.counties import County
from liupan.foundation.design.pictures.scales import Days, Scale
from liupan.foundation.design.pictures.trend import Forecast, Point, Trend

numbers = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


# --- Scales ------------------------------------------------------------------------------------
@given(st.lists(numbers, min_size=1))
def test_every_value_lies_inside_its_scale(values: list[float]) -> None:
    scale = scales.around(values)
    for value in values:
        assert -1e-6 <= scale.across(value) <= 100 + 1e-6
        assert scale.down(value) == pytest.approx(100 - scale.across(value))


@given(st.lists(numbers, min_size=2), st.data())
def test_a_larger_value_never_stands_lower(values: list[float], data: st.DataObject) -> None:
    scale = scales.around(values)
    low, high = sorted(data.draw(st.tuples(st.sampled_from(values), st.sampled_from(values))))
    assert scale.down(high) <= scale.down(low)


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_a_scale_of_values_above_nothing_does_not_go_below(values: list[float]) -> None:
    assert scales.around(values).low >= 0


def test_equal_values_stand_in_the_middle() -> None:
    assert scales.around([50, 50]).down(50) == pytest.approx(50)
    assert 0 <= scales.around([0, 0]).down(0) <= 100
    assert scales.around([0, 0], room=0).low == 0  # a map of counties that all stand at nothing


@given(st.floats(0.001, 1e9), st.integers(1, 8))
def test_grid_lines_are_few_and_inside(high: float, most: int) -> None:
    scale = Scale(0, high)
    lines = scales.ticks(scale, most)
    assert len(lines) <= most
    assert all(0 < line <= high * (1 + 1e-6) for line in lines)


def test_grid_lines_are_round() -> None:
    assert scales.ticks(Scale(0, 319)) == [100, 200, 300]
    assert scales.ticks(Scale(0, 1)) == [0.5, 1.0]


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (0, float("inf"))])
def test_there_is_no_scale_without_a_range(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="no scale"):
        Scale(low, high)


@given(st.floats(-1e6, 1e6))
def test_coordinates_are_short(number: float) -> None:
    text = scales.short(number)
    assert re.fullmatch(r"-?\d+(\.[1-9])?", text)
    assert abs(float(text) - number) <= 0.05 + 1e-6


# --- Trend -------------------------------------------------------------------------------------
def test_a_trend_is_well_formed_and_names_itself() -> None:
    svg = ElementTree.fromstring(trend.trend(examples.trend(), "t1"))
    assert svg.get("aria-labelledby") == "t1"
    assert "71.4%" in (svg.findtext("title") or "")
    assert svg.find("svg/path[@class='lp-t-band']") is not None
    assert [text.text for text in svg.findall("text")][1:] == [
        "2016",
        "2017",
        "2018",
        "2019",
        "2020",
    ]


@given(
    points=st.lists(st.tuples(days, numbers), max_size=20),
    target=st.none() | numbers,
    ahead=st.lists(st.tuples(days, numbers), max_size=5),
)
def test_any_trend_can_be_drawn(
    points: list[tuple[date, float]],
    target: float | None,
    ahead: list[tuple[date, float]],
) -> None:
    data = Trend(
        name="<b>x</b>",
        unit="%",
        first=date(2000, 1, 1),
        last=date(2040, 12, 31),
        points=tuple(Point(*one) for one in sorted(points)),
        target=target,
        forecast=tuple(Forecast(day, v - 1, v, v + 1) for day, v in sorted(ahead)),
    )
    drawn = trend.trend(data, "t")
    ElementTree.fromstring(drawn)
    assert "<b>" not in drawn
    assert len(data.rows()) == len({day for day, _ in [*points, *ahead]})


def test_the_table_holds_what_the_picture_shows() -> None:
    data = examples.trend()
    rows = data.rows()
    assert [row.value for row in rows if row.value is not None] == [p.value for p in data.points]
    assert [row.forecast for row in rows if row.forecast] == list(data.forecast)
    assert [row.day for row in rows] == sorted(row.day for row in rows)


def test_short_times_are_marked_by_months() -> None:
    labels = [label for _, label in trend.marks(Days(date(2017, 3, 5), date(2017, 9, 20)))]
    assert labels == ["4", "5", "6", "7", "8", "9"]


@given(days, st.integers(0, 9_000))
def test_marks_lie_within_the_picture(first: date, length: int) -> None:
    span = Days(first, first + timedelta(days=length))
    for day, _ in trend.marks(span):
        assert 0 <= span.across(day) <= 100


def test_a_spark_needs_a_value() -> None:
    assert trend.spark(()) == ""
    assert 'd="M0 50"' in trend.spark((7,))


# --- Bars --------------------------------------------------------------------------------------
def test_what_is_not_measured_has_no_bar() -> None:
    drawn = bars.bullet(None, target=80)
    assert "is-none" in drawn
    assert "lp-bullet__fill" not in drawn


@given(st.floats(-1e3, 1e3))
def test_a_bar_stays_within_its_track(value: float) -> None:
    width = re.search(r'lp-bar__fill" width="([\d.-]+)%', bars.bar(value))
    assert width
    assert 0 <= float(width[1]) <= 100


def test_an_unknown_look_is_refused() -> None:
    with pytest.raises(ValueError, match="none of"):
        bars.bar(5, kind="green")


def test_columns_are_as_high_as_their_values() -> None:
    svg = ElementTree.fromstring(bars.columns(examples.hours(), "等候", "h"))
    heights = [float(rect.get("height") or 0) for rect in svg.findall("rect")]
    assert len(heights) == 9
    assert heights[0] / heights[1] == pytest.approx(14 / 22, abs=0.01)
    assert max(heights) == heights[1]


def test_stacked_columns_show_both_parts() -> None:
    svg = ElementTree.fromstring(bars.columns(examples.months(), "办结", "m"))
    kinds = [rect.get("class") for rect in svg.findall("rect")]
    assert kinds.count("lp-t-bar") == kinds.count("lp-bar__fill is-late") == 12


def test_no_columns_are_an_empty_picture() -> None:
    ElementTree.fromstring(bars.columns([], "无", "n"))


def test_what_ran_past_the_due_day_is_drawn_late() -> None:
    year = Days(date(2017, 1, 1), date(2017, 12, 31))
    span = bars.Span(
        first=date(2017, 2, 1), due=date(2017, 6, 1), done_until=date(2017, 7, 1), kind="done"
    )
    drawn = bars.span(span, year, date(2017, 11, 15))
    assert "is-late" in drawn
    on_time = bars.Span(first=span.first, due=span.due, done_until=date(2017, 5, 1))
    assert "is-late" not in bars.span(on_time, year, date(2017, 11, 15))


# --- Map ---------------------------------------------------------------------------------------
def test_the_map_orders_classes_by_value() -> None:
    found = examples.counties()
    scale = counties.scale_of(found)
    classes = {code: counties.class_of(county.value, scale) for code, county in found.items()}
    assert classes == {"640402": 5, "640422": 1, "640423": 4, "640424": 0, "640425": 2}


def test_a_county_without_a_value_is_not_nothing() -> None:
    drawn = counties.county_map(examples.counties(), figure="信息共享率", unit="%")
    assert 'class="m0"' in drawn
    assert ">0%<" not in drawn
    assert "泾源县，信息共享率尚未测得" in drawn


def test_a_map_of_nothing_measured_has_no_ramp() -> None:
    found = {"640402": County(name="原州区", value=None)}
    assert counties.ramp(found, "%") == ""
    assert "on-dark" not in counties.county_map(found, figure="x", unit="%")


# --- Files -------------------------------------------------------------------------------------
def test_a_picture_can_be_kept_as_a_file() -> None:
    response = files.trend_as_svg(examples.trend())
    assert "filename*=UTF-8''%E5%9F%BA" in response.headers["Content-Disposition"]
    assert ElementTree.fromstring(response.content).get("width") == "640"


def test_a_table_can_be_kept_as_a_file() -> None:
    text = files.trend_as_csv(examples.trend()).content.decode("utf-8-sig")
    assert text.count("\r\n") == len(examples.trend().rows()) + 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_gets_no_formula(cell: str) -> None:
    assert str(files.plain_cell(cell)).startswith("'")
    assert files.plain_cell(-1) == -1
