"""Routes of the cockpit."""

from django.urls import path

from liupan.surfaces.cockpit import views

PREFIX = "cockpit/"
app_name = "cockpit"
urlpatterns = [path("", views.page, name="page")]
