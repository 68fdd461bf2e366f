"""What waits for somebody: to correct, to review, to ask publication for."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import EDIT, PUBLISH, REVIEW, over, zones_up_to
from liupan.capabilities.catalogue.queries.places import At, may_wait
from liupan.capabilities.catalogue.queries.shapes import Waiting
from liupan.capabilities.catalogue.queries.showing import unit_names
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.kernel.authority import Actor, Permission, may

S = State
_WAITS: dict[Act, tuple[Permission, tuple[State, ...], str]] = {
    Act.REVISE: (
        EDIT, (S.RETURNED, S.REGISTRATION_REJECTED, S.PUBLICATION_REJECTED), "changed_at",
    ),
    Act.ASK: (EDIT, (S.REGISTERED,), "registered_at"),
    Act.PASS: (REVIEW, (S.REGISTERING,), "handed_in_at"),
    Act.PUBLISH: (PUBLISH, (S.PUBLISHING,), "asked_at"),
}  # fmt: skip
"""What may wait: the right it needs, the states, since when."""


def list_waiting(actor: Actor, act: Act, *, limit: int = 100) -> Sequence[Waiting]:
    """What waits for this act of the actor, the longest waiting first. Two queries at most; none
    without the right."""
    permission, states, since = _WAITS[act]
    if not may_wait(actor, permission, {At.EDITION: states}):
        return ()
    found = list(_rows(actor, act).order_by(since, "id")[:limit])
    called = unit_names(edition.unit_id for edition in found)
    return [
        Waiting(
            act=act,
            resource_id=edition.resource_id,
            code=edition.code,
            title=edition.title,
            unit=called.get(edition.unit_id, ""),
            since=getattr(edition, since) or edition.changed_at,
        )
        for edition in found
    ]


def count_waiting(actor: Actor, act: Act) -> int:
    """How many wait in all. One query; none without the right."""
    return _rows(actor, act).count() if may(actor, _WAITS[act][0]) else 0


def _rows(actor: Actor, act: Act) -> QuerySet[Edition]:
    """Nobody is asked to take the step after their own."""
    permission, states, _since = _WAITS[act]
    rows = Edition.objects.filter(
        over(actor, permission), state__in=states, zone__in=zones_up_to(actor.zone)
    )
    before = {
        Act.ASK: Q(registered_by=actor.id),
        Act.PASS: Q(handed_in_by=actor.id),
        Act.PUBLISH: Q(asked_by=actor.id) | Q(registered_by=actor.id),
    }
    return rows.exclude(before[act]) if act in before else rows
