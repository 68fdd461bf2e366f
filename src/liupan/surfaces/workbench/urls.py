"""Routes of the workbench: its home, and those of the rooms beside it."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from liupan.surfaces.workbench import views

PREFIX = "work/"
app_name = "workbench"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("boards/", views.boards, name="boards"),
]
for room in ("notices_urls", "jobs_urls", "search_urls"):
    if find_spec(f"{__package__}.{room}"):
        urlpatterns += import_module(f"{__package__}.{room}").urlpatterns
