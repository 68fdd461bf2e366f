"""Routes of `parcels`: each module beside this one brings its own."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import include, path

PREFIX = "parcels/"
app_name = "parcels"
urlpatterns = [
    path("", include(import_module(f"{__name__}.{module.name}")))
    for module in iter_modules(__path__)
]
