"""Routes of secrecy marks."""

from django.urls import path

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.views.marks import page, register
from liupan.foundation.design.facade import requires

urlpatterns = [
    path("secrets/", requires(READ)(register.SecretList.as_view()), name="secrets"),
    path("outgoing/<uuid:document_id>/mark/", page.of_outgoing, name="outgoing-mark"),
    path("incoming/<uuid:incoming_id>/mark/", page.of_incoming, name="incoming-mark"),
    path("marks/<uuid:change_id>/decide/", page.decide, name="mark-decide"),
]
