"""Routes of quality reports."""

from django.urls import path

from liupan.capabilities.exchange.views import quality

urlpatterns = [
    path("services/<uuid:service_id>/quality/", quality.quality, name="service-quality"),
]
