"""Which resources can answer a demand."""

from uuid import UUID

from django.db.models import Q, QuerySet

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import visible
from liupan.capabilities.catalogue.rules.elements import UNCONDITIONAL
from liupan.capabilities.catalogue.rules.states import State
from liupan.kernel.authority import Actor

REGISTERED = [State.REGISTERED.value, State.PUBLISHING.value]


def answers(
    actor: Actor, unit_id: UUID | None, *, resource_id: UUID | None = None
) -> QuerySet[Edition]:
    """Editions that can answer: published ones of anybody, and those of the unit that are
    registered; of one resource the published one first. One query."""
    rows = Edition.objects.filter(visible(actor), _usable(unit_id))
    if resource_id:
        rows = rows.filter(resource_id=resource_id)
    return rows.order_by("code", "-state")


def answers_to_choose(actor: Actor, unit_id: UUID | None) -> list[tuple[str, str]]:
    """The same as choices of a form, the unit's own first."""
    found = {one.resource_id: one for one in reversed(answers(actor, unit_id))}
    own = sorted(found.values(), key=lambda one: (one.unit_id != unit_id, one.code))
    return [(str(one.resource_id), f"{one.code} {one.title}（{one.provider_name}）") for one in own]


def is_free(resource_id: UUID | None) -> bool:
    """Whether what is published of a resource is shared without conditions. One query."""
    if resource_id is None:
        return False
    return Edition.objects.filter(
        resource_id=resource_id, state=State.PUBLISHED.value, share_type=UNCONDITIONAL
    ).exists()


def _usable(unit_id: UUID | None) -> Q:
    published = Q(state=State.PUBLISHED.value)
    return published | Q(unit_id=unit_id, state__in=REGISTERED) if unit_id else published
