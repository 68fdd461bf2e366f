"""The entrance of every act on an outgoing document."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from liupan.capabilities.correspondence.queries.outgoing_page import get_outgoing
from liupan.capabilities.correspondence.views.acting import Entrance
from liupan.capabilities.correspondence.views.deeds import Deed
from liupan.capabilities.correspondence.views.outgoing.document import act_page
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.kernel import clock


def _find(kind: type[Deed[Any]], request: HttpRequest, document_id: UUID) -> Deed[Any]:
    actor, now = actor_of(request), clock.now()
    return kind(get_outgoing(actor, document_id, now=now), actor, now)


acting = Entrance(_find, act_page).acting
