"""Addresses elsewhere and how they answer, for who answers for open data."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.opendata.queries.links import LinkLine, list_links
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.foundation.design.facade import Column, ListPage, Preset, Role, state
from liupan.kernel.work import Text


def _standing(line: LinkLine) -> tuple[str, Text]:
    if line.dead_since:
        return "late", pgettext_lazy("address", "does not answer")
    if line.failures:
        return "check", pgettext_lazy("address", "failed the last time")
    if line.looked_at is None:
        return "none", pgettext_lazy("address", "not looked at yet")
    return "done", pgettext_lazy("address", "answers")


class LinkList(ListPage[LinkLine]):
    """Addresses of the gallery and of licences (外部链接)."""

    key = "opendata.links"
    title = gettext_lazy("Addresses elsewhere")
    lead = gettext_lazy(
        "Looked at by night: dead after several failures in a row, well at the first answer."
    )
    search_hint = gettext_lazy("Web address")
    begin_title = gettext_lazy("No address yet")
    begin_text = gettext_lazy("They come from the gallery and the licences, at the next night.")
    default_sort = "-dead"
    presets = (Preset(pgettext_lazy("addresses", "Not answering"), "dead=true", is_counted=True),)
    columns = (
        Column[LinkLine](key="address", label=gettext_lazy("Web address"),
                         value=lambda d: d.address, sort="address", role=Role.TITLE),
        Column[LinkLine](key="stands", label=gettext_lazy("Stands on"),
                         value=lambda d: d.stands_on, url=lambda d: d.url, role=Role.MORE),
        Column[LinkLine](key="said", label=gettext_lazy("What was wrong"),
                         value=lambda d: d.said, role=Role.MORE),
        Column[LinkLine](key="looked", label=gettext_lazy("Looked at the last time"),
                         value=lambda d: d.looked_at, sort="looked_at", role=Role.MORE),
        Column[LinkLine](key="dead", label=gettext_lazy("Not answering since"),
                         value=lambda d: d.dead_since, sort="dead_since", role=Role.MORE),
        Column[LinkLine](key="state", label=gettext_lazy("State"),
                         value=lambda d: str(_standing(d)[1]),
                         cell=lambda d: state(*_standing(d)), role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[LinkLine]:
        return list_links()
