"""Routes of the addresses that are called, and the entry that leads there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation, requires
from liupan.foundation.messaging.facade import MANAGE_WEBHOOKS
from liupan.surfaces.console import webhooks

manages = requires(MANAGE_WEBHOOKS)

urlpatterns = [
    path("webhooks/", webhooks.listing, name="webhooks"),
    path("webhooks/add/", webhooks.add, name="webhook_add"),
    path("webhooks/<uuid:webhook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:webhook_id>/try/", webhooks.try_out, name="webhook_try"),
    path(
        "webhooks/<uuid:webhook_id>/pause/",
        manages(webhooks.Pause.as_view()),
        name="webhook_pause",
    ),
    path("webhooks/<uuid:webhook_id>/resume/", webhooks.resume, name="webhook_resume"),
    path("webhooks/<uuid:webhook_id>/end/", manages(webhooks.End.as_view()), name="webhook_end"),
    path(
        "webhooks/<uuid:webhook_id>/calls/<uuid:delivery_id>/",
        webhooks.call_again,
        name="webhook_call_again",
    ),
]

navigation.add(
    Entry(
        key="console.webhooks",
        label=_("Calls to machines"),
        icon="link",
        url_name="console:webhooks",
        place=Place.ADMINISTRATION,
        permissions=(MANAGE_WEBHOOKS,),
        order=35,
    )
)
