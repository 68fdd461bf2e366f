"""Documents locked for a write, and the refusals that every write may meet.

The document is locked before its process: of two acts at once one goes on, the other finds what it
left.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.policies import sees_outgoing
from liupan.capabilities.correspondence.rules.sending import State
from liupan.foundation.documents.facade import AboveCeiling
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, Refusal, StaleVersion
from liupan.kernel.secrecy import CEILING
from liupan.kernel.statements import lock, update


class NotNow(Refusal):
    """The act is not possible in the document's state."""


class SignedOff(Refusal):
    """What was signed off cannot be changed: it goes back to be signed off anew."""


class NotSignedOff(Refusal):
    """The text is not the one that was signed off, or none was."""


def locked_outgoing(document_id: UUID, actor: Actor, *, by_right: bool = False) -> Outgoing:
    """The document, locked, if the actor may see it; `by_right` not only for taking part in its
    process. One query by right. Raises `Missing`."""
    document = lock(Outgoing, document_id)
    if document is None or not sees_outgoing(actor, document, taking_part=not by_right):
        raise Missing(_("There is no such document."))
    return document


def require_state(document: Outgoing, states: Collection[State]) -> None:
    """Raises `NotNow` saying where it is."""
    if document.standing not in states:
        raise NotNow(
            _("“%(title)s” is %(state)s: this is not possible now.")
            % {"title": document.title, "state": document.get_state_display()},
            next_step=_("Look at the document: it shows where it stands and who acts next."),
        )


def require_version(document: Outgoing, version: int, theirs: dict[str, object]) -> None:
    """Raises `StaleVersion` when somebody changed the document since it was read."""
    if document.version != version:
        raise StaleVersion(
            _("Somebody changed this document meanwhile."),
            theirs=theirs,
            next_step=_("Look at what it says now and decide again."),
        )


def require_clock(document: Outgoing, now: datetime) -> None:
    """Raises `ClockSetBack` when the document has gone further already: with a wrong clock it would
    get a number of another year, and files and seals from before it was signed off.
    """
    moments = [
        document.drafted_at, document.submitted_at, document.signed_off_at, document.numbered_at,
        document.rendered_at, document.sealed_at, document.dispatched_at,
    ]  # fmt: skip
    clock.require_not_set_back(max(one for one in moments if one), now)


def require_ceiling(secrecy: int, actor: Actor) -> None:
    """Raises `AboveCeiling` for what this network may not hold (保密法)."""
    if secrecy > CEILING[actor.zone]:
        raise AboveCeiling(
            _("A document of this level may not be held on this network."),
            next_step=_("Write it on the network for that level, or on paper."),
        )


def save(document: Outgoing, *fields: str) -> None:
    """Save these fields and count the version up."""
    document.version += 1
    update(document, *fields, "version")
