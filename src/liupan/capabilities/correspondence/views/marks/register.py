"""The register of state secrets: what is secret here, until when, what ends soon."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.queries.files import taken_out
from liupan.capabilities.correspondence.queries.marks import (
    SecretLine,
    SecretRows,
    list_secrets,
)
from liupan.capabilities.correspondence.rules.marks import Standing
from liupan.capabilities.correspondence.views.office import sections
from liupan.foundation.design.facade import Column, ListPage, Preset, Role, Rows, state
from liupan.kernel import clock
from liupan.kernel.work import place

MARKS = {
    Standing.SOON: "open",
    Standing.ENDED: "late",
    Standing.RUNS: "run",
    Standing.RELEASED: "done",
}


def _title(line: SecretLine) -> Any:
    return format_html('<a class="lp-quiet" href="{}">{}</a>', line.url, line.title)


class SecretList(ListPage[SecretLine]):
    """State secrets the actor may see, those first whose period ends first."""

    key = "correspondence.secrets"
    title = gettext_lazy("State secrets")
    search_hint = gettext_lazy("Number or title")
    begin_title = gettext_lazy("No state secret here")
    begin_text = gettext_lazy(
        "A document with a secrecy mark stands here from the day it is signed off or received"
        " until it is released, and afterwards."
    )
    template_name = "correspondence/secret_list.html"
    default_sort = "ends_on"
    presets = (
        Preset(pgettext_lazy("secrets", "End soon"), "standing=soon", is_counted=True),
        Preset(pgettext_lazy("secrets", "To be reviewed"), "standing=ended", is_counted=True),
        Preset(pgettext_lazy("secrets", "Released"), "standing=released"),
    )
    columns = (
        Column[SecretLine](key="number", label=gettext_lazy("Number"), value=lambda r: r.number,
                           role=Role.NUMBER),
        Column[SecretLine](key="title", label=pgettext_lazy("column", "Title"),
                           value=lambda r: r.title, cell=_title, role=Role.TITLE),
        Column[SecretLine](key="unit", label=gettext_lazy("Unit"), value=lambda r: r.unit,
                           role=Role.UNIT),
        Column[SecretLine](key="mark", label=gettext_lazy("Secrecy mark"), value=lambda r: r.mark,
                           sort="level", role=Role.CLOCK),
        Column[SecretLine](key="since", label=gettext_lazy("Determined on"),
                           value=lambda r: r.since, sort="since", role=Role.ORIGIN),
        Column[SecretLine](key="ends_on", label=gettext_lazy("Period ends"),
                           value=lambda r: r.ends_on, sort="ends_on", role=Role.MORE),
        Column[SecretLine](key="standing", label=gettext_lazy("State"),
                           value=lambda r: r.standing_label,
                           cell=lambda r: state(MARKS[r.standing], r.standing_label),
                           role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> SecretRows:
        return list_secrets(self.actor, now=clock.now())

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Official documents"), place("correspondence:home")), (str(self.title), "")]

    def taken_out(self, rows: Rows[SecretLine]) -> Rows[SecretLine]:
        return taken_out(rows, self.actor, unit="unit_id", secrecy="level")

    def more_context(self) -> dict[str, Any]:
        return {"sections": sections("secrets")}
