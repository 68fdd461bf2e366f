"""How the board's items are drawn: rows of a tree, strips of time, cells of heat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import Any

from django.utils import dateformat
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.queries.shapes import Heat, HeatCell, HeatRow, Node
from liupan.capabilities.supervision.queries.showing import sheet_words
from liupan.capabilities.supervision.rules.states import DONE
from liupan.foundation.design.facade import (
    Days,
    HeatLine,
    Span,
    Strip,
    TreeRow,
    Warm,
    axis,
    barcell,
    clock,
    sheet,
    short_day,
    span,
    state,
)
from liupan.kernel import clock as city
from liupan.kernel.work import place

HALF_A_YEAR = timedelta(days=183)
DEEPEST = 2
"""Levels of a drawn tree are 0 to 2; what is deeper stands on the last."""

TREE_KINDS = ("lp-tree__unit lp-second", "lp-tree__clock", "lp-tree__bar", "lp-tree__state")
SPAN_KINDS = ("lp-tree__unit lp-second", "lp-tree__span", "lp-tree__done lp-right lp-num")


def node_url(node: Node) -> str:
    """The item's page, where the actor may open it."""
    return place("supervision:item", node.id) if node.is_whole else ""


def _called(node: Node) -> Any:
    if not node.sheet:
        return node.title
    return format_html("{} {}", node.title, sheet(node.sheet, sheet_words(node.sheet)))


def _row(node: Node, *cells: Any) -> TreeRow:
    return TreeRow(
        name=_called(node),
        level=min(node.depth, DEEPEST),
        number=node.number if node.depth == 0 else node.code,
        url=node_url(node),
        cells=cells,
    )


def tree_heads() -> list[str]:
    """Over the columns of a tree."""
    return [
        pgettext("column", "Item"), _("Lead unit"), pgettext("column", "Clock"),
        pgettext("column", "Done"), _("State"),
    ]  # fmt: skip


def as_tree_row(node: Node) -> TreeRow:
    """Lead unit, clock, how far by the published formula, state."""
    badge = clock(node.clock.badge) if node.clock else short_day(node.due_on)
    return _row(
        node, node.lead_unit, badge, barcell(node.percent), state(node.mark, node.state_label)
    )


# --- Time --------------------------------------------------------------------------------------
def window(nodes: Sequence[Node], today: date) -> Days:
    """From the first start to the last day, half a year around today at most."""
    starts = [node.starts_on for node in nodes]
    ends = [max(node.due_on, node.ends_on or node.due_on) for node in nodes]
    first = max(min(starts, default=today), today - HALF_A_YEAR)
    last = min(max(ends, default=today), today + HALF_A_YEAR)
    first = min(first, today - timedelta(days=14)).replace(day=1)
    return Days(first, max(last, today + timedelta(days=14)))


def months(days: Days) -> list[tuple[date, str]]:
    """The first of each month within, with its name."""
    found, day = [], days.first
    while day <= days.last:
        found.append((day, dateformat.format(day, pgettext("format of a month on an axis", "M"))))
        day = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return found


def span_of(node: Node, days: Days, today: date) -> Span:
    """The item's time, as far as the window shows it."""
    ended = node.ends_on or today
    return Span(
        first=_within(node.starts_on, days),
        due=_within(node.due_on, days),
        done_until=_within(max(ended, node.starts_on), days),
        kind=_kind(node),
    )


def _within(day: date, days: Days) -> date:
    return min(max(day, days.first), days.last)


def _kind(node: Node) -> str:
    if node.state in DONE:
        return "done"
    return "pause" if node.is_paused else ""


def span_heads(days: Days, grid: Sequence[tuple[date, str]]) -> list[Any]:
    """Over the columns of the timeline."""
    words = _("Time, from %(first)s to %(last)s") % {
        "first": short_day(days.first), "last": short_day(days.last)
    }  # fmt: skip
    time = format_html('<span class="visually-hidden">{}</span>{}', words, axis(days, grid))
    return [pgettext("column", "Item"), _("Lead unit"), time, pgettext("column", "Done")]


def as_span_row(node: Node, days: Days, today: date, grid: Sequence[tuple[date, str]]) -> TreeRow:
    """Lead unit, time, how far."""
    drawn = span(span_of(node, days, today), days, today, [day for day, _word in grid])
    said = format_html('{}<span class="visually-hidden">{}</span>', drawn, span_words(node))
    return _row(node, node.lead_unit, said, f"{node.percent}%")


def span_words(node: Node) -> str:
    """The item's time in words."""
    said = _("from %(first)s, due %(due)s") % {
        "first": short_day(node.starts_on), "due": short_day(node.due_on)
    }  # fmt: skip
    return f"{said}, {_('late')}" if node.is_late else said


def as_strip(node: Node, days: Days, now: datetime) -> Strip:
    """For a file."""
    return Strip(
        name=f"{node.number if node.depth == 0 else node.code} {node.title}",
        level=min(node.depth, DEEPEST),
        span=span_of(node, days, city.on(now)),
        share=node.percent,
        words=f"{node.percent}% {node.state_label}",
    )


def TABLE_HEADS() -> list[str]:  # noqa: N802  read at each request, in its language
    """Over the columns of the plain table."""
    return [
        _("Number"), pgettext("column", "Item"), _("Lead unit"), _("State"),
        pgettext("column", "Done"), pgettext("column", "Begun"), _("Due"),
        pgettext("column", "Ended"), _("Late since"), _("Weight"), _("Mandatory"),
    ]  # fmt: skip


def as_row(node: Node) -> list[object]:
    """An item as plain values."""
    return [
        node.number, node.title, node.lead_unit, node.state_label, node.percent, node.starts_on,
        node.due_on, node.ends_on, node.late_since, node.weight,
        _("yes") if node.is_mandatory else _("no"),
    ]  # fmt: skip


# --- Heat --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows as plain values."""

    heads: list[str]
    rows: list[list[object]]


def heat_lines(heat: Heat, list_url: str) -> tuple[list[str], list[HeatLine]]:
    """Heads and lines of the picture; cells lead to `list_url`, narrowed to what they count."""
    most = max((cell.due for row in heat.rows for cell in row.cells), default=0)
    between = "" if list_url.endswith("?") else "&"
    asked = f"{list_url}{between}state=open&lead="
    lines: list[HeatLine] = [
        (row.unit, [_warm(row, cell, most, f"{asked}{row.unit_id}") for cell in row.cells])
        for row in heat.rows
    ]
    return [_("Lead unit"), *_week_heads(heat)], lines


def heat_table(heat: Heat) -> Table:
    """Unit, all, late, then due and late of each week."""
    weeks = _week_heads(heat)
    heads = [_("Lead unit"), pgettext("items", "Open"), pgettext("items", "Late"), *weeks]
    rows: list[list[object]] = [
        [row.unit, row.open, row.late, *(_numbers(cell) for cell in row.cells)] for row in heat.rows
    ]
    return Table(heads, rows)


def _numbers(cell: HeatCell) -> object:
    if not cell.late:
        return cell.due
    return _("%(due)s, late %(late)s") % {"due": cell.due, "late": cell.late}


def _week_heads(heat: Heat) -> list[str]:
    shown = pgettext("format of a day in a narrow column", "j/n")
    weeks = [dateformat.format(week, shown) for week in heat.weeks]
    return [pgettext("weeks", "before"), *weeks, pgettext("weeks", "later")]


NOTHING = Warm("·")


def _warm(row: HeatRow, cell: HeatCell, most: int, list_url: str) -> Warm:
    if not cell.due:
        return NOTHING
    level = 4 if cell.late else ceil(cell.due / most * 3)
    return Warm(str(cell.due), level, _cell_url(cell, list_url), _cell_words(row, cell))


def _cell_url(cell: HeatCell, list_url: str) -> str:
    """The unit's items of the week. Days need no quoting."""
    first = f"&due_from={cell.first.isoformat()}" if cell.first else ""
    last = f"&due_to={cell.last.isoformat()}" if cell.last else ""
    return f"{list_url}{first}{last}"


def _cell_words(row: HeatRow, cell: HeatCell) -> str:
    return f"{row.unit}{_counts(cell.due, cell.late, get_language())}"


@lru_cache(maxsize=1000)
def _counts(n_due: int, n_late: int, _language: str | None) -> str:
    """A board has a thousand cells, and few that differ."""
    due = ngettext("%(n)s due", "%(n)s due", n_due) % {"n": n_due}
    late = ngettext("%(n)s late", "%(n)s late", n_late) % {"n": n_late}
    return f": {due}, {late}"
