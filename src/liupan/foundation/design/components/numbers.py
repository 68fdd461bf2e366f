"""Amounts as people read them: grouped, with their unit, never more digits than they carry."""

from decimal import Decimal

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Number = int | float | Decimal


def number(value: Number | None, digits: int = 1) -> str:
    """`1,234.5`; without trailing zeros, and a dash for nothing."""
    if value is None:
        return "—"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Number | None, unit: str = "", digits: int = 1) -> str:
    """The number with its unit: 85%, 14.2个月. A word as unit stands apart in English."""
    if value is None:
        return _("not yet measured")
    gap = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    return f"{number(value, digits)}{gap}{unit}"


def big(value: Number | None, unit: str = "", digits: int = 1) -> SafeString:
    """The number with a small unit behind it, for the one figure of a card."""
    if value is None:
        return conditional_escape(_("not yet measured"))
    return format_html('{}<span class="lp-unit">{}</span>', number(value, digits), unit)
