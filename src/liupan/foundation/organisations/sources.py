"""Work that units offer: an e-government post to fill, people to bring to their first sign-in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liupan.foundation.organisations.policies import APPOINT, STAFF_UNIT
from liupan.foundation.organisations.queries.wanting import (
    Wanting,
    count_people_never_signed_in,
    count_units_without_contact,
    list_people_never_signed_in,
    list_units_without_contact,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.work import WorkItem, WorkSource, place, register


@register
class EmptyContactPosts(WorkSource):
    """Units whose e-government post nobody holds, for whoever may appoint there."""

    kind = "organisations.contact"
    label = _lazy("To appoint")
    glyph = "岗"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        tops = _tops(actor)
        if not tops or not place("console:units"):
            return ()
        return [
            WorkItem(
                title=_("%(unit)s has no e-government contact") % {"unit": found.unit_name},
                url=_where(found),
                verb=_("Appoint"),
                meta=(_("counts towards “E-government posts held”"),),
                group=found.place,
            )
            for found in list_units_without_contact(tops, clock.on(now), limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_units_without_contact(_tops(actor), clock.on(now))


@register
class NeverSignedIn(WorkSource):
    """People of one's own unit who have an account and never signed in."""

    kind = "organisations.first_sign_in"
    label = _lazy("To bring online")
    glyph = "人"

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        tops = actor.rights.get(STAFF_UNIT.code, frozenset())
        if not tops or not place("console:units"):
            return ()
        return [
            WorkItem(
                title=_("%(person)s (%(post)s) has not signed in yet")
                % {"person": found.person, "post": found.title},
                url=place("console:unit", found.unit_id),
                verb=_("Remind"),
                meta=(found.unit_name,),
                arrived_at=clock.start_of(found.since),
            )
            for found in list_people_never_signed_in(tops, clock.on(now), limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        tops = actor.rights.get(STAFF_UNIT.code, frozenset())
        return count_people_never_signed_in(tops, clock.on(now)) if tops else 0


def _where(found: Wanting) -> str:
    """The form that fills the post; where there is no post yet, the one that creates it."""
    if found.post_id:
        return place("console:appoint", found.post_id)
    return place("console:post_new", found.unit_id)


def _tops(actor: Actor) -> frozenset[UUID]:
    nowhere: frozenset[UUID] = frozenset()
    return actor.rights.get(APPOINT.code, nowhere) | actor.rights.get(STAFF_UNIT.code, nowhere)
