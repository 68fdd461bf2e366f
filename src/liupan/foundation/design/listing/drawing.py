"""The rows of a list as marked-up text.

Here and not in the template: a page has some hundred cells, and a template's steps for each cost
more than all the rest of the page.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liupan.foundation.design.listing.columns import Column, Role

T = TypeVar("T")


def body(
    columns: Sequence[Column[T]], rows: Iterable[T], key_of: Callable[[T], str], *, picks: bool
) -> SafeString:
    """All rows of the table; `picks`: each begins with a box to choose it by its key."""
    shells = [(column, *_shell(column)) for column in columns]
    box = _box() if picks else None
    found: list[str] = []
    for number, row in enumerate(rows, start=1):
        found.append("<tr>")
        if box:
            found.append(box % (escape(key_of(row)), number))
        for column, opened, closed in shells:
            found += (opened, conditional_escape(column.shown(row)), closed)
        found.append("</tr>")
    return SafeString("".join(found))


def _shell(column: Column[Any]) -> tuple[str, str]:
    if column.role is Role.TITLE:
        return '<th scope="row" class="lp-td-title">', "</th>"
    label = f' data-label="{_escaped(column.label)}"' if column.role is Role.MORE else ""
    return f'<td class="{column.classes}"{label}>', "</td>"


def _box() -> str:
    words = escape(_("Choose row %(n)s")).replace("%(n)s", "\0").replace("%", "%%")
    return (
        '<td class="lp-td-pick"><input class="form-check-input" type="checkbox" form="batch"'
        f' name="pick" value="%s" aria-label="{words}" data-lp-pick></td>'
    ).replace("\0", "%s")


def _escaped(label: str | Promise) -> str:
    return escape(str(label))
