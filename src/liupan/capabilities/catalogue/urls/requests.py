"""Routes of requests for access and grants."""

from django.urls import path

from liupan.capabilities.catalogue.policies import SEE
from liupan.capabilities.catalogue.views import grants, requests
from liupan.capabilities.catalogue.views.request_acting import acting_on_request
from liupan.capabilities.catalogue.views.request_deeds import REQUEST_DEEDS
from liupan.foundation.design.facade import requires

REQUEST, GRANT = "requests/<uuid:request_id>/", "grants/<uuid:grant_id>/"

urlpatterns = [
    path("requests/", requires(SEE)(requests.RequestList.as_view()), name="requests"),
    path("resources/<uuid:resource_id>/ask/", requests.ask, name="ask-access"),
    path(REQUEST, requests.request_page, name="request"),
    path(f"{REQUEST}change/", requests.change, name="request-change"),
    *(
        path(f"{REQUEST}{deed.key}/", acting_on_request(deed), name=f"request-{deed.key}")
        for deed in REQUEST_DEEDS
    ),
    path("grants/", requires(SEE)(grants.GrantList.as_view()), name="grants"),
    path(GRANT, grants.grant_page, name="grant"),
    *(
        path(f"{GRANT}{deed.key}/", grants.acting_on_grant(deed), name=f"grant-{deed.key}")
        for deed in grants.GRANT_DEEDS
    ),
]
