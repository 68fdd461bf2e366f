"""Routes of the supervision office: each `urls_*` module brings its own."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import include, path

from liupan.capabilities import supervision

PREFIX = "supervision/"
app_name = "supervision"
urlpatterns = [
    path("", include(import_module(f"{supervision.__name__}.{module.name}")))
    for module in iter_modules(supervision.__path__)
    if module.name.startswith("urls_")
]
