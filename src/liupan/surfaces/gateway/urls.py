"""Routes of the gateway."""

from django.urls import path

from liupan.surfaces.gateway.api import api
from liupan.surfaces.gateway.views import description, healthz, metrics, root

PREFIX = ""
urlpatterns = [
    path("api/v1/", root, name="api"),
    path("api/v1/openapi.json", description, name="openapi"),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
