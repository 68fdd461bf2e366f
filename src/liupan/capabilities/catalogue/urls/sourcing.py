"""Routes of data items and arbitrations."""

from django.urls import path

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.views import sourcing
from liupan.foundation.design.facade import requires

ARBITRATION = "arbitrations/<uuid:arbitration_id>/"

urlpatterns = [
    path("items/", requires(READ)(sourcing.DataItemList.as_view()), name="items"),
    path("items/<uuid:item_id>/", sourcing.item, name="item"),
    path("items/<uuid:item_id>/bind/", sourcing.bind, name="item-bind"),
    path("arbitrations/", requires(READ)(sourcing.ArbitrationList.as_view()), name="arbitrations"),
    path(ARBITRATION, sourcing.arbitration, name="arbitration"),
    path(f"{ARBITRATION}grounds/", sourcing.grounds, name="arbitration-grounds"),
    path(f"{ARBITRATION}rule/", sourcing.rule, name="arbitration-rule"),
]
