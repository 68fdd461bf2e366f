"""Trend of a figure: measured line, steps of the years, target, forecast with its band."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liupan.foundation.design.components.days import city_day
from liupan.foundation.design.components.numbers import amount
from liupan.foundation.design.pictures.scales import Days, Number, Scale, around, path, short

TOP, HEIGHT, LABELS = 12, 82, 108
"""Pixels: where the drawing begins, how high it is, where the years are written."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured on a day."""

    day: date
    value: Number


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected on a day, and the range it will probably lie in."""

    day: date
    low: Number
    middle: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Row:
    """One day of a trend as a line of a table."""

    day: date
    value: Number | None
    step: Number | None
    forecast: Forecast | None

    @property
    def expected(self) -> Number | None:
        return self.forecast.middle if self.forecast else None

    @property
    def low(self) -> Number | None:
        return self.forecast.low if self.forecast else None

    @property
    def high(self) -> Number | None:
        return self.forecast.high if self.forecast else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A figure over time. All values are in `unit`; days rise.

    `steps` are the thresholds that hold from a day on, until the next. `target_label` is written
    at the target's line (目标85%).
    """

    name: str
    unit: str
    first: date
    last: date
    points: tuple[Point, ...]
    target: Number | None = None
    target_label: str = ""
    steps: tuple[Point, ...] = ()
    forecast: tuple[Forecast, ...] = ()

    def values(self) -> Iterator[Number]:
        """Every value that must find room in the picture."""
        yield from (point.value for point in (*self.points, *self.steps))
        if self.target is not None:
            yield self.target
        for ahead in self.forecast:
            yield from (ahead.low, ahead.high)

    def rows(self) -> list["Row"]:
        """The same data as the lines of a table, by day."""
        measured = {point.day: point.value for point in self.points}
        steps = {point.day: point.value for point in self.steps}
        ahead = {expected.day: expected for expected in self.forecast}
        return [
            Row(day, measured.get(day), steps.get(day), ahead.get(day))
            for day in sorted(measured.keys() | steps.keys() | ahead.keys())
        ]

    def words(self) -> str:
        """The picture in one sentence, for those who do not see it."""
        parts = [self.name]
        if self.points:
            now = self.points[-1]
            parts.append(
                _("%(value)s on %(day)s")
                % {"value": amount(now.value, self.unit), "day": city_day(now.day)}
            )
        if self.target is not None:
            parts.append(_("target %(value)s") % {"value": amount(self.target, self.unit)})
        if self.forecast:
            end = self.forecast[-1]
            parts.append(
                _("%(value)s expected on %(day)s, between %(low)s and %(high)s")
                % {
                    "value": amount(end.middle, self.unit),
                    "day": city_day(end.day),
                    "low": amount(end.low, self.unit),
                    "high": amount(end.high, self.unit),
                }
            )
        return _(", ").join(parts)


def trend(data: Trend, key: str) -> SafeString:
    """The picture. `key` is an id not used elsewhere in the page."""
    days, scale = Days(data.first, data.last), around(data.values())
    return format_html(
        '<svg class="lp-trend" width="100%" height="112" role="img" aria-labelledby="{}">'
        '<title id="{}">{}</title>'
        '<svg x="0" y="{}" width="100%" height="{}" viewBox="0 0 100 100"'
        ' preserveAspectRatio="none" overflow="visible">{}</svg>{}</svg>',
        key,
        key,
        data.words(),
        TOP,
        HEIGHT,
        format_html_join("", "{}", ((shape,) for shape in _shapes(data, days, scale))),
        format_html_join("", "{}", ((text,) for text in _texts(data, days, scale))),
    )


def _shapes(data: Trend, days: Days, scale: Scale) -> Iterator[SafeString]:
    for day, _label in marks(days):
        turn = short(days.across(day))
        yield format_html('<line class="lp-t-grid" x1="{}" x2="{}" y1="0" y2="100"/>', turn, turn)
    yield SafeString('<line class="lp-t-base" x1="0" x2="100" y1="100" y2="100"/>')
    if data.forecast:
        yield _line("lp-t-band", _band(data, days, scale) + "Z")
    if data.steps:
        yield _line("lp-t-step", _stairs(data, days, scale))
    if data.target is not None:
        aim = short(scale.down(data.target))
        yield format_html('<line class="lp-t-target" x1="0" x2="100" y1="{}" y2="{}"/>', aim, aim)
    if data.forecast:
        ahead = [(days.across(f.day), scale.down(f.middle)) for f in data.forecast]
        yield _line("lp-t-fore", path([*_now(data, days, scale), *ahead]))
    if data.points:
        yield _line("lp-t-line", path(_measured(data, days, scale)))
        ((x, y),) = _now(data, days, scale)
        for dot in ("lp-t-dot", "lp-t-dot-in"):
            yield _line(dot, f"M{short(x)} {short(y)}h0")


def _line(kind: str, d: str) -> SafeString:
    return format_html('<path class="{}" d="{}"/>', kind, d)


def _measured(data: Trend, days: Days, scale: Scale) -> list[tuple[float, float]]:
    return [(days.across(p.day), scale.down(p.value)) for p in data.points]


def _now(data: Trend, days: Days, scale: Scale) -> list[tuple[float, float]]:
    return _measured(data, days, scale)[-1:]


def _band(data: Trend, days: Days, scale: Scale) -> str:
    upper = [(days.across(f.day), scale.down(f.high)) for f in data.forecast]
    lower = [(days.across(f.day), scale.down(f.low)) for f in reversed(data.forecast)]
    return path([*_now(data, days, scale), *upper, *lower])


def _stairs(data: Trend, days: Days, scale: Scale) -> str:
    first, *others = data.steps
    start = max(days.across(first.day), 0)
    stairs = f"M{short(start)} {short(scale.down(first.value))}"
    for step in others:
        stairs += f"H{short(days.across(step.day))}V{short(scale.down(step.value))}"
    return stairs + "H100"


def _texts(data: Trend, days: Days, scale: Scale) -> Iterator[SafeString]:
    if data.target is not None and data.target_label:
        # Above the line, unless that would leave the picture.
        line = TOP + scale.down(data.target) / 100 * HEIGHT
        yield format_html(
            '<text class="lp-t-halo lp-t-strong" x="0" y="{}">{}</text>',
            short(max(line - 5, 9)),
            data.target_label,
        )
    for day, label in marks(days):
        yield format_html(
            '<text x="{}%" y="{}" text-anchor="middle">{}</text>',
            short(days.across(day)),
            LABELS,
            label,
        )


def marks(days: Days) -> list[tuple[date, str]]:
    """Where the grid stands: turns of years, or of months when less than 18 months are shown."""
    if days.months() >= 18:
        every = 1 + (days.last.year - days.first.year) // 8
        years = range(days.first.year, days.last.year + 1, every)
        turns = [(date(year, 1, 1), str(year)) for year in years]
    else:
        turns = list(_month_turns(days))
    return [(day, label) for day, label in turns if days.first <= day <= days.last]


def _month_turns(days: Days) -> Iterator[tuple[date, str]]:
    every = 1 if days.months() <= 7 else 3
    for count in range(0, 20, every):
        years, month = divmod(days.first.month - 1 + count, 12)
        year = days.first.year + years
        label = f"{year}-{month + 1:02}" if month == 0 or count == 0 else str(month + 1)
        yield date(year, month + 1, 1), label


def spark(values: tuple[Number, ...], target: Number | None = None) -> SafeString:
    """A small line without axes for a list; the value stands beside it in words."""
    if not values:
        return SafeString("")
    shown = [*values, *([] if target is None else [target])]
    scale = around(shown)
    across = Scale(0, max(len(values) - 1, 1))
    line = [(across.across(i), scale.down(value)) for i, value in enumerate(values)]
    x, y = line[-1]
    aim = ""
    if target is not None:
        aim = _line("lp-t-target", f"M0 {short(scale.down(target))}H100")
    return format_html(
        '<svg class="lp-spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        '{}<path d="{}"/><path class="lp-t-dot" d="M{} {}h0"/></svg>',
        aim,
        path(line),
        short(x),
        short(y),
    )
