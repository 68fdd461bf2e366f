"""Which entries a change of law or duty concerns."""

from collections.abc import Sequence

from django.db.models import Q

from liupan.capabilities.catalogue.models import Change, Edition, UpdateTask
from liupan.capabilities.catalogue.policies import CHANGE, EDIT, over, visible
from liupan.capabilities.catalogue.rules.citing import bare, cites
from liupan.capabilities.catalogue.rules.states import State
from liupan.kernel.authority import Actor


def list_affected(actor: Actor, change: Change) -> Sequence[Edition]:
    """The published editions a change concerns, by code, as far as the actor may open tasks: those
    whose ground or abstract cites the law, or those of the unit. One query."""
    mine = over(actor, CHANGE) | (over(actor, EDIT) if change.kind == Change.Kind.DUTY else Q())
    rows = Edition.objects.filter(visible(actor), mine, state=State.PUBLISHED.value)
    open_tasks = UpdateTask.objects.filter(change=change).values("resource_id")
    rows = rows.exclude(resource_id__in=open_tasks).order_by("code")
    if change.kind == Change.Kind.DUTY:
        return list(rows.filter(unit=change.unit))
    name = bare(change.law)
    named = rows.filter(Q(share_condition__contains=name) | Q(abstract__contains=name))
    return [one for one in named if _cites(one, change)]


def _cites(edition: Edition, change: Change) -> bool:
    texts = (edition.share_condition, edition.abstract)
    return any(cites(text, change.law, change.article) for text in texts)
