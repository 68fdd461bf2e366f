"""Routes: acts that need a second person."""

from django.urls import path

from liupan.surfaces.console.views import proposals

urlpatterns = [
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/confirm/", proposals.confirm, name="proposal_confirm"),
    path("proposals/<uuid:proposal_id>/refuse/", proposals.refuse, name="proposal_refuse"),
]
