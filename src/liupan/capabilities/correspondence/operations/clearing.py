"""No document is given to a person, or to a unit, that may not see its level."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.policies import REGISTRY
from liupan.capabilities.correspondence.queries.parties import holders
from liupan.foundation.access.facade import list_cleared
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.errors import InvalidInput, Refusal
from liupan.kernel.secrecy import Secrecy


class NotCleared(Refusal):
    """Somebody to whom the document would go may not see its level."""


def require_cleared_units(unit_ids: Collection[UUID], document: Outgoing) -> None:
    """Raises `NotCleared` naming units whose registries have nobody cleared for the document. What
    everybody is cleared for is not asked."""
    level = Secrecy(document.secrecy)
    if level < Secrecy.SECRET:
        return
    barred = [unit for unit in unit_ids if not list_cleared(holders(REGISTRY, unit), level)]
    if barred:
        names = "、".join(unit.name for unit in list_units(barred).values())
        raise NotCleared(
            _("Nobody there may receive documents of this level: %(units)s.") % {"units": names},
            next_step=_(
                "Have somebody of their registry cleared, or return the document and send it to"
                " them on paper."
            ),
        )


def require_cleared_people(people: Collection[UUID], document: Incoming, field: str) -> None:
    """Raises `InvalidInput` naming the field where somebody may not see the document's level. Whom
    a step is given to `workflow` asks."""
    if set(people) - list_cleared(people, Secrecy(document.secrecy)):
        words = _("Somebody named may not see documents of this secrecy level.")
        raise InvalidInput(words, fields={field: [words]})


def open_title(document: Outgoing | Incoming) -> str:
    """What the document is called where nobody asks for clearances, as among clocks."""
    if document.secrecy >= Secrecy.SECRET:
        return _("Document that is a state secret")
    return document.title
