"""Routes of incoming documents."""

from django.urls import path

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.views.incoming import entering, listing, page, verdict
from liupan.capabilities.correspondence.views.incoming.acting import acting
from liupan.capabilities.correspondence.views.incoming.deeds import DEEDS
from liupan.foundation.design.facade import requires

ONE = "incoming/<uuid:incoming_id>/"
urlpatterns = [
    path("incoming/", requires(READ)(listing.IncomingList.as_view()), name="incoming-list"),
    path("incoming/enter/", entering.enter, name="incoming-enter"),
    path(ONE, page.incoming, name="incoming"),
    path(f"{ONE}files/<uuid:file_id>/verdict/", verdict.verdict, name="incoming-verdict"),
    *(path(f"{ONE}{deed.key}/", acting(deed), name=f"incoming-{deed.key}") for deed in DEEDS),
]
