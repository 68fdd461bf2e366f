"""Routes of trial runs."""

from django.urls import path

from liupan.surfaces.console import trials

urlpatterns = [path("processes/<uuid:definition_id>/try/", trials.run, name="process_try")]
