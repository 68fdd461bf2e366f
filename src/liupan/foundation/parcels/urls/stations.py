"""Routes of stations, cards and statements."""

from django.urls import path

from liupan.foundation.design.facade import requires
from liupan.foundation.parcels.policies import CARRY, MANAGE_STATIONS
from liupan.foundation.parcels.views import stations
from liupan.foundation.parcels.views.lists import StationList

urlpatterns = [
    path("stations/", requires(MANAGE_STATIONS, CARRY)(StationList.as_view()), name="stations"),
    path("stations/found/", stations.found, name="found"),
    path("stations/keys/", stations.replace_keys, name="keys"),
    path("stations/<uuid:instance_id>.card", stations.card, name="card"),
    path("stations/card/", stations.take_card, name="take-card"),
    path("stations/<uuid:peer_id>/", stations.station, name="station"),
    path("stations/<uuid:peer_id>/trust/", stations.trust, name="trust"),
    path("stations/<uuid:peer_id>/end/", stations.end, name="end"),
    path("stations/<uuid:peer_id>/statement/", stations.statement, name="statement"),
]
