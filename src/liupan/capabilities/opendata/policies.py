"""Who may do what with datasets, and which of them somebody sees.

Editing is a right over the unit whose data they are, release review is another person's; the data
authority looks after all it reaches. The public needs no right for what is released, and an
account of its own for its acts.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.opendata.models import Dataset
from liupan.foundation.access.facade import rows
from liupan.kernel.authority import Actor, ActorKind, Permission, declare, may, require

READ = declare("opendata.dataset.read", _("see open data of units in every state"))
EDIT = declare("opendata.dataset.edit", _("draw up the unit's datasets and load their data"))
RELEASE = declare("opendata.dataset.release", _("review datasets and release them"))
ANSWER = declare("opendata.public.answer", _("answer what the public asks about the unit's data"))
MODERATE = declare("opendata.public.moderate", _("check what the public writes before it shows"))
WATCH = declare("opendata.dataset.watch", _("mark late datasets and dead links (program)"))

PUBLIC_KINDS = frozenset({ActorKind.CITIZEN, ActorKind.LEGAL_PERSON, ActorKind.STAFF})
"""Who may apply, ask and report, once signed in."""


def visible(actor: Actor) -> Q:
    """The datasets the actor sees in every state; none without a right."""
    found = Q(pk__in=[])
    for permission in (READ, EDIT, RELEASE):
        if actor.rights.get(permission.code):
            theirs = rows(actor, permission, unit="unit_id")
            if not theirs:
                return Q()
            found |= theirs
    return found


def over(actor: Actor, permission: Permission, unit: str = "unit_id") -> Q:
    """The rows over whose unit the actor holds a right; none without it."""
    if not actor.rights.get(permission.code):
        return Q(pk__in=[])
    return rows(actor, permission, unit=unit)


def holds(actor: Actor, permission: Permission, dataset: Dataset) -> bool:
    """Whether the actor has this right over the dataset."""
    return may(actor, permission, unit_id=dataset.unit_id)


def require_over(actor: Actor, permission: Permission, dataset: Dataset) -> None:
    """Raises `NotAuthorised` unless `holds`."""
    require(actor, permission, unit_id=dataset.unit_id)
