"""Routes of seals, requests and the log."""

from django.urls import path

from liupan.foundation.design.facade import requires
from liupan.foundation.seals.policies import AUDIT, LOG, READING, REQUEST
from liupan.foundation.seals.views import applying, lists, seal, use
from liupan.foundation.seals.views.acting import acting_on_seal, acting_on_use
from liupan.foundation.seals.views.deeds import SEAL_DEEDS, USE_DEEDS

urlpatterns = [
    path("", requires(*READING, AUDIT)(lists.SealList.as_view()), name="list"),
    path("apply/", applying.apply, name="apply"),
    path("uses/", requires(*LOG, REQUEST, AUDIT)(lists.UseList.as_view()), name="uses"),
    path("uses/request/", applying.request_use, name="request"),
    path("uses/<uuid:use_id>/", use.use, name="use"),
    path("uses/<uuid:use_id>/copy.pdf.sm2", use.signature, name="use-signature"),
    *(
        path(f"uses/<uuid:use_id>/{deed.key}/", acting_on_use(deed), name=f"use-{deed.key}")
        for deed in USE_DEEDS
    ),
    path("<uuid:seal_id>/", seal.seal, name="seal"),
    path("<uuid:seal_id>/picture.png", seal.picture, name="picture"),
    *(
        path(f"<uuid:seal_id>/{deed.key}/", acting_on_seal(deed), name=f"seal-{deed.key}")
        for deed in SEAL_DEEDS
    ),
]
