"""Tasks in time, or by how far they are, as an SVG file that stands on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from liupan.foundation.design.components.marks import Text
from liupan.foundation.design.pictures.bars import Span
from liupan.foundation.design.pictures.files import STYLE, as_file
from liupan.foundation.design.pictures.scales import Days, short

NAMES, WIDTH, ROW, TOP = 330, 460, 26, 62
FILLS = {"": "#2b6fc4", "done": "#9db4cd", "late": "#b01e1e", "risk": "#d08a00", "pause": "#c9d1da"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One line: its name, how deep it stands, its time, how far it is (0-100), a few words."""

    name: Text
    level: int = 0
    span: Span | None = None
    share: int = 0
    words: Text = ""


def strips_as_svg(
    strips: Sequence[Strip],
    name: str,
    *,
    days: Days | None = None,
    today: date | None = None,
    grid: Sequence[tuple[date, str]] = (),
) -> HttpResponse:
    """With `days` the strips are time, with a line at `today`; without, how far each thing is."""
    width, height = NAMES + WIDTH + 130, TOP + ROW * len(strips) + 20
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
        '<style>{2}</style><rect width="{0}" height="{1}" fill="#fff"/>'
        '<text class="lp-t-strong" x="24" y="28" font-size="14">{3}</text>{4}{5}{6}</svg>',
        width,
        height,
        STYLE,
        name,
        _grid(days, grid, height) if days else "",
        format_html_join("", "{}", ((_line(n, s, days),) for n, s in enumerate(strips))),
        _today(days, today, height) if days and today else "",
    )
    return as_file(svg, f"{name}.svg", "image/svg+xml")


def _at(share: float) -> str:
    return short(NAMES + share / 100 * WIDTH)


def _grid(days: Days, grid: Sequence[tuple[date, str]], height: int) -> SafeString:
    return format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="56" y2="{1}" stroke="#e5e9ee"/>'
        '<text x="{0}" y="50">{2}</text>',
        ((_at(days.across(day)), height - 16, word) for day, word in grid),
    )


def _today(days: Days, today: date, height: int) -> SafeString:
    return format_html(
        '<line x1="{0}" x2="{0}" y1="56" y2="{1}" stroke="#16202c"/>',
        _at(days.across(today)),
        height - 16,
    )


def _line(number: int, strip: Strip, days: Days | None) -> SafeString:
    y = TOP + ROW * number
    called = Truncator(str(strip.name)).chars(26 - 2 * strip.level)
    return format_html(
        '<text x="{}" y="{}">{}</text>{}<text x="{}" y="{}">{}</text>',
        24 + 16 * strip.level,
        y + 14,
        called,
        _time(strip.span, days, y) if days and strip.span else _share(strip.share, y),
        NAMES + WIDTH + 10,
        y + 14,
        strip.words,
    )


def _share(share: int, y: int) -> SafeString:
    return format_html("{}{}", _bar(0, 100, y, "#e5e9ee"), _bar(0, share, y, FILLS[""]))


def _time(span: Span, days: Days, y: int) -> SafeString:
    start, due, end = days.across(span.first), days.across(span.due), days.across(span.done_until)
    return format_html(
        "{}{}{}",
        _bar(start, due, y, "#e5e9ee"),
        _bar(start, min(end, due), y, FILLS[span.kind]),
        _bar(due, end, y, FILLS["late"]),
    )


def _bar(start: float, end: float, y: int, fill: str) -> SafeString:
    if end <= start:
        return SafeString("")
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="9" rx="2" fill="{}"/>',
        _at(start), y + 5, short((end - start) / 100 * WIDTH), fill,
    )  # fmt: skip
