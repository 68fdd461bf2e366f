"""A schematic map of Guyuan's five county-level divisions: our own drawing, no boundary data.

It shows who borders whom, not where a boundary runs; each page that uses it says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liupan.foundation.design.components.numbers import amount
from liupan.foundation.design.pictures.scales import Number, Scale, around

CLASSES = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """A division's outline in a frame of 420 by 360, and where its name stands."""

    outline: str
    x: int
    y: int


SHAPES = {
    "640402": Shape("M150 14 272 8 312 64 296 140 262 190 204 196 160 150 140 84Z", 226, 102),
    "640422": Shape("M16 84 140 84 160 150 146 216 104 252 36 226 4 152Z", 82, 162),
    "640423": Shape("M146 216 160 150 204 196 222 250 196 318 108 330 72 284 104 252Z", 154, 266),
    "640424": Shape("M204 196 262 190 300 236 312 306 262 352 196 318 222 250Z", 258, 272),
    "640425": Shape("M312 64 398 110 416 206 368 272 300 236 262 190 296 140Z", 346, 168),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """One division on the map; `value` None is not yet measured, drawn without a class."""

    name: str
    value: Number | None
    url: str = ""


def class_of(value: Number | None, scale: Scale) -> int:
    """1..5 by equal steps of the scale; 0 for what is not measured."""
    if value is None:
        return 0
    return min(max(int(scale.across(value) * CLASSES / 100) + 1, 1), CLASSES)


def scale_of(counties: Mapping[str, County]) -> Scale:
    """The scale that the classes divide."""
    return around((c.value for c in counties.values() if c.value is not None), room=0)


def county_map(counties: Mapping[str, County], *, figure: str, unit: str) -> SafeString:
    """The map. Keys are division codes; a division without an entry stays blank.

    Args:
        figure: what is shown, for the names that are read aloud.
    """
    scale = scale_of(counties)
    return format_html(
        '<svg class="lp-map" viewBox="0 0 420 360" role="group" aria-label="{}">{}</svg>',
        figure,
        format_html_join(
            "",
            "{}",
            (
                (_county(SHAPES[code], county, scale, figure, unit),)
                for code, county in counties.items()
                if code in SHAPES
            ),
        ),
    )


def _county(shape: Shape, county: County, scale: Scale, figure: str, unit: str) -> SafeString:
    level = class_of(county.value, scale)
    shown = amount(county.value, unit)
    dark = "on-dark" if level == CLASSES else ""
    drawing = format_html(
        '<path class="m{}" d="{}"/><text class="lp-map__v {}" x="{}" y="{}">{}</text>'
        '<text class="{}" x="{}" y="{}">{}</text>',
        level,
        shape.outline,
        dark,
        shape.x,
        shape.y,
        shown if county.value is not None else "—",
        dark,
        shape.x,
        shape.y + 20,
        county.name,
    )
    label = _("%(county)s, %(figure)s: %(value)s") % {
        "county": county.name,
        "figure": figure,
        "value": shown,
    }
    if not county.url:
        return format_html('<g role="img" aria-label="{}">{}</g>', label, drawing)
    return format_html('<a href="{}" aria-label="{}">{}</a>', county.url, label, drawing)


def ramp(counties: Mapping[str, County], unit: str) -> SafeString:
    """The legend: the lowest and the highest value, and the classes between."""
    measured = [float(c.value) for c in counties.values() if c.value is not None]
    if not measured:
        return SafeString("")
    return format_html(
        '<span class="lp-map__ramp">{}<svg aria-hidden="true">{}</svg>{}</span>',
        amount(min(measured), unit),
        format_html_join(
            "",
            '<rect class="m{}" x="{}%" width="20%" height="10"/>',
            ((level + 1, level * 20) for level in range(CLASSES)),
        ),
        amount(max(measured), unit),
    )
