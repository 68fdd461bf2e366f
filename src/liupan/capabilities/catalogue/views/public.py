"""An entry as everybody may see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.public import get_public_entry
from liupan.capabilities.catalogue.queries.searchable import public_page_of
from liupan.capabilities.catalogue.views.elements import Given, facts_of, item_rows
from liupan.capabilities.catalogue.views.negotiating import form_asked, patched, see_other
from liupan.capabilities.catalogue.views.reading import actor_of
from liupan.foundation.design.facade import public
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import place


@public
@require_safe
def entry(request: HttpRequest, category: str, number: str) -> HttpResponse:
    """The published edition with its elements and the items that are shared; as linked data for
    who asks for that."""
    if form := form_asked(request):
        return see_other(reverse("catalogue:dataset", args=[category, number, form]))
    found = get_public_entry(f"{category}/{number}")
    lists = code_lists(clock.today())
    given = Given(code=found.code, provider=found.provider, publish_on=found.publish_on)
    home = reverse("catalogue:public")
    context = {
        "entry": found,
        "facts": facts_of(found.said, given, lists),
        "items": item_rows(found.said.items, lists),
        "related": [(code, title, public_page_of(code)) for code, title in found.related],
        "way": [(name, f"{home}?category={code}") for code, name in lists.above(category)],
        "crumbs": [(_("Catalogue"), home), (found.code, "")],
        "office_url": place("catalogue:resource", found.resource_id)
        if may(actor_of(request), READ)
        else "",
    }
    return patched(render(request, "catalogue/public_entry.html", context))
