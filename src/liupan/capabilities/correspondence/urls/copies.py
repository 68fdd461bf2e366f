"""Routes of copies to read and print."""

from django.urls import path

from liupan.capabilities.correspondence.views import printing

urlpatterns = [
    path("outgoing/<uuid:document_id>/print/", printing.outgoing, name="outgoing-print"),
    path("incoming/<uuid:incoming_id>/print/", printing.incoming, name="incoming-print"),
]
