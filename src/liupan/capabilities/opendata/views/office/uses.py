"""How the datasets of units are used: by dataset, by day."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.queries.uses import Day, UseLine, list_days, list_uses
from liupan.foundation.design.facade import Column, ListPage, Role
from liupan.kernel import clock
from liupan.kernel.work import place


class UseList(ListPage[UseLine]):
    """Datasets by how often they are used (使用情况)."""

    key = "opendata.uses"
    title = gettext_lazy("Use of open data")
    lead = gettext_lazy(
        "Requests that were counted, some minutes ago at most; nothing of who asked is kept."
    )
    search_hint = gettext_lazy("Name")
    begin_title = gettext_lazy("No dataset yet")
    template_name = "opendata/uses.html"
    default_sort = "-recent"
    columns = (
        Column[UseLine](key="title", label=gettext_lazy("Name"), value=lambda d: d.title,
                        sort="title", role=Role.TITLE,
                        url=lambda d: place("opendata:staff-dataset", d.id)),
        Column[UseLine](key="unit", label=gettext_lazy("Unit"), value=lambda d: d.unit,
                        sort="unit__order", role=Role.UNIT),
        Column[UseLine](key="views", label=gettext_lazy("Times viewed"), value=lambda d: d.views,
                        sort="use__views", role=Role.MORE),
        Column[UseLine](key="downloads", label=gettext_lazy("Downloads"),
                        value=lambda d: d.downloads, sort="use__downloads", role=Role.MORE),
        Column[UseLine](key="calls", label=gettext_lazy("Times called"), value=lambda d: d.calls,
                        sort="use__calls", role=Role.MORE),
        Column[UseLine](key="recent", label=gettext_lazy("Uses in 90 days"),
                        value=lambda d: d.recent, sort="use__recent", role=Role.MORE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[UseLine]:
        return list_uses(self.actor)

    def more_context(self) -> dict[str, Any]:
        days = list_days(self.actor, clock.today())
        return {"days": days[::-1], "option": option_of(days), "words": _("Uses day by day")}


def option_of(days: list[Day]) -> dict[str, Any]:
    """What ECharts draws: a line for each way."""
    names = (_("Times viewed"), _("Downloads"), _("Times called"))
    return {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "xAxis": {"type": "category", "data": [day[0].isoformat() for day in days]},
        "yAxis": {"type": "value"},
        "series": [
            {"type": "line", "name": name, "showSymbol": False, "data": [d[n] for d in days]}
            for n, name in enumerate(names, start=1)
        ],
    }
