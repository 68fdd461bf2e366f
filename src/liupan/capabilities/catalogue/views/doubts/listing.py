"""Lists of doubts, and of corrections that one's units hear of."""

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.catalogue.policies import FLAG
from liupan.capabilities.catalogue.queries.doubts.listing import (
    CorrectionRows,
    DoubtRows,
    list_corrections,
    list_doubts,
)
from liupan.capabilities.catalogue.queries.doubts.shapes import CorrectionLine, DoubtLine
from liupan.foundation.design.facade import Column, ListPage, Preset, Role, state
from liupan.foundation.design.facade import clock as drawn
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import place

BETWEEN = "、"


def _due(line: DoubtLine) -> Any:
    return drawn(line.reading.badge) if line.reading else ""


class DoubtList(ListPage[DoubtLine]):
    """All doubts of one's sides: filter, sort, keep as a view, export. Nothing of the records."""

    key = "catalogue.doubts"
    title = gettext_lazy("Doubts about records")
    search_hint = gettext_lazy("Number, code or name of the resource")
    begin_title = gettext_lazy("No doubt yet")
    begin_text = gettext_lazy(
        "Who uses a record that looks wrong says so here; the provider checks it within its limit."
    )
    template_name = "catalogue/doubts.html"
    default_sort = "-flagged"
    presets = (
        Preset(pgettext_lazy("doubts", "Open"), "state=open", is_counted=True),
        Preset(pgettext_lazy("doubts", "About my unit's records"), "side=provider&state=open"),
        Preset(pgettext_lazy("doubts", "Raised by my unit"), "side=flagger"),
        Preset(pgettext_lazy("doubts", "Late"), "late=true", is_counted=True),
    )
    columns = (
        Column[DoubtLine](key="number", label=gettext_lazy("Number"), value=lambda d: d.number,
                          role=Role.NUMBER),
        Column[DoubtLine](key="title", label=gettext_lazy("Name of the resource"),
                          value=lambda d: d.title, sort="title", role=Role.TITLE,
                          url=lambda d: place("catalogue:doubt", d.id)),
        Column[DoubtLine](key="items", label=pgettext_lazy("doubts", "Doubted items"),
                          value=lambda d: BETWEEN.join(d.items), role=Role.MORE),
        Column[DoubtLine](key="unit", label=pgettext_lazy("catalogue", "Provider"),
                          value=lambda d: d.unit, sort="unit__order", role=Role.UNIT),
        Column[DoubtLine](key="flagger", label=pgettext_lazy("doubt", "Raised by"),
                          value=lambda d: d.flagger, sort="flagger_unit__order",
                          role=Role.ORIGIN),
        Column[DoubtLine](key="flagged", label=pgettext_lazy("doubt", "Raised on"),
                          value=lambda d: clock.on(d.flagged_at), sort="flagged_at",
                          role=Role.MORE),
        Column[DoubtLine](key="due", label=pgettext_lazy("doubt", "Answer due"),
                          value=lambda d: d.due_on, cell=_due, sort="due_on", role=Role.DUE),
        Column[DoubtLine](key="days", label=pgettext_lazy("doubt", "Working days until the fix"),
                          value=lambda d: d.fix_days, sort="fix_days", role=Role.MORE,
                          is_number=True),
        Column[DoubtLine](key="state", label=gettext_lazy("State"), value=lambda d: d.state_label,
                          cell=lambda d: state(d.mark, d.state_label), sort="state",
                          role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> DoubtRows:
        return list_doubts(self.actor)

    def more_context(self) -> dict[str, Any]:
        flags = may(self.actor, FLAG)
        return {
            "flag_url": place("catalogue:doubt-flag") if flags else "",
            "corrections_url": place("catalogue:corrections") if flags else "",
        }


class CorrectionList(ListPage[CorrectionLine]):
    """What was corrected in records that one's units use."""

    key = "catalogue.corrections"
    title = gettext_lazy("Corrections of records that my unit uses")
    search_hint = gettext_lazy("Number, code or name of the resource")
    begin_title = gettext_lazy("No correction yet")
    template_name = "catalogue/corrections.html"
    default_sort = "-told"
    presets = (
        Preset(pgettext_lazy("corrections", "To be taken over"), "open=true", is_counted=True),
    )
    columns = (
        Column[CorrectionLine](key="number", label=gettext_lazy("Number"),
                               value=lambda c: c.number, role=Role.NUMBER),
        Column[CorrectionLine](key="title", label=gettext_lazy("Name of the resource"),
                               value=lambda c: c.title, sort="doubt__title", role=Role.TITLE,
                               url=lambda c: place("catalogue:correction", c.id)),
        Column[CorrectionLine](key="items", label=pgettext_lazy("corrections", "Corrected items"),
                               value=lambda c: BETWEEN.join(c.items), role=Role.MORE),
        Column[CorrectionLine](key="provider", label=pgettext_lazy("catalogue", "Provider"),
                               value=lambda c: c.provider, role=Role.UNIT),
        Column[CorrectionLine](key="unit", label=pgettext_lazy("corrections", "Used by"),
                               value=lambda c: c.unit, role=Role.ORIGIN),
        Column[CorrectionLine](key="told", label=pgettext_lazy("corrections", "Told on"),
                               value=lambda c: clock.on(c.told_at), sort="told_at",
                               role=Role.DUE),
        Column[CorrectionLine](key="effective", label=pgettext_lazy("doubt", "In force from"),
                               value=lambda c: c.effective_on, role=Role.MORE),
        Column[CorrectionLine](key="state", label=gettext_lazy("State"),
                               value=lambda c: str(_taken(c)[1]),
                               cell=lambda c: state(*_taken(c)), role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> CorrectionRows:
        return list_corrections(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {"doubts_url": place("catalogue:doubts")}


def _taken(line: CorrectionLine) -> tuple[str, Any]:
    if line.is_replaced:
        return "none", pgettext_lazy("correction", "replaced by a later one")
    if line.taken_at:
        return "done", pgettext_lazy("correction", "taken over")
    return "run", pgettext_lazy("correction", "to be taken over")
