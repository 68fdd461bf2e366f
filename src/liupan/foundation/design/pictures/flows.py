"""Flows: who gives to whom, as lines between two columns of names; for one page or a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from liupan.foundation.design.components.marks import Text
from liupan.foundation.design.pictures.files import STYLE, as_file

ROW, TOP = 28, 14
NAMES, GAP = 36, 2
"""Per cent of the width for each column of names, and between names and lines."""
THIN, THICK, MOST = 1.5, 7.0, 8
"""Widths of a line for one and for `MOST` or more, in pixels."""
FILE_WIDTH = 720


@dataclass(frozen=True, slots=True)
class Flow:
    """So many go from one name to another."""

    left: str
    right: str
    count: int


def flows(given: Sequence[Flow], words: Text, key: str) -> SafeString:
    """The picture; `words` say it in a sentence, `key` is an id not used elsewhere in the page.

    Names stand in the order in which they first come. Its table belongs beside it.
    """
    lefts = list(dict.fromkeys(flow.left for flow in given))
    rights = list(dict.fromkeys(flow.right for flow in given))
    height = 2 * TOP + ROW * (max(len(lefts), len(rights), 1) - 1)
    y_left, y_right = _places(lefts, height), _places(rights, height)
    return format_html(
        '<svg class="lp-flow" width="100%" height="{}" role="img" aria-labelledby="{}">'
        '<title id="{}">{}</title>{}{}{}</svg>',
        height,
        key,
        key,
        words,
        format_html_join(
            "",
            '<line class="lp-flow__line" x1="{}%" x2="{}%" y1="{}" y2="{}" stroke-width="{}"/>',
            (
                (NAMES + GAP, 100 - NAMES - GAP, y_left[f.left], y_right[f.right], _width(f.count))
                for f in given
            ),
        ),
        _names(lefts, y_left, "0", "100%", "end"),
        _names(rights, y_right, f"{100 - NAMES}%", "0", "start"),
    )


def flows_as_svg(given: Sequence[Flow], name: str) -> HttpResponse:
    """The same as an SVG file that stands on its own."""
    picture = flows(given, name, "flows")
    rows = max(len({f.left for f in given}), len({f.right for f in given}), 1)
    height = 84 + 2 * TOP + ROW * (rows - 1)
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
        "<style>{2}.lp-flow__line{{stroke:#2b6fc4;stroke-opacity:.55}}</style>"
        '<rect width="{0}" height="{1}" fill="#fff"/>'
        '<text class="lp-t-strong" x="24" y="28" font-size="14">{3}</text>'
        '<svg x="24" y="52" width="{4}" height="{5}">{6}</svg></svg>',
        FILE_WIDTH,
        height,
        STYLE,
        name,
        FILE_WIDTH - 48,
        height - 60,
        picture,
    )
    return as_file(svg, f"{name}.svg", "image/svg+xml")


def _places(names: Sequence[str], height: int) -> dict[str, float]:
    """Each column is set in the middle of the height."""
    begin = (height - ROW * (len(names) - 1)) / 2
    return {name: begin + ROW * n for n, name in enumerate(names)}


def _names(
    names: Sequence[str], places: dict[str, float], left: str, x: str, anchor: str
) -> SafeString:
    """A column; what is too long for it is cut off at its side."""
    return format_html(
        '<svg x="{}" width="{}%" height="100%">{}</svg>',
        left,
        NAMES,
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="{}">{}</text>',
            ((x, places[name] + 4, anchor, name) for name in names),
        ),
    )


def _width(count: int) -> str:
    share = (min(count, MOST) - 1) / (MOST - 1)
    return f"{THIN + (THICK - THIN) * share:.2f}"
