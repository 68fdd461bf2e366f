"""Routes of the lineage picture."""

from django.urls import path

from liupan.capabilities.catalogue.views.board import lineage

urlpatterns = [
    path("lineage/", lineage.city, name="lineage"),
    path("lineage/resource/<uuid:resource_id>/", lineage.of_resource, name="lineage-resource"),
    path("lineage/unit/<uuid:unit_id>/", lineage.of_unit, name="lineage-unit"),
]
