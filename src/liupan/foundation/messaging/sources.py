"""Work that deliveries offer: those that were given up."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from liupan.foundation.messaging.policies import MANAGE_DELIVERIES
from liupan.foundation.messaging.queries import count_deliveries
from liupan.kernel.authority import Actor, may
from liupan.kernel.work import WorkItem, WorkSource, place, register


@register
class DeadLetters(WorkSource):
    """Deliveries that were given up, as one thing to look at."""

    kind = "messaging.dead"
    label = _("Dead letters")
    glyph = "信"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        url = place("console:deliveries")
        if not url or not may(actor, MANAGE_DELIVERIES):
            return ()
        dead = count_deliveries(actor)["dead"]
        if not dead:
            return ()
        title = ngettext("%(n)s delivery was given up", "%(n)s deliveries were given up", dead)
        return [WorkItem(title=title % {"n": dead}, url=url, verb=_("Look into it"))]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return len(self.items(actor, now=now, limit=1))
