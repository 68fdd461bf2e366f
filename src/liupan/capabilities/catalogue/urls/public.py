"""Routes for everybody: the catalogue, and each entry by its code."""

from django.urls import path

from liupan.capabilities.catalogue.views import facets, listing, public
from liupan.foundation.design.facade import public as for_everybody

urlpatterns = [
    path("", for_everybody(listing.PublicList.as_view()), name="public"),
    path("facets/", facets.public_facets, name="public-facets"),
    path("entries/facets/", facets.office_facets, name="facets"),
    path("entry/<slug:category>/<slug:number>/", public.entry, name="public-entry"),
]
