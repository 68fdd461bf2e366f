"""Routes of shared services."""

from django.urls import path

from liupan.capabilities.exchange.policies import READ
from liupan.capabilities.exchange.views import services
from liupan.foundation.design.facade import requires

SERVICE = "services/<uuid:service_id>/"

urlpatterns = [
    path("services/", requires(READ)(services.ServiceList.as_view()), name="services"),
    path("services/add/", services.add, name="service-add"),
    path(SERVICE, services.service, name="service"),
    path(f"{SERVICE}change/", services.change, name="service-change"),
    path(f"{SERVICE}map/", services.map_, name="service-map"),
    *(
        path(f"{SERVICE}{one.act.value}/", services.deed(one), name=f"service-{one.act.value}")
        for one in services.DEEDS
    ),
]
