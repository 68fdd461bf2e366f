"""Routes of the portal's own pages."""

from django.urls import path

from liupan.surfaces.portal import views

PREFIX = ""
app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggestions, name="search_suggest"),
    path("robots.txt", views.robots, name="robots"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
