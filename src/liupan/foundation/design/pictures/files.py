"""A picture or its table as a file to keep."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liupan.foundation.design.pictures.trend import Trend, trend
from liupan.kernel.sheets import FORMULA

# The values of the tokens that pictures use, for a file that stands alone.
STYLE = SafeString(
    "svg{font:11px 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;overflow:visible}"
    "text{fill:#5d6a7a}path,line{fill:none;vector-effect:non-scaling-stroke}"
    ".lp-t-strong{fill:#16202c;font-weight:600}.lp-t-grid{stroke:#e5e9ee}.lp-t-base{stroke:#d2d9e1}"
    ".lp-t-line{stroke:#2b6fc4;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
    ".lp-t-fore{stroke:#2b6fc4;stroke-width:1.75;stroke-dasharray:4 4}.lp-t-band{fill:#e2edf9}"
    ".lp-t-target{stroke:#16202c;stroke-width:1.25}"
    ".lp-t-step{stroke:#5d6a7a;stroke-width:1;stroke-dasharray:2 2}"
    ".lp-t-dot{stroke:#2b6fc4;stroke-width:8;stroke-linecap:round}"
    ".lp-t-dot-in{stroke:#fff;stroke-width:4;stroke-linecap:round}"
    ".lp-t-halo{paint-order:stroke;stroke:#fff;stroke-width:3;stroke-linejoin:round}"
)


def trend_as_svg(data: Trend) -> HttpResponse:
    """The trend as an SVG file with its name above it."""
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="172" viewBox="0 0 640 172">'
        '<style>{}</style><rect width="640" height="172" fill="#fff"/>'
        '<text class="lp-t-strong" x="24" y="28" font-size="14">{}</text>'
        '<svg x="24" y="44" width="592" height="112">{}</svg></svg>',
        STYLE,
        data.name,
        trend(data, "trend"),
    )
    return as_file(svg, f"{data.name}.svg", "image/svg+xml")


def trend_as_csv(data: Trend) -> HttpResponse:
    """The trend's table as CSV."""
    heads = [_("Day"), _("Measured"), _("Step"), _("Expected"), _("Low"), _("High")]
    rows = ([r.day.isoformat(), r.value, r.step, r.expected, r.low, r.high] for r in data.rows())
    return as_csv(heads, rows, data.name)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """A table as CSV (RFC 4180) with a byte-order mark, so that spreadsheets read Chinese."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([[plain_cell(cell) for cell in row] for row in rows])
    return as_file("\ufeff" + text.getvalue(), f"{name}.csv", "text/csv")


def plain_cell(cell: object) -> object:
    """A cell that a spreadsheet takes for text where it is text, never for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell


def as_file(content: str, name: str, content_type: str) -> HttpResponse:
    """An answer that the browser saves under `name`."""
    return HttpResponse(
        content,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )
