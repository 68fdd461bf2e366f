"""The list of items."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.supervision.policies import SUPERVISE
from liupan.capabilities.supervision.queries.items import list_items
from liupan.capabilities.supervision.queries.listing import ItemRows
from liupan.capabilities.supervision.queries.shapes import ItemLine
from liupan.foundation.design.facade import (
    Batch,
    Column,
    ListPage,
    Preset,
    Role,
    barcell,
    sheet,
    state,
)
from liupan.foundation.design.facade import clock as drawn_clock
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import place


def item_url(line: ItemLine) -> str:
    """The item's page."""
    return place("supervision:item", line.id)


def _title(line: ItemLine) -> Any:
    called = format_html('<a class="lp-quiet" href="{}">{}</a>', item_url(line), line.title)
    return (
        format_html("{} {}", called, sheet(line.sheet, line.sheet_label)) if line.sheet else called
    )


def _in_year(number: str) -> str:
    """〔2017〕86号: in this list every number begins with the same characters."""
    return number[max(number.find("〔"), 0) :]


class ItemList(ListPage[ItemLine]):
    """All items the actor may see: filter, sort, keep as a view, act on chosen ones, export."""

    key = "supervision.items"
    title = gettext_lazy("Items of supervision")
    search_hint = gettext_lazy("Number or title")
    begin_title = gettext_lazy("No item yet")
    begin_text = gettext_lazy("What is to be supervised is registered, then handed over to a unit.")
    template_name = "supervision/list.html"
    default_sort = "due"
    opens_with = "state=open"
    presets = (
        Preset(pgettext_lazy("items", "Open"), opens_with),
        Preset(pgettext_lazy("items", "Due this quarter"), "state=open&due=quarter"),
        Preset(pgettext_lazy("items", "Mine"), "state=open&mine=true"),
        Preset(
            pgettext_lazy("items", "Orange and red sheets"),
            "sheet=orange&sheet=red",
            is_counted=True,
        ),
        Preset(pgettext_lazy("items", "Late and open"), "state=open&late=true"),
        Preset(pgettext_lazy("items", "Closed late"), "state=closed&state=archived&late=true"),
    )
    columns = (
        Column[ItemLine](key="number", label=gettext_lazy("Number"), value=lambda i: i.number,
                         cell=lambda i: _in_year(i.number), sort="path", role=Role.NUMBER),
        Column[ItemLine](key="title", label=pgettext_lazy("column", "Item"),
                         value=lambda i: i.title, cell=_title, role=Role.TITLE),
        Column[ItemLine](key="origin", label=gettext_lazy("Origin"),
                         value=lambda i: i.origin_label, role=Role.ORIGIN),
        Column[ItemLine](key="lead", label=gettext_lazy("Lead unit"), value=lambda i: i.lead_unit,
                         sort="lead_unit__order", role=Role.UNIT),
        Column[ItemLine](key="due", label=gettext_lazy("Due"), value=lambda i: i.due_on,
                         sort="due_on", role=Role.DUE),
        Column[ItemLine](key="clock", label=pgettext_lazy("column", "Clock"),
                         value=lambda i: i.clock.text if i.clock else "",
                         cell=lambda i: drawn_clock(i.clock.badge if i.clock else None),
                         role=Role.CLOCK),
        Column[ItemLine](key="percent", label=pgettext_lazy("column", "Done"),
                         value=lambda i: i.percent, cell=lambda i: barcell(i.percent),
                         role=Role.BAR),
        Column[ItemLine](key="state", label=gettext_lazy("State"), value=lambda i: i.state_label,
                         cell=lambda i: state(i.mark, i.state_label), sort="state",
                         role=Role.STATE),
    )  # fmt: skip

    chosen: Collection[UUID] | None = None
    """Only these, for the export of chosen rows."""

    @cached_property
    def _seen(self) -> ItemRows:
        found = list_items(self.actor, now=clock.now())
        return found if self.chosen is None else found.only(self.chosen)

    def rows(self) -> ItemRows:
        return self._seen

    def batches(self) -> Sequence[Batch]:
        export = Batch(_("Export chosen"), reverse("supervision:export-chosen"), "download")
        if not may(self.actor, SUPERVISE):
            return (export,)
        acts = (
            ("hand-over", pgettext_lazy("act", "Hand over"), "right"),
            ("urge", pgettext_lazy("act", "Urge"), "bell"),
            ("reassign", pgettext_lazy("act", "Pass on"), "out"),
        )
        url = "supervision:act-on-chosen"
        return [*(Batch(words, reverse(url, args=[a]), icon) for a, words, icon in acts), export]

    def more_context(self) -> dict[str, Any]:
        supervises = may(self.actor, SUPERVISE)
        return {
            "board_url": f"{reverse('supervision:board')}?{self.choices}",
            "register_url": place("supervision:register") if supervises else "",
            "from_plan_url": place("supervision:from-plan") if supervises else "",
            "import_url": place("workbench:table_import", "supervision", "items")
            if supervises
            else "",
        }
