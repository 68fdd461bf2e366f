"""Entries of other catalogues, as of their source."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.policies import HARVEST
from liupan.capabilities.catalogue.queries.harvested import (
    ForeignLine,
    get_elsewhere,
    list_elsewhere,
)
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import (
    Column,
    Fact,
    ListPage,
    QueryRows,
    Role,
    city_day,
    public,
)
from liupan.kernel.authority import may
from liupan.kernel.work import place


class ElsewhereList(ListPage[ForeignLine]):
    """What other catalogues say they hold; who may read the office's sees all sources."""

    key = "catalogue.elsewhere"
    title = gettext_lazy("Catalogues of others")
    lead = gettext_lazy(
        "Entries of counties and of the region, as their own catalogues have them. They are changed"
        " there, not here."
    )
    search_hint = gettext_lazy("Name, provider or abstract")
    begin_title = gettext_lazy("No catalogue of others is harvested yet")
    template_name = "catalogue/elsewhere.html"
    default_sort = "title"
    columns = (
        Column[ForeignLine](key="title", label=gettext_lazy("Name of the resource"),
                            value=lambda e: e.title, sort="title", role=Role.TITLE,
                            url=lambda e: place("catalogue:elsewhere-entry", e.id)),
        Column[ForeignLine](key="provider", label=pgettext_lazy("catalogue", "Provider"),
                            value=lambda e: e.provider, role=Role.UNIT),
        Column[ForeignLine](key="source", label=pgettext_lazy("catalogue", "Source"),
                            value=lambda e: e.source, role=Role.ORIGIN),
        Column[ForeignLine](key="modified", label=gettext_lazy("Changed there"),
                            value=lambda e: e.modified_on, sort="modified_on", role=Role.MORE),
    )  # fmt: skip

    def rows(self) -> QueryRows[ForeignLine]:
        return list_elsewhere(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {
            "ours_url": reverse("catalogue:public"),
            "sources_url": place("catalogue:sources") if may(self.actor, HARVEST) else "",
        }


@public
@require_safe
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One of them, with the way to where it is kept."""
    found = get_elsewhere(actor_of(request), entry_id)
    facts = [
        Fact(name=name, value=value or "—")
        for name, value in (
            (pgettext("catalogue", "Source"), found.source),
            (_("Number in the source"), found.foreign_id),
            (_("Abstract"), found.abstract),
            (_("Keywords"), "、".join(found.keywords)),
            (_("Changed there"), city_day(found.modified_on) if found.modified_on else ""),
        )
    ]
    context = {
        "entry": found,
        "facts": facts,
        "crumbs": [(_("Catalogues of others"), reverse("catalogue:elsewhere")), (found.title, "")],
    }
    return render(request, "catalogue/elsewhere_entry.html", context)
