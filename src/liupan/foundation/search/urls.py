"""Routes of the public search."""

from django.urls import path

from liupan.foundation.search import views

PREFIX = "search/"
app_name = "search"
urlpatterns = [path("", views.results, name="results")]
