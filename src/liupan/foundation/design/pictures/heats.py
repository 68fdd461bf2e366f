"""Heat: a table whose cells are the warmer the more stands in them; as a page's part and a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.http import HttpResponse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from liupan.foundation.design.components.marks import Text
from liupan.foundation.design.pictures.files import STYLE, as_file

FILLS = ("#eef1f5", "#fdf3dc", "#f9dd9f", "#f0b44b", "#b01e1e")
INKS = ("#5d6a7a", "#7a4a00", "#5f3500", "#3a2200", "#ffffff")
CELL, ROW, NAMES = 46, 26, 170
MANY = 12
"""Columns; a table of more needs more room on a phone and can be pushed sideways."""


@dataclass(frozen=True, slots=True)
class Warm:
    """One cell: `level` from 0 (nothing) to 3, 4 is red: late. `words` say what a number means."""

    text: str
    level: int = 0
    url: str = ""
    words: Text = ""


HeatLine = tuple[Text, Sequence[Warm]]
"""What the line is about, and its cells."""


def heat(heads: Sequence[Text], lines: Sequence[HeatLine], caption: Text) -> SafeString:
    """The table. `heads`: one over the names, then one over each column.

    Drawn here: some thousand cells would cost a template the rest of the page many times over.
    """
    first, *columns = (conditional_escape(str(head)) for head in heads)
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(
        f'<tr><th scope="row">{conditional_escape(str(name))}</th>{"".join(map(_cell, cells))}</tr>'
        for name, cells in lines
    )
    called = conditional_escape(str(caption))
    many = " lp-heat--many" if len(columns) > MANY else ""
    return SafeString(
        f'<table class="lp-heat{many}"><caption class="visually-hidden">{called}'
        f'</caption><thead><tr><th scope="col">{first}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cell(cell: Warm) -> str:
    kind = f' class="is-{cell.level}"' if cell.level else ""
    text = escape(cell.text)
    if not cell.url:
        return f"<td{kind}>{text}</td>"
    url, words = escape(cell.url), escape(str(cell.words))
    return f'<td{kind}><a href="{url}" title="{words}" aria-label="{words}">{text}</a></td>'


def heat_as_svg(heads: Sequence[Text], lines: Sequence[HeatLine], name: str) -> HttpResponse:
    """The same as an SVG file that stands on its own."""
    width = 48 + NAMES + CELL * (len(heads) - 1)
    height = 84 + ROW * len(lines)
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
        '<style>{2}</style><rect width="{0}" height="{1}" fill="#fff"/>'
        '<text class="lp-t-strong" x="24" y="28" font-size="14">{3}</text>{4}{5}</svg>',
        width,
        height,
        STYLE,
        name,
        format_html_join(
            "",
            '<text x="{}" y="52" text-anchor="middle">{}</text>',
            ((_x(n) + CELL / 2 - 2, head) for n, head in enumerate(heads[1:])),
        ),
        format_html_join("", "{}", ((_svg_line(n, *line),) for n, line in enumerate(lines))),
    )
    return as_file(svg, f"{name}.svg", "image/svg+xml")


def _x(column: int) -> int:
    return 24 + NAMES + CELL * column


def _svg_line(number: int, name: Text, cells: Sequence[Warm]) -> SafeString:
    y = 60 + ROW * number
    return format_html(
        '<text x="24" y="{}">{}</text>{}',
        y + 16,
        name,
        format_html_join(
            "",
            '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}"/>'
            '<text x="{}" y="{}" text-anchor="middle" style="fill:{}">{}</text>',
            (
                (_x(n), y, CELL - 4, ROW - 4, FILLS[cell.level],
                 _x(n) + CELL / 2 - 2, y + 16, INKS[cell.level], cell.text)
                for n, cell in enumerate(cells)
            ),
        ),
    )  # fmt: skip
