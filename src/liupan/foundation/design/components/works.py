"""Things to do as a list. Drawn in Python: a work list has dozens of rows, each of a dozen parts,
and a template takes several times as long for them."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liupan.foundation.design.components.clocks import clock
from liupan.foundation.design.components.marks import glyph
from liupan.foundation.design.components.records import WorkRow


def work(rows: Sequence[WorkRow], is_plain: bool = False) -> SafeString:
    """Things to do, one verb each; plain rows have neither glyph nor button."""
    return format_html(
        '<ul class="lp-work{}">\n{}</ul>',
        " lp-work--plain" if is_plain else "",
        format_html_join("", "<li>{}{}{}{}</li>\n", (_row(row, is_plain) for row in rows)),
    )


def _row(row: WorkRow, is_plain: bool) -> tuple[SafeString | str, ...]:
    return (
        "" if is_plain else glyph(row.glyph, "doc" if row.is_document else ""),
        _text(row),
        format_html('<span class="lp-work__clock">{}</span>', clock(row.clock)),
        "" if is_plain else _button(row),
    )


def _text(row: WorkRow) -> SafeString:
    unread = ""
    if row.is_new:
        unread = format_html('<span class="visually-hidden">{}</span>', _(" (unread)"))
    return format_html(
        '<div class="lp-work__text"><a class="lp-work__title{}" href="{}">{}{}</a>'
        '<span class="lp-meta lp-dots">{}</span></div>',
        " is-new" if row.is_new else "",
        row.url,
        row.title,
        unread,
        format_html_join("", "<span>{}</span>", ((item,) for item in row.meta)),
    )


def _button(row: WorkRow) -> SafeString:
    what = _("%(verb)s: %(title)s") % {"verb": row.verb, "title": row.title}
    return format_html(
        '<a class="btn btn-sm" href="{}" aria-label="{}">{}</a>', row.url, what, row.verb
    )
