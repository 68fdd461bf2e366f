"""Work that grants offer: those that end soon."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liupan.foundation.access.policies import GRANT_ROLES
from liupan.foundation.access.queries.lists import count_ending_grants, list_ending_grants
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, place, register

SOON = timedelta(days=31)


@register
class EndingGrants(WorkSource):
    """Grants that end within a month, for whoever may grant anew."""

    kind = "access.grant"
    label = _lazy("Ending rights")
    glyph = "权"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        tops = actor.rights.get(GRANT_ROLES.code, frozenset())
        url = place("console:grants")
        if not tops or not url:
            return ()
        day = clock.on(now)
        found = list_ending_grants(tops=tops, day=day, before=day + SOON, limit=limit)
        return [
            WorkItem(
                title=_("“%(role)s” of %(holder)s ends")
                % {
                    "role": grant.role_name,
                    "holder": grant.account_name or grant.post_title or grant.everyone_in,
                },
                url=url,
                verb=_("Review"),
                meta=(grant.unit_name or grant.post_unit,),
                due_on=grant.valid_to - timedelta(days=1) if grant.valid_to else None,
                arrived_at=grant.granted_at,
            )
            for grant in found
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        tops, day = actor.rights.get(GRANT_ROLES.code, frozenset()), clock.on(now)
        if not tops or not place("console:grants"):
            return 0
        return count_ending_grants(tops=tops, day=day, before=day + SOON)
