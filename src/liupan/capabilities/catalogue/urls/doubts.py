"""Routes of doubts and corrections."""

from django.urls import path

from liupan.capabilities.catalogue.policies import ANSWER, FLAG, RULE_DOUBTS
from liupan.capabilities.catalogue.views.doubts import flagging, listing, page
from liupan.capabilities.catalogue.views.doubts.acting import acting_on
from liupan.capabilities.catalogue.views.doubts.deeds import DEEDS
from liupan.foundation.design.facade import requires

DOUBT = "doubts/<uuid:doubt_id>/"
CORRECTION = "corrections/<uuid:correction_id>/"

urlpatterns = [
    path(
        "doubts/", requires(FLAG, ANSWER, RULE_DOUBTS)(listing.DoubtList.as_view()), name="doubts"
    ),
    path("doubts/flag/", flagging.flag, name="doubt-flag"),
    path(DOUBT, page.doubt, name="doubt"),
    *(path(f"{DOUBT}{deed.key}/", acting_on(deed), name=f"doubt-{deed.key}") for deed in DEEDS),
    path("corrections/", requires(FLAG)(listing.CorrectionList.as_view()), name="corrections"),
    path(CORRECTION, flagging.correction, name="correction"),
    path(f"{CORRECTION}take/", flagging.take, name="correction-take"),
]
