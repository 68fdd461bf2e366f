"""Routes of databases that are read by the clock."""

from django.urls import path

from liupan.capabilities.exchange.views import pulling

SOURCE = "services/<uuid:service_id>/source/"

urlpatterns = [
    path(SOURCE, pulling.source, name="source"),
    path(f"{SOURCE}set/", pulling.set_up, name="source-set"),
    path(f"{SOURCE}map/", pulling.map_, name="source-map"),
    path(f"{SOURCE}act/", pulling.act, name="source-act"),
]
