"""Addresses that CKAN's clients ask; `gateway` mounts them at the root."""

from django.urls import path

from liupan.capabilities.opendata.views.ckan import actions

urlpatterns = [
    path("api/3/action/<slug:name>", actions.action, name="ckan_action"),
    path("api/action/<slug:name>", actions.action, name="ckan_action_plain"),
    path("datastore/dump/<str:resource>", actions.dump, name="ckan_dump"),
]
