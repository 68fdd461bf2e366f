"""Routes of the gateway: its own, and foreign interfaces that offices serve at addresses which are
not ours to choose (`foreign.py` with `urlpatterns`)."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from liupan.surfaces.gateway.api import api
from liupan.surfaces.gateway.views import description, healthz, metrics, root

PREFIX = ""


def _foreign() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for app in settings.LIUPAN_APPS:
        if find_spec(f"{app}.foreign"):
            found += import_module(f"{app}.foreign").urlpatterns
    return found


urlpatterns = [
    path("api/v1/", root, name="api"),
    path("api/v1/openapi.json", description, name="openapi"),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    *_foreign(),
]
