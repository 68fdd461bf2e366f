"""Routes of the designer of processes."""

from django.urls import path

from liupan.surfaces.console import designing

urlpatterns = [
    path("processes/<uuid:definition_id>/draw/", designing.draw, name="process_draw"),
    path("processes/<uuid:definition_id>/sketch/", designing.sketch, name="process_sketch"),
]
