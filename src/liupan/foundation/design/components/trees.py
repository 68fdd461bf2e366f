"""A tree drawn as a table: names with their branches, cells right of them.

Put together by hand: a board has a hundred rows, and a template would cost more than their queries.
"""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from liupan.foundation.design.components.marks import Text
from liupan.foundation.design.components.records import DrawnRow, TreeRow, tree_rows


def tree_table(
    rows: Sequence[TreeRow], heads: Sequence[Text], caption: Text, kinds: Sequence[str] = ()
) -> SafeString:
    """The table. The first head stands over the names, `kinds` are the classes of the others."""
    padded = [*kinds, *[""] * (len(heads) - 1 - len(kinds))]
    above = "".join(
        f'<th scope="col"{_class(kind)}>{_html(head)}</th>'
        for head, kind in zip(heads[1:], padded, strict=True)
    )
    drawn = "".join(map(_row, tree_rows(rows, padded)))
    return SafeString(
        '<table class="lp-table lp-tree">\n'
        f'  <caption class="visually-hidden">{_html(caption)}</caption>\n'
        f'  <thead><tr><th scope="col" class="lp-tree__name">{_html(heads[0])}</th>'
        f"{above}</tr></thead>\n  <tbody>{drawn}</tbody>\n</table>"
    )


def _row(drawn: DrawnRow) -> str:
    row = drawn.row
    number = ""
    if row.number:
        number = f'<span class="lp-tree__no">{_html(row.number)}</span> '
    name = _html(row.name)
    if row.url:
        name = f'<a class="lp-quiet" href="{_html(row.url)}">{name}</a>'
    cells = "".join(f"<td{_class(kind)}>{_html(cell)}</td>" for cell, kind in drawn.cells)
    return (
        f'<tr class="{drawn.classes}"><th scope="row" class="lp-tree__name">{number}{name}</th>'
        f"{cells}</tr>"
    )


def _html(text: Text) -> str:
    """Markup as it is, words escaped."""
    return text if isinstance(text, SafeString) else escape(str(text))


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
