"""Routes of the administrators' console."""

from django.urls import include, path

PREFIX = "console/"
app_name = "console"
urlpatterns = [path("", include("liupan.surfaces.console.journal_urls"))]
