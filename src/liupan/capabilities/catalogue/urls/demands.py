"""Routes of demands: for everybody, and in the office."""

from django.urls import path

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.views import demands
from liupan.foundation.design.facade import public, requires

DEMAND = "demands/<uuid:demand_id>/"

urlpatterns = [
    path("needs/", public(demands.PublicDemandList.as_view()), name="public-demands"),
    path("needs/<slug:number>/", demands.public_demand, name="public-demand"),
    path("demands/", requires(READ)(demands.DemandList.as_view()), name="demands"),
    path("demands/register/", demands.register, name="demand-register"),
    path(DEMAND, demands.demand, name="demand"),
    path(f"{DEMAND}allot/", demands.allot, name="demand-allot"),
    path(f"{DEMAND}claim/", demands.claim, name="demand-claim"),
    path(f"{DEMAND}decline/", demands.decline, name="demand-decline"),
    path(f"{DEMAND}catalogue/", demands.catalogue, name="demand-catalogue"),
    path(f"{DEMAND}confirm/", demands.confirm, name="demand-confirm"),
    path(f"{DEMAND}close/", demands.close, name="demand-close"),
    path(f"{DEMAND}withdraw/", demands.withdraw, name="demand-withdraw"),
]
