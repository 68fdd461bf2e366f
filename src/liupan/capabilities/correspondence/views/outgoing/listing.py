"""The list of outgoing documents."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.policies import DRAFT
from liupan.capabilities.correspondence.queries.files import taken_out
from liupan.capabilities.correspondence.queries.outgoing import (
    OutgoingLine,
    OutgoingRows,
    list_outgoing,
)
from liupan.capabilities.correspondence.views.office import sections
from liupan.foundation.design.facade import (
    Column,
    ListPage,
    Preset,
    Role,
    Rows,
    state,
    tag,
)
from liupan.foundation.design.facade import clock as drawn_clock
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import place


def document_url(line: OutgoingLine) -> str:
    """The document's page."""
    return place("correspondence:outgoing", line.id)


def _title(line: OutgoingLine) -> Any:
    called = format_html('<a class="lp-quiet" href="{}">{}</a>', document_url(line), line.title)
    if not line.urgency:
        return called
    return format_html("{} {}", called, tag(line.urgency, "doc"))


def _day(line: OutgoingLine) -> date:
    return line.dispatched_on or line.drafted_on


class OutgoingList(ListPage[OutgoingLine]):
    """Outgoing documents the actor may see: filter, sort, keep as a view, export."""

    key = "correspondence.outgoing"
    title = gettext_lazy("Outgoing documents")
    search_hint = gettext_lazy("Number or title")
    begin_title = gettext_lazy("No outgoing document yet")
    begin_text = gettext_lazy(
        "A document begins with a draft; it is then reviewed, signed off, numbered, sealed and"
        " dispatched."
    )
    template_name = "correspondence/outgoing_list.html"
    default_sort = "-drafted"
    presets = (
        Preset(pgettext_lazy("documents", "Wait for me"), "waits=true", is_counted=True),
        Preset(pgettext_lazy("documents", "Drafted by me"), "mine=true"),
        Preset(pgettext_lazy("documents", "Of my units"), "own=true"),
        Preset(
            pgettext_lazy("documents", "To number, seal, dispatch"),
            "state=numbering&state=rendering&state=sealing&state=dispatching",
        ),
    )
    columns = (
        Column[OutgoingLine](key="number", label=gettext_lazy("Document number"),
                             value=lambda d: d.number, sort="number", role=Role.NUMBER),
        Column[OutgoingLine](key="title", label=pgettext_lazy("column", "Title"),
                             value=lambda d: d.title, cell=_title, role=Role.TITLE),
        Column[OutgoingLine](key="type", label=pgettext_lazy("document", "Type"),
                             value=lambda d: d.type, role=Role.ORIGIN),
        Column[OutgoingLine](key="unit", label=pgettext_lazy("document", "Issuing unit"),
                             value=lambda d: d.issuing_unit, sort="issuing_unit__order",
                             role=Role.UNIT),
        Column[OutgoingLine](key="drafting", label=gettext_lazy("Drafting unit"),
                             value=lambda d: d.drafting_unit, role=Role.BAR),
        Column[OutgoingLine](key="drafted", label=gettext_lazy("Day"), value=_day,
                             sort="drafted_at", role=Role.DUE),
        Column[OutgoingLine](key="clock", label=pgettext_lazy("column", "Clock"),
                             value=lambda d: d.clock.text if d.clock else "",
                             cell=lambda d: drawn_clock(d.clock.badge if d.clock else None),
                             role=Role.CLOCK),
        Column[OutgoingLine](key="state", label=gettext_lazy("State"),
                             value=lambda d: d.state_label,
                             cell=lambda d: state(d.mark, d.state_label), sort="state",
                             role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> OutgoingRows:
        return list_outgoing(self.actor, now=clock.now())

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Official documents"), place("correspondence:home")), (str(self.title), "")]

    def taken_out(self, rows: Rows[OutgoingLine]) -> Rows[OutgoingLine]:
        return taken_out(rows, self.actor, unit="issuing_unit_id")

    def more_context(self) -> dict[str, Any]:
        drafts = may(self.actor, DRAFT)
        return {
            "new_url": place("correspondence:draft-new") if drafts else "",
            "sections": sections("outgoing-list"),
        }
