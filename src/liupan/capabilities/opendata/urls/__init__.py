"""Routes of open data: each module beside this one brings its own."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import include, path

PREFIX = "opendata/"
app_name = "opendata"
urlpatterns = [
    path("", include(import_module(f"{__name__}.{module.name}")))
    for module in iter_modules(__path__)
]
