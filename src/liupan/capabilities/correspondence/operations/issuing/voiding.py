"""作废: a document and its number count no more."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.events import DocumentVoided
from liupan.capabilities.correspondence.models import Outgoing
from liupan.capabilities.correspondence.operations import telling
from liupan.capabilities.correspondence.operations.keeping import about, announce, keep
from liupan.capabilities.correspondence.operations.limits import cancel_limit
from liupan.capabilities.correspondence.operations.locking import (
    NotNow,
    locked_outgoing,
    require_clock,
    require_state,
    save,
)
from liupan.capabilities.correspondence.policies import REGISTRY, require_over
from liupan.capabilities.correspondence.rules.sending import OVER, State
from liupan.foundation.access.facade import list_holders_over
from liupan.foundation.journal.facade import nothing_changed, operation
from liupan.foundation.numbering.facade import void_number
from liupan.foundation.organisations.facade import By
from liupan.foundation.workflow.facade import NotRunning, stop_process
from liupan.kernel.authority import Actor
from liupan.kernel.said import require_said
from liupan.kernel.work import place as address


@operation
def void_document(*, document_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Make a numbered document void (作废), and its number with it; receivers are told.

    Raises `NotNow` for one without a number or on file, `InvalidInput` without a reason.
    """
    by = By(actor, now)
    document = locked_outgoing(document_id, actor)
    require_over(actor, REGISTRY, document.issuing_unit_id, document.secrecy)
    if document.standing is State.VOID:
        nothing_changed()
        return
    require_clock(document, now)
    require_said(reason=reason)
    require_state(document, (frozenset(State) - OVER) | {State.DISPATCHED})
    if document.number_id is None:
        raise NotNow(
            _("It has no number yet."), next_step=_("Withdraw it: nothing is void by that.")
        )
    void_number(number_id=document.number_id, reason=reason, actor=actor, now=now)
    cancel_limit(document, reason, by)
    if document.instance_id:
        _stop(document.instance_id, reason, by)
    document.state, document.ended_at = State.VOID.value, now
    save(document, "state", "ended_at")
    keep(document, "voided", by, reason)
    announce(DocumentVoided(**about(document, by), reason=reason), by)
    _tell_receivers(document, reason, by)


def _tell_receivers(document: Outgoing, reason: str, by: By) -> None:
    """By the address of what they received: the document itself has no page for them."""
    came = list(document.deliveries.filter(returned_at=None))
    registrars = list_holders_over(REGISTRY, by.today, unit_ids=[one.unit_id for one in came])
    places = {address("correspondence:incoming", one.id): registrars[one.unit_id] for one in came}
    title = _("Void: %(document)s") % {"document": document}
    telling.tell_at(places, telling.VOIDED, document, by, title, reason)


def _stop(instance_id: UUID, reason: str, by: By) -> None:
    try:
        stop_process(instance_id=instance_id, reason=reason, actor=by.actor, now=by.now)
    except NotRunning:
        return  # it ended with the dispatch
