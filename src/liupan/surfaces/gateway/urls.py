"""Routes of the gateway."""

from django.urls import path

from liupan.surfaces.gateway.api import api
from liupan.surfaces.gateway.views import healthz, metrics

PREFIX = ""
urlpatterns = [
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
