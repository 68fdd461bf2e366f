"""Routes of the office: list, entry, editor, reviews."""

from django.urls import path

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.views import drawing_up, entry, listing
from liupan.capabilities.catalogue.views.acting import acting
from liupan.capabilities.catalogue.views.deeds import DEEDS
from liupan.capabilities.catalogue.views.together import DEEDS_ON_MANY, acting_on_chosen
from liupan.foundation.design.facade import requires

RESOURCE = "resources/<uuid:resource_id>/"

urlpatterns = [
    path("entries/", requires(READ)(listing.EntryList.as_view()), name="list"),
    *(
        path(f"entries/chosen/{deed.key}/", acting_on_chosen(deed), name=f"chosen-{deed.key}")
        for deed in DEEDS_ON_MANY
    ),
    path("register/", drawing_up.register, name="register"),
    path(RESOURCE, entry.resource, name="resource"),
    path(f"{RESOURCE}compare/", entry.compare, name="compare"),
    path(f"{RESOURCE}begin/", drawing_up.begin, name="begin"),
    path(f"{RESOURCE}<int:number>/edit/", drawing_up.edit, name="edit"),
    *(path(f"{RESOURCE}<int:number>/{deed.key}/", acting(deed), name=deed.key) for deed in DEEDS),
]
