"""Routes of services that are tried out."""

from django.urls import path

from liupan.capabilities.exchange.views import trying

urlpatterns = [path("mine/<uuid:grant_id>/try/", trying.try_out, name="try")]
