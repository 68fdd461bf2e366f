"""Routes of parcels, out and in."""

from django.urls import path

from liupan.foundation.design.facade import requires
from liupan.foundation.parcels.policies import AUDIT, INWARD, OUTWARD
from liupan.foundation.parcels.views import parcels
from liupan.foundation.parcels.views.lists import IncomingList, OutgoingList

urlpatterns = [
    path("", requires(*OUTWARD, AUDIT)(OutgoingList.as_view()), name="list"),
    path("send/", parcels.send, name="send"),
    path("compare/", parcels.compare, name="compare"),
    path("outgoing/<uuid:parcel_id>/", parcels.outgoing, name="outgoing"),
    path("outgoing/<uuid:parcel_id>/parts/<int:number>/", parcels.part, name="part"),
    path("outgoing/<uuid:parcel_id>/file/", parcels.take, name="take"),
    path("outgoing/<uuid:parcel_id>/release/", parcels.release, name="release"),
    path("outgoing/<uuid:parcel_id>/refuse/", parcels.refuse, name="refuse"),
    path("outgoing/<uuid:parcel_id>/withdraw/", parcels.withdraw, name="withdraw"),
    path("incoming/", requires(*INWARD, AUDIT)(IncomingList.as_view()), name="incoming-list"),
    path("incoming/import/", parcels.take_in, name="import"),
    path("incoming/<uuid:entry_id>/", parcels.incoming, name="incoming"),
]
