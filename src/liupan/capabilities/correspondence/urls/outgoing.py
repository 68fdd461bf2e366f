"""Routes of the office's front and of outgoing documents."""

from django.urls import path

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.views import office
from liupan.capabilities.correspondence.views.outgoing import document, files, listing, receipts
from liupan.capabilities.correspondence.views.outgoing.acting import acting
from liupan.capabilities.correspondence.views.outgoing.panel import DEEDS
from liupan.foundation.design.facade import requires, signed_in

HERE = "outgoing/<uuid:document_id>/"

urlpatterns = [
    path("", office.home, name="home"),
    path("outgoing/", requires(READ)(listing.OutgoingList.as_view()), name="outgoing-list"),
    path(HERE, document.outgoing, name="outgoing"),
    path(f"{HERE}process/", document.process, name="outgoing-process"),
    path(f"{HERE}draft.<slug:kind>", files.draft, name="outgoing-draft-file"),
    path(f"{HERE}receipts/", signed_in(receipts.ReceiptList.as_view()), name="outgoing-receipts"),
    path(f"{HERE}receipts/urge/", receipts.urge, name="outgoing-urge-receipts"),
    *(path(f"{HERE}{deed.key}/", acting(deed), name=f"outgoing-{deed.key}") for deed in DEEDS),
]
