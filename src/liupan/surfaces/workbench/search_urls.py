"""Routes of the global search."""

from django.urls import path

from liupan.surfaces.workbench import search

urlpatterns = [
    path("search/", search.results, name="search"),
    path("units/<uuid:unit_id>/", search.unit, name="unit"),
    path("search/suggest/", search.suggestions, name="search_suggest"),
]
