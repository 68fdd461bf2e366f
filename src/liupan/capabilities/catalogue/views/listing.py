"""Lists of entries: the office's, and the one for everybody."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.catalogue.policies import EDIT
from liupan.capabilities.catalogue.queries.listing import EntryRows, list_entries, list_public
from liupan.capabilities.catalogue.queries.public import list_public_branches
from liupan.capabilities.catalogue.queries.searchable import public_page_of
from liupan.capabilities.catalogue.queries.shapes import EntryLine
from liupan.capabilities.catalogue.views.together import batches_for
from liupan.foundation.design.facade import Batch, Column, ListPage, Preset, Role, state
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import place


def entry_url(line: EntryLine) -> str:
    """The office's page of the edition."""
    return f"{place('catalogue:resource', line.resource_id)}?edition={line.number}"


CODE = Column[EntryLine](
    key="code", label=gettext_lazy("Code"), value=lambda e: e.code, sort="code", role=Role.NUMBER
)
CATEGORY = Column[EntryLine](
    key="category", label=pgettext_lazy("catalogue", "Category"), value=lambda e: e.category_name,
    sort="category", role=Role.ORIGIN,
)  # fmt: skip
UNIT = Column[EntryLine](
    key="unit", label=pgettext_lazy("catalogue", "Provider"), value=lambda e: e.unit,
    sort="unit__order", role=Role.UNIT,
)  # fmt: skip
SHARE = Column[EntryLine](
    key="share", label=gettext_lazy("Share type"), value=lambda e: e.share_label,
    sort="share_type", role=Role.MORE,
)  # fmt: skip
CYCLE = Column[EntryLine](
    key="cycle", label=gettext_lazy("Update cycle"), value=lambda e: e.cycle_label,
    role=Role.ORIGIN,
)  # fmt: skip


class EntryList(ListPage[EntryLine]):
    """All editions the actor sees: filter, sort, keep as a view, export."""

    key = "catalogue.entries"
    title = gettext_lazy("Catalogue of information resources")
    search_hint = gettext_lazy("Name, code, abstract or item")
    begin_title = gettext_lazy("No entry yet")
    begin_text = gettext_lazy("Draw up what the unit holds, then hand it in for registration.")
    template_name = "catalogue/list.html"
    default_sort = "code"
    presets = (
        Preset(pgettext_lazy("entries", "Published"), "state=29"),
        Preset(pgettext_lazy("entries", "My unit's"), "mine=true"),
        Preset(pgettext_lazy("entries", "On the way"), "state=working"),
        Preset(pgettext_lazy("entries", "Awaiting review"), "state=reviewing", is_counted=True),
        Preset(pgettext_lazy("entries", "Without ground"), "groundless=true", is_counted=True),
    )
    columns = (
        CODE,
        Column[EntryLine](key="title", label=gettext_lazy("Name of the resource"),
                          value=lambda e: e.title, sort="title", role=Role.TITLE, url=entry_url),
        UNIT,
        CATEGORY,
        SHARE,
        Column[EntryLine](key="number", label=gettext_lazy("Edition"), value=lambda e: e.number,
                          role=Role.MORE, is_number=True),
        Column[EntryLine](key="changed", label=gettext_lazy("Last changed"),
                          value=lambda e: clock.on(e.changed_at), sort="changed_at",
                          role=Role.DUE),
        Column[EntryLine](key="state", label=gettext_lazy("State"), value=lambda e: e.state_label,
                          cell=lambda e: state(e.mark, e.state_label), sort="state",
                          role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> EntryRows:
        return list_entries(self.actor, today=clock.today())

    def batches(self) -> Sequence[Batch]:
        return batches_for(self.actor)

    def more_context(self) -> dict[str, Any]:
        draws_up = may(self.actor, EDIT)
        return {
            "register_url": place("catalogue:register") if draws_up else "",
            "import_url": place("workbench:table_import", "catalogue", "entries")
            if draws_up
            else "",
            "public_url": reverse("catalogue:public"),
            "elsewhere_url": reverse("catalogue:elsewhere"),
            "facets_url": f"{reverse('catalogue:facets')}?{self.choices}",
        }


class PublicList(ListPage[EntryLine]):
    """What is published and public, by category."""

    key = "catalogue.public"
    title = gettext_lazy("Catalogue of government information resources")
    lead = gettext_lazy(
        "What departments hold, under which conditions it is shared, and how often it is updated."
    )
    search_hint = gettext_lazy("Name, code, abstract or item")
    begin_title = gettext_lazy("Nothing is published yet")
    template_name = "catalogue/public.html"
    default_sort = "code"
    columns = (
        CODE,
        Column[EntryLine](key="title", label=gettext_lazy("Name of the resource"),
                          value=lambda e: e.title, sort="title", role=Role.TITLE,
                          url=lambda e: public_page_of(e.code)),
        UNIT,
        CATEGORY,
        SHARE,
        CYCLE,
        Column[EntryLine](key="published", label=pgettext_lazy("day", "Published"),
                          value=lambda e: e.publish_on, sort="published_at", role=Role.MORE),
    )  # fmt: skip

    def rows(self) -> EntryRows:
        return list_public(today=clock.today())

    def more_context(self) -> dict[str, Any]:
        chosen = self.request.GET.get("category", "")
        branches = list_public_branches(clock.today())
        return {
            "classes": [(b, self._at_category(b.code)) for b in branches if b.level == 0],
            "parts": [
                (b, self._at_category(b.code))
                for b in branches
                if b.level and b.code.startswith(chosen[:1]) and (b.count or b.code == chosen)
            ],
            "all_url": self._at_category(""),
            "total": sum(b.count for b in branches if b.level == 0),
            "total_is_more": any(b.is_more for b in branches if b.level == 0),
            "elsewhere_url": reverse("catalogue:elsewhere"),
            "facets_url": f"{reverse('catalogue:public-facets')}?{self.choices}",
            "chosen": chosen,
        }

    def _at_category(self, code: str) -> str:
        return self.url(category=code)
