"""The list of incoming documents."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.policies import REGISTRY
from liupan.capabilities.correspondence.queries.files import taken_out
from liupan.capabilities.correspondence.queries.incoming import (
    IncomingLine,
    IncomingRows,
    list_incoming,
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


def _title(line: IncomingLine) -> Any:
    url = place("correspondence:incoming", line.id)
    called = format_html('<a class="lp-quiet" href="{}">{}</a>', url, line.title)
    marks = [one for one in (line.urgency, line.mark) if one]
    for one in marks:
        called = format_html("{} {}", called, tag(one, "doc"))
    return called


class IncomingList(ListPage[IncomingLine]):
    """All incoming documents the actor may see: filter, sort, keep as a view, export."""

    key = "correspondence.incoming"
    title = gettext_lazy("Incoming documents")
    search_hint = gettext_lazy("Title, number or sender")
    begin_title = gettext_lazy("No document yet")
    begin_text = gettext_lazy(
        "What is sent to your units appears here by itself; what comes on paper is entered."
    )
    template_name = "correspondence/incoming_list.html"
    default_sort = "-arrived"
    opens_with = "state=open"
    presets = (
        Preset(pgettext_lazy("documents", "Open"), opens_with),
        Preset(pgettext_lazy("documents", "To sign for"), "state=arrived", is_counted=True),
        Preset(
            pgettext_lazy("documents", "To register and review"),
            "state=signed_for&state=registered",
            is_counted=True,
        ),
        Preset(
            pgettext_lazy("documents", "Being handled"),
            "state=proposing&state=instructing&state=handling",
        ),
        Preset(pgettext_lazy("documents", "Mine"), "state=open&mine=true"),
        Preset(pgettext_lazy("documents", "Late and open"), "state=open&late=true"),
    )
    columns = (
        Column[IncomingLine](key="number", label=gettext_lazy("Register number"),
                             value=lambda d: d.number, sort="number", role=Role.NUMBER),
        Column[IncomingLine](key="title", label=pgettext_lazy("column", "Document"),
                             value=lambda d: d.title, cell=_title, role=Role.TITLE),
        Column[IncomingLine](key="from", label=gettext_lazy("Sent by"),
                             value=lambda d: d.from_name, role=Role.UNIT),
        Column[IncomingLine](key="theirs", label=gettext_lazy("Its number"),
                             value=lambda d: d.their_number, role=Role.ORIGIN),
        Column[IncomingLine](key="arrived", label=pgettext_lazy("column", "Arrived"),
                             value=lambda d: clock.on(d.arrived_at), sort="arrived_at",
                             role=Role.DUE),
        Column[IncomingLine](key="with", label=pgettext_lazy("column", "With"),
                             value=lambda d: d.with_whom, role=Role.ORIGIN),
        Column[IncomingLine](key="due", label=pgettext_lazy("document", "Due"),
                             value=lambda d: d.due_on,
                             sort="due_on", role=Role.DUE),
        Column[IncomingLine](key="clock", label=pgettext_lazy("column", "Clock"),
                             value=lambda d: d.clock.text if d.clock else "",
                             cell=lambda d: drawn_clock(d.clock.badge if d.clock else None),
                             role=Role.CLOCK),
        Column[IncomingLine](key="state", label=gettext_lazy("State"),
                             value=lambda d: d.state_label,
                             cell=lambda d: state(d.state_mark, d.state_label), sort="state",
                             role=Role.STATE),
    )  # fmt: skip

    @cached_property
    def _seen(self) -> IncomingRows:
        return list_incoming(self.actor, now=clock.now())

    def rows(self) -> IncomingRows:
        return self._seen

    def taken_out(self, rows: Rows[IncomingLine]) -> Rows[IncomingLine]:
        return taken_out(rows, self.actor, unit="unit_id")

    def more_context(self) -> dict[str, Any]:
        enters = may(self.actor, REGISTRY)
        return {
            "sections": sections("incoming-list"),
            "enter_url": reverse("correspondence:incoming-enter") if enters else "",
        }
