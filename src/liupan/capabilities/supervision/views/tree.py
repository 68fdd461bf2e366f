"""The decomposition as a table: who, when, how far, in which state."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liupan.capabilities.supervision.queries.shapes import ItemView, Node
from liupan.capabilities.supervision.rules.states import DONE, State
from liupan.foundation.design.facade import Days, Span, TreeRow, axis, span, state
from liupan.kernel.work import Text

KINDS = (
    "lp-tree__unit lp-second",
    "lp-tree__span",
    "lp-tree__done lp-right lp-num",
    "lp-tree__state",
)
DEEPEST = 2
"""Levels that a tree is drawn with; what is deeper stands at the last one."""


def heads(days: Days) -> list[Text]:
    """What stands over the columns."""
    times = _("Time, %(first)s to %(last)s") % {
        "first": _month(days.first), "last": _month(days.last),
    }  # fmt: skip
    drawn = format_html(
        '<span class="visually-hidden">{}</span>{}', times, axis(days, _words(days))
    )
    return [_("Part"), _("Lead unit"), drawn, pgettext("how far", "Done"), _("State")]


def days_of(nodes: Iterable[Node], today: date) -> Days:
    """Whole months from the first start to the last day."""
    listed = list(nodes)
    first = min(node.starts_on for node in listed)
    last = max(today, *(node.due_on for node in listed))
    return Days(first.replace(day=1), _next_month(last))


def rows(item: ItemView, days: Days, today: date) -> list[TreeRow]:
    """The ancestors' headlines, the item and all its parts."""
    grid = [day for day in _months(days) if day > days.first]
    nodes = (*item.ancestors, *item.tree)
    return [_row(node, item, days, today, grid) for node in nodes]


def parts_in_words(item: ItemView) -> str:
    """How many parts there are on the first two levels."""
    depth = item.tree[0].depth
    first = sum(1 for node in item.tree if node.depth == depth + 1)
    deeper = sum(1 for node in item.tree if node.depth > depth + 1)
    if not first:
        return _("not decomposed")
    words = ngettext("%(n)s part", "%(n)s parts", first) % {"n": first}
    if not deeper:
        return words
    below = ngettext("%(n)s part of parts", "%(n)s parts of parts", deeper) % {"n": deeper}
    return pgettext("between parts of a line", ", ").join((words, below))


def _row(node: Node, item: ItemView, days: Days, today: date, grid: Sequence[date]) -> TreeRow:
    name: Text = node.title
    opens = node.is_whole and node.id != item.id
    return TreeRow(
        name=name,
        level=min(node.depth, DEEPEST),
        number=node.code,
        url=reverse("supervision:item", args=[node.id]) if opens else "",
        cells=(
            node.lead_unit,
            span(_span(node, today), days, today, grid),
            f"{node.percent}%",
            state_of(node),
        ),
        is_here=node.id == item.id and bool(item.ancestors),
    )


def state_of(node: Node) -> SafeString:
    """The state; how late it is, or was, is said with it."""
    late = node.clock.late_by if node.clock and node.clock.is_late else 0
    if node.state in DONE and node.is_late:
        words = _("%(n)s days late") % {"n": late} if late else _("closed late")
        return state(
            "done",
            format_html('{} <span class="lp-late lp-small">{}</span>', node.state_label, words),
        )
    if node.clock and node.clock.is_late and node.state is not State.WITHDRAWN:
        return state("late", _("%(n)s days late") % {"n": late} if late else _("late"))
    return state(node.mark, node.state_label)


def _span(node: Node, today: date) -> Span:
    begun = node.state not in (State.REGISTERED, State.WITHDRAWN)
    until = node.ends_on or (today if begun else node.starts_on)
    kind = "done" if node.ends_on else "pause" if node.is_paused else ""
    return Span(first=node.starts_on, due=node.due_on, done_until=until, kind=kind)


def _months(days: Days) -> list[date]:
    """The months of the grid: each, or every third or twelfth of a long time."""
    step, found, day = _step(days), [], days.first
    while day < days.last:
        if (day.month - 1) % step == 0:
            found.append(day)
        day = _next_month(day)
    return found


def _step(days: Days) -> int:
    return next(n for n, most in ((1, 14), (3, 42), (12, 10_000)) if days.months() <= most)


def _words(days: Days) -> list[tuple[date, str]]:
    """Names over the grid: the first in full, then numbers, a year where it begins."""
    by_year = _step(days) > 3
    return [
        (day, _month(day) if n == 0 and not by_year else _short(day, with_year=day.month == 1))
        for n, day in enumerate(_months(days))
    ]


def _month(day: date) -> str:
    return dateformat.format(day, pgettext("format of a month on an axis", "M"))


def _short(day: date, *, with_year: bool) -> str:
    if with_year:
        return dateformat.format(day, pgettext("format of a year on an axis", "Y"))
    return dateformat.format(day, pgettext("format of a further month on an axis", "M"))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
