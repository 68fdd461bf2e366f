"""Routes of harvesting: sources, their runs, and the entries of other catalogues."""

from django.urls import path

from liupan.capabilities.catalogue.views import elsewhere, harvests
from liupan.foundation.design.facade import public

SOURCE = "sources/<uuid:source_id>/"

urlpatterns = [
    path("elsewhere/", public(elsewhere.ElsewhereList.as_view()), name="elsewhere"),
    path("elsewhere/<uuid:entry_id>/", elsewhere.entry, name="elsewhere-entry"),
    path("sources/", harvests.sources, name="sources"),
    path("sources/add/", harvests.add, name="source-add"),
    path(SOURCE, harvests.source, name="source"),
    path(f"{SOURCE}change/", harvests.change, name="source-change"),
    path(f"{SOURCE}run/", harvests.run, name="source-run"),
    path(f"{SOURCE}end/", harvests.end, name="source-end"),
    path(f"{SOURCE}<uuid:run_id>/settle/", harvests.settle, name="source-settle"),
]
