"""Routes of systems and their credentials."""

from django.urls import path

from liupan.capabilities.exchange.policies import READ
from liupan.capabilities.exchange.views import systems
from liupan.foundation.design.facade import requires

SYSTEM = "systems/<uuid:system_id>/"

urlpatterns = [
    path("systems/", requires(READ)(systems.SystemList.as_view()), name="systems"),
    path("systems/add/", systems.add, name="system-add"),
    path(SYSTEM, systems.system, name="system"),
    path(f"{SYSTEM}rename/", systems.rename, name="system-rename"),
    path(f"{SYSTEM}close/", systems.close, name="system-close"),
    path(f"{SYSTEM}credential/", systems.credential, name="credential-add"),
    path(
        f"{SYSTEM}credentials/<uuid:credential_id>/revoke/", systems.revoke,
        name="credential-revoke",
    ),
]  # fmt: skip
