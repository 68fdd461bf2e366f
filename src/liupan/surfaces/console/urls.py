"""Routes of the console: the `*_urls` module of each subject brings its own."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import include, path

from liupan.surfaces import console

PREFIX = "console/"
app_name = "console"
urlpatterns = [
    path("", include(import_module(f"{console.__name__}.{module.name}")))
    for module in iter_modules(console.__path__)
    if module.name.endswith("_urls")
]
