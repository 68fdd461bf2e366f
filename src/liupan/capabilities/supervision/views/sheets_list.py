"""Lists of supervision sheets, and of requests for more time or a pause."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.supervision.queries.papers import (
    RequestLine,
    RequestRows,
    SheetLine,
    SheetRows,
    list_requests,
    list_sheets,
)
from liupan.foundation.design.facade import Column, ListPage, Preset, Role, sheet, state
from liupan.kernel.work import place

SHEET_MARKS = {"open": "open", "answered": "done", "lapsed": "late", "ended": "done"}
REQUEST_MARKS = {"open": "open", "granted": "done", "refused": "back"}


def _item(line: Any) -> Any:
    url = place("supervision:item", line.item_id)
    return format_html('<a class="lp-quiet" href="{}">{}</a>', url, line.title)


class SheetList(ListPage[SheetLine]):
    """Supervision sheets, those first that are to be answered soonest."""

    key = "supervision.sheets"
    title = _("Supervision sheets")
    search_hint = _("Number or title")
    begin_title = _("No sheet yet")
    begin_text = _("A sheet is issued on the page of its item, or by rule.")
    template_name = "supervision/sheets.html"
    default_sort = "answer_by"
    presets = (
        Preset(pgettext_lazy("sheets", "To be answered"), "state=open", is_counted=True),
        Preset(pgettext_lazy("sheets", "Lapsed"), "state=lapsed"),
        Preset(pgettext_lazy("sheets", "Red"), "colour=red"),
    )
    columns = (
        Column[SheetLine](key="number", label=_("Number"), value=lambda s: s.number,
                          role=Role.NUMBER),
        Column[SheetLine](key="title", label=pgettext_lazy("column", "Item"),
                          value=lambda s: f"{s.item_number} {s.title}", cell=_item,
                          role=Role.TITLE),
        Column[SheetLine](key="colour", label=pgettext_lazy("column", "Sheet"),
                          value=lambda s: s.colour_label,
                          cell=lambda s: sheet(s.colour, s.colour_label), role=Role.CLOCK),
        Column[SheetLine](key="lead", label=_("Lead unit"), value=lambda s: s.lead_unit,
                          sort="item__lead_unit__order", role=Role.UNIT),
        Column[SheetLine](key="issued_at", label=pgettext_lazy("column", "Issued"),
                          value=lambda s: s.issued_at, sort="issued_at", role=Role.ORIGIN),
        Column[SheetLine](key="answer_by", label=_("Answer by"), value=lambda s: s.answer_by,
                          sort="answer_by", role=Role.MORE),
        Column[SheetLine](key="state", label=_("State"), value=lambda s: s.state_label,
                          cell=lambda s: state(SHEET_MARKS[s.state], s.state_label),
                          sort="state", role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> SheetRows:
        return list_sheets(self.actor)


class RequestList(ListPage[RequestLine]):
    """Requests, the oldest first; each is decided on the page of its item."""

    key = "supervision.requests"
    title = _("Extensions and pauses")
    search_hint = _("Number or title")
    begin_title = _("No request yet")
    begin_text = _("A unit asks on the page of its item; the decision stands there too.")
    template_name = "supervision/sheets.html"
    default_sort = "asked_at"
    presets = (
        Preset(pgettext_lazy("requests", "To be decided"), "state=open", is_counted=True),
        Preset(pgettext_lazy("requests", "Refused"), "state=refused"),
    )
    columns = (
        Column[RequestLine](key="number", label=_("Number"), value=lambda r: r.item_number,
                            sort="item__path", role=Role.NUMBER),
        Column[RequestLine](key="title", label=pgettext_lazy("column", "Item"),
                            value=lambda r: r.title, cell=_item, role=Role.TITLE),
        Column[RequestLine](key="kind", label=_("Kind"), value=lambda r: r.kind_label,
                            sort="kind", role=Role.CLOCK),
        Column[RequestLine](key="unit", label=pgettext_lazy("column", "Asked by"),
                            value=lambda r: r.unit, sort="unit__order", role=Role.UNIT),
        Column[RequestLine](key="asked_at", label=pgettext_lazy("column", "Asked"),
                            value=lambda r: r.asked_at, sort="asked_at", role=Role.ORIGIN),
        Column[RequestLine](key="old_due_on", label=_("Due"), value=lambda r: r.old_due_on,
                            sort="old_due_on", role=Role.ORIGIN),
        Column[RequestLine](key="until_on", label=_("Asked until"), value=lambda r: r.until_on,
                            role=Role.MORE),
        Column[RequestLine](key="reason", label=_("Reason"), value=lambda r: r.reason,
                            role=Role.MORE),
        Column[RequestLine](key="state", label=_("State"), value=lambda r: r.state_label,
                            cell=lambda r: state(REQUEST_MARKS[r.state], r.state_label),
                            sort="state", role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> RequestRows:
        return list_requests(self.actor)
