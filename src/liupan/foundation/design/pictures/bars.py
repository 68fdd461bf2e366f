"""Bars: bullet of a figure, small bar of a table cell, columns by month, span of a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from liupan.foundation.design.components.numbers import number
from liupan.foundation.design.pictures.scales import Days, Number, from_nothing, short, ticks

FILLS = frozenset({"", "soft", "risk", "late", "done"})


def bullet(
    value: Number | None,
    target: Number | None = None,
    step: Number | None = None,
    *,
    kind: str = "",
) -> SafeString:
    """A value against its target (solid mark) and the step of the year (dotted mark), in per cent.

    `kind`: "", "risk" or "done". Without a value the track is empty and dashed, never at 0.
    """
    _expect(kind)
    if value is None:
        return SafeString(
            '<svg class="lp-bullet is-none" aria-hidden="true">'
            '<rect class="lp-bullet__track" y="4" width="100%" height="8" rx="2"/></svg>'
        )
    shape = f" is-{kind}" if kind else ""
    return format_html(
        '<svg class="lp-bullet" aria-hidden="true">'
        '<rect class="lp-bullet__track" y="4" width="100%" height="8" rx="2"/>'
        '<rect class="lp-bullet__fill{}" y="4" width="{}%" height="8" rx="2"/>{}{}</svg>',
        shape,
        _within(value),
        _mark("lp-bullet__step", step, 1, 15),
        _mark("lp-bullet__target", target, 0, 16),
    )


def bar(value: Number, *, kind: str = "", target: Number | None = None) -> SafeString:
    """A small bar in a table cell, in per cent; the number stands beside it."""
    _expect(kind)
    return format_html(
        '<svg class="lp-bar" aria-hidden="true">'
        '<rect class="lp-bar__track" width="100%" height="100%" rx="2"/>'
        '<rect class="lp-bar__fill{}" width="{}%" height="100%" rx="2"/>{}</svg>',
        f" is-{kind}" if kind else "",
        _within(value),
        _mark("lp-bar__mark", target, -3, 11),
    )


def barcell(value: Number, kind: str = "") -> SafeString:
    """A bar with its per cent, as one cell of a table."""
    return format_html(
        '<div class="lp-barcell">{}<span class="lp-num">{}%</span></div>',
        bar(value, kind=kind),
        number(value, 0),
    )


def _within(value: Number) -> str:
    return short(min(max(float(value), 0), 100))


def _mark(kind: str, value: Number | None, top: int, bottom: int) -> SafeString:
    if value is None:
        return SafeString("")
    x = _within(value)
    return format_html(
        '<line class="{}" x1="{}%" x2="{}%" y1="{}" y2="{}"/>', kind, x, x, top, bottom
    )


def _expect(kind: str) -> None:
    if kind not in FILLS:
        raise ValueError(f"{kind!r} is none of {sorted(FILLS)}")


# --- Columns -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label and the parts it is made of, from the bottom up."""

    label: str
    parts: tuple[Number, ...]
    is_now: bool = False


KINDS = ("lp-t-bar", "lp-bar__fill is-late")
"""What the parts of a column look like, from the bottom up: in time, late."""


def columns(data: Sequence[Column], words: str, key: str) -> SafeString:
    """Columns by month or hour. One part each: the values are written above; more: a grid.

    `words` is the picture in one sentence; `key` an id not used elsewhere in the page.
    """
    single = all(len(column.parts) == 1 for column in data)
    height, base = (104, 84) if single else (196, 174)
    scale = from_nothing(sum(map(float, column.parts)) for column in data)
    free = base - 22
    grid = (
        [] if single else [(tick, base - scale.across(tick) / 100 * free) for tick in ticks(scale)]
    )
    left = 0 if single else 6
    pitch = (100 - left) / max(len(data), 1)
    width = pitch * (0.64 if single else 0.56)
    return format_html(
        '<svg class="lp-trend" width="100%" height="{}" role="img" aria-labelledby="{}">'
        '<title id="{}">{}</title>{}'
        '<line class="lp-t-base" x1="0" x2="100%" y1="{}" y2="{}"/>{}</svg>',
        height,
        key,
        key,
        words,
        format_html_join(
            "",
            '<line class="lp-t-grid" x1="0" x2="100%" y1="{}" y2="{}"/>'
            '<text x="0" y="{}">{}</text>',
            ((short(y), short(y), short(y - 3), number(tick)) for tick, y in grid),
        ),
        base,
        base,
        format_html_join(
            "",
            "{}",
            (
                (_column(column, left + pitch * (i + 0.5), width, base, free / scale.high, single),)
                for i, column in enumerate(data)
            ),
        ),
    )


def _column(
    column: Column, middle: float, width: float, base: float, pixels: float, single: bool
) -> SafeString:
    left, top, shapes = short(middle - width / 2), base, []
    for part, kind in zip(column.parts, KINDS, strict=False):
        height = float(part) * pixels
        # A hair of ground shows between two parts.
        top -= height
        if height > 0:
            shapes.append((_kind(column, kind, single), left, top, short(width), height))
            top -= 0 if single else 1
    strong = ' class="lp-t-strong"' if column.is_now else ""
    return format_html(
        "{}{}{}",
        format_html_join(
            "",
            '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"{}/>',
            (
                (kind, x, short(y), w, short(h), SafeString(' rx="3"') if single else "")
                for kind, x, y, w, h in shapes
            ),
        ),
        _label(middle, top - 4, number(column.parts[0]), strong) if single else "",
        _label(middle, base + 16, column.label, strong),
    )


def _kind(column: Column, kind: str, single: bool) -> str:
    if not single:
        return kind
    return "lp-t-bar is-now" if column.is_now else "lp-t-bar is-soft"


def _label(x: float, y: float, text: str, strong: str) -> SafeString:
    return format_html(
        '<text{} x="{}%" y="{}" text-anchor="middle">{}</text>',
        SafeString(strong),
        short(x),
        short(y),
        text,
    )


# --- Spans -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time of a task: planned from `first` to `due`, done until `done_until` so far.

    `kind`: "", "done", "late", "risk" or "pause".
    """

    first: date
    due: date
    done_until: date
    kind: str = ""


def axis(days: Days, grid: Sequence[tuple[date, str]]) -> SafeString:
    """The head over spans: where each day of the grid begins, in a word."""
    return format_html(
        '<svg class="lp-span lp-span__axis" aria-hidden="true">{}</svg>',
        format_html_join(
            "",
            '<text x="{}%" y="13">{}</text>',
            ((short(days.across(day)), word) for day, word in grid),
        ),
    )


def span(data: Span, days: Days, today: date, grid: Sequence[date] = ()) -> SafeString:
    """A task's time as one row of a tree; what ran past the due day is drawn late.

    Put together by hand, for a board has a hundred of them: numbers need no escaping.
    """
    start, due, end = days.across(data.first), days.across(data.due), days.across(data.done_until)
    shapes = [
        _run("plan", start, due - start, "2"),
        _run(f"run is-{data.kind}" if data.kind else "run", start, min(end, due) - start, "2"),
    ]
    if end > due:
        shapes.append(_run("run is-late", due, end - due, "1"))
    behind, now = _lines(days, today, tuple(grid))
    return SafeString(
        f'<svg class="lp-span" aria-hidden="true">{behind}{"".join(shapes)}{now}</svg>'
    )


def _run(kind: str, start: float, width: float, radius: str) -> str:
    return (
        f'<rect class="lp-span__{escape(kind)}" x="{short(start)}%" y="5"'
        f' width="{short(max(width, 0))}%" height="8" rx="{radius}"/>'
    )


@lru_cache(maxsize=64)
def _lines(days: Days, today: date, grid: tuple[date, ...]) -> tuple[str, str]:
    """The grid behind a span and today in front of it, the same in all rows."""
    behind, now = [short(days.across(day)) for day in grid], short(days.across(today))
    return "".join(_line("grid", x) for x in behind), _line("now", now)


def _line(kind: str, x: str) -> str:
    return f'<line class="lp-span__{kind}" x1="{x}%" x2="{x}%" y1="-12" y2="30"/>'
