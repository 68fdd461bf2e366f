"""Routes of the message log and the operations view."""

from django.urls import path

from liupan.capabilities.exchange.policies import READ_MESSAGES
from liupan.capabilities.exchange.views import holding, log, traffic
from liupan.foundation.design.facade import requires

urlpatterns = [
    path("messages/", requires(READ_MESSAGES)(log.MessageList.as_view()), name="messages"),
    path("messages/<uuid:message_id>/", log.message_page, name="message"),
    path("holds/", holding.holds, name="holds"),
    path("holds/add/", holding.add, name="hold-add"),
    path("holds/<uuid:hold_id>/lift/", holding.lift, name="hold-lift"),
    path("traffic/", traffic.traffic_page, name="traffic"),
]
